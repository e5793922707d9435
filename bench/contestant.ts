import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { BEARERS } from './data.ts';
import { BESIDE, ROOT } from './databases.ts';
import { graphqlRequest, type Request, send, tokenRequest } from './http.ts';

/** A server to measure. */
export interface Contestant {
  readonly name: string;
  readonly engine: 'sqlite' | 'postgresql' | 'memory';
  /** The program, and how it is told its database and port. */
  readonly script: string;
  /** Whether it is the gateway of this checkout, whose schema may be newer than that of the data sets. */
  readonly isOurs?: boolean;
  readonly args?: readonly string[];
  readonly environment: (database: string, port: number) => Record<string, string>;
  /** Whether it speaks the gateway's own GraphQL API; the others have documents of their own, if any. */
  readonly speaks?: 'gateway' | 'postgraphile';
  /** What it is asked until it serves. */
  readonly opening: Request;
  /** Whether it may use all cores, as the load and PostgreSQL do at the same time; else one is its own. */
  readonly onAllCores?: boolean;
}

const ONE = graphqlRequest(BEARERS.superuser, JSON.stringify({ query: '{ __typename }', operationName: null }));

const peer = (name: string, script: string, engine: Contestant['engine'] = 'sqlite'): Contestant => ({
  name,
  engine,
  script: join(import.meta.dirname, `contestants/${script}.js`),
  environment: (database, port) => ({ DATABASE: database, PORT: String(port), GRAPHILE_ENV: 'production' }),
  speaks: engine === 'sqlite' ? 'gateway' : 'postgraphile',
  opening: ONE,
});

const gateway = (name: string, engine: Contestant['engine'], root = ROOT): Contestant => ({
  name,
  engine,
  script: join(root, 'dist/main.js'),
  isOurs: root === ROOT,
  args: ['serve'],
  environment: (database, port) => ({
    DATABASE_URL: engine === 'sqlite' ? `sqlite:${database}` : database,
    PORT: String(port),
    LOG_LEVEL: 'warn',
    CONSOLE: 'false',
    DOORS: 'awx',
    DRAIN_SECONDS: '0',
  }),
  speaks: 'gateway',
  opening: ONE,
});

export const LIMIT = 'Limit';
export const POSTGRAPHILE = 'PostGraphile 5';
export const MERCURIUS = 'Mercurius';
export const OIDC_PROVIDER = 'bare oidc-provider';
export const SQLITE = 'Clientele on SQLite';
export const POSTGRESQL = 'Clientele on PostgreSQL';

const GATEWAYS = [gateway(SQLITE, 'sqlite'), gateway(POSTGRESQL, 'postgresql')];
/** The gateway of the checkout beside, if any. */
const OLDER = BESIDE ? GATEWAYS.map(({ name, engine }) => gateway(`${name}, beside`, engine, BESIDE)) : [];

export const CONTESTANTS: readonly Contestant[] = [
  ...GATEWAYS,
  ...OLDER,
  peer(POSTGRAPHILE, 'postgraphile', 'postgresql'),
  peer(MERCURIUS, 'mercurius'),
  peer('GraphQL Yoga', 'yoga'),
  peer('Apollo + TypeGraphQL + MikroORM', 'defaults'),
  peer(LIMIT, 'limit'),
  peer('Limit behind Apollo', 'limit-behind-apollo'),
];

/** Those that issue tokens, each with the request for one. */
export const ISSUERS: readonly Contestant[] = [
  ...[...GATEWAYS, ...OLDER].map((one) => ({ ...one, opening: tokenRequest('/oauth/token') })),
  { ...peer(OIDC_PROVIDER, 'oidc-provider', 'memory'), speaks: undefined, opening: tokenRequest('/token') },
];

/** The gateway as one process and as two, both free to use all cores. */
export const WORKERS = GATEWAYS.map((gateway) => {
  const workers = (count: number): Contestant => ({
    ...gateway,
    name: `${gateway.name}, WORKERS=${count}`,
    environment: (database, port) => ({ ...gateway.environment(database, port), WORKERS: String(count) }),
    onAllCores: true,
  });
  return { name: gateway.name, one: workers(1), two: workers(2) };
});

const ALL_CORES = `0-${cpus().length - 1}`;
/** The core that servers are measured on; everything else runs on the others. */
export const SERVER_CORE = '0';

/** A command on some of the cores, where the system can say which. */
export const onCores = (cores: string, ...command: string[]): string[] =>
  existsSync('/usr/bin/taskset') ? ['taskset', '-c', cores, ...command] : command;

// none of them outlives us
const children = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of children) child.kill();
});

/** A contestant that serves, in a process of its own. */
export class Running {
  private constructor(
    readonly contestant: Contestant,
    readonly database: string,
    readonly port: number,
    readonly process: ChildProcess,
    /** Milliseconds from the start of the process to its first answer. */
    readonly firstAnswer: number,
    /** The end of what it has written to its standard error. */
    readonly said: () => string,
  ) {}

  static async start(contestant: Contestant, database: string, flags: readonly string[] = []): Promise<Running> {
    const port = await getPort();
    const cores = contestant.onAllCores ? ALL_CORES : SERVER_CORE;
    const [command = '', ...rest] = onCores(cores, process.execPath, ...flags, contestant.script, ...(contestant.args ?? []));
    const started = performance.now();
    const child = spawn(command, rest, {
      env: { PATH: process.env.PATH, NODE_ENV: 'production', ...contestant.environment(database, port) },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    children.add(child);
    child.on('exit', () => children.delete(child));
    let said = '';
    child.stderr?.on('data', (text) => {
      said = (said + text).slice(-4_000);
    });
    for (;;) {
      if (child.exitCode !== null) throw new Error(`${contestant.name} did not start:\n${said}`);
      const answer = await send(port, contestant.opening).catch(() => undefined);
      if (answer?.status === 200) return new Running(contestant, database, port, child, performance.now() - started, () => said);
      if (performance.now() - started > 60_000) throw new Error(`${contestant.name} does not answer: ${answer?.text}\n${said}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Asks once. @returns the answer @throws with the answer if it is not one of success */
  async ask(request: Request): Promise<Record<string, unknown>> {
    const { status, text } = await send(this.port, request);
    const answer = status === 200 ? JSON.parse(text) : {};
    if (status !== 200 || answer.errors) throw new Error(`${this.contestant.name} answered ${text.slice(0, 2_000)}`);
    return answer;
  }

  /** Milliseconds of processor time so far; undefined where the system does not tell. */
  get processorTime(): number | undefined {
    const file = `/proc/${this.process.pid}/stat`;
    if (!existsSync(file)) return undefined;
    const fields = readFileSync(file, 'utf8').split(') ')[1]?.split(' ') ?? [];
    // user and system time, in ticks of 10 ms (proc(5))
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  /** Resident memory in MB; undefined where the system does not tell. */
  get memory(): number | undefined {
    const file = `/proc/${this.process.pid}/status`;
    const found = existsSync(file) ? /VmRSS:\s+(\d+)/.exec(readFileSync(file, 'utf8')) : null;
    return found ? Math.round(Number(found[1]) / 1024) : undefined;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      if (this.process.exitCode !== null) return resolve();
      this.process.on('exit', () => resolve());
      this.process.kill('SIGTERM');
    });
  }
}
