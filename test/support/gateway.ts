import { pino } from 'pino';
import { type App, createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { type Context, createContext } from '../../src/query/context.ts';
import { OPERATOR } from '../../src/shared/viewer.ts';
import { viewerOfUser } from '../../src/tokens/authentication.ts';
import { createToken } from '../../src/tokens/token.service.ts';
import { databaseName, freshDatabase, prepare } from './database.ts';
import { expectExecutorsToAgree } from './executors.ts';
import { keptAlive, post } from './wire.ts';

/** An answer of the API. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the query's
  readonly data: any;
  // biome-ignore lint/suspicious/noExplicitAny: errors carry extensions of any shape
  readonly errors: any[] | undefined;
  /** What the gateway logged meanwhile. */
  readonly lines: readonly string[];
}

/** Asks the API on behalf of one token; without one, of nobody. On SQLite, queries are executed in every way that there is, and must agree. */
export type Ask = (query: string, variables?: Record<string, unknown>) => Promise<Answer>;

/** A gateway that was started for a test, exactly as `clientele serve` starts one. */
export interface Gateway {
  readonly app: App;
  readonly url: string;
  /** The lines that it has logged. */
  readonly logged: string[];
  /** A context of whoever has the command line, to prepare data with. */
  readonly operator: Context;
  as(token: string | undefined): Ask;
  /** Makes a personal token of a user. */
  tokenOf(userId: number, scopes?: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts a gateway on a fresh database of the kind that this run of the test is on, unless the environment has another one.
 * @param environment further environment variables; without the console unless they say otherwise
 * @param consoleFiles where the console was built
 */
export async function startGateway(environment: Record<string, string> = {}, consoleFiles?: string): Promise<Gateway> {
  const DATABASE_URL = environment.DATABASE_URL ?? (await freshDatabase());
  const config = readConfig({ PORT: '0', DRAIN_SECONDS: '0', CONSOLE: 'false', ...environment, DATABASE_URL });
  const logged: string[] = [];
  const log = pino({ level: config.LOG_LEVEL, base: null }, { write: (line: string) => void logged.push(line) });
  const app = await createApp(config, log, { prepare, consoleFiles });
  const operator = createContext({ store: app.store, settings: config.settings, viewer: OPERATOR });
  const as =
    (token: string | undefined): Ask =>
    async (query, variables) => {
      const before = logged.length;
      const by = token ? { authorization: `Bearer ${token}` } : undefined;
      const { status, headers, json } = await post(app.url, query, by, variables, keptAlive);
      const { data, errors } = json as Pick<Answer, 'data' | 'errors'>;
      const lines = logged.slice(before);
      // on PostgreSQL they differ in nothing that test/graphql/differential does not compare there
      if (status === 200 && databaseName === 'sqlite') await expectExecutorsToAgree(app, config.settings, token, query, variables);
      return { status, headers: new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)])), data, errors, lines };
    };
  const tokenOf = async (userId: number, scopes: readonly string[] = ['read', 'write']) => {
    const viewer = await viewerOfUser(
      app.store,
      userId,
      config.settings.scopes.map(({ name }) => name),
    );
    const { accessToken, userErrors } = await createToken({ ...operator, viewer }, { scopes: [...scopes] });
    if (!accessToken) throw new Error(JSON.stringify(userErrors));
    return accessToken;
  };
  const stop = async () => {
    // a hook that times out says nothing of what it waits for
    const timer = setTimeout(() => process.stderr.write(`does not stop: ${logged.slice(-3).join('')}`), 60_000);
    await app.stop();
    clearTimeout(timer);
  };
  return { app, url: app.url, logged, operator, as, tokenOf, stop };
}
