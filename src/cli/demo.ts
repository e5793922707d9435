import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Prepare } from '../app.ts';
import { type Config, readConfig } from '../config.ts';
import { migrate } from '../database/migrate.ts';
import type { DatabaseStore } from '../database/store.ts';
import { plant } from '../demo/plant.ts';
import { OrganizationRole } from '../organizations/membership.entity.ts';
import { type Context, createContext } from '../query/context.ts';
import { toGlobalId } from '../shared/ids.ts';
import { OPERATOR } from '../shared/viewer.ts';
import { createUser, updateUser } from '../users/user.service.ts';
import { CommandError } from './fail.ts';

/** What is there for a database that stays, and so not for one that does not. */
const REAL = ['DATABASE_URL', 'DATABASE_REPLICA_URLS', 'ADMIN_PASSWORD', 'WORKERS'] as const;
/** For who looks at a terminal. */
const DEFAULTS = { LOG_LEVEL: 'warn', DRAIN_SECONDS: '0' };
const SIZES = { organizations: 6, users: 15, applications: 72, tokens: 2_400 };
const SEED = 1;

interface Account {
  readonly username: string;
  readonly password: string;
}

/** A gateway that somebody tries: with data, people who can sign in, and a database that is deleted at the end. */
export interface Demo {
  readonly config: Config;
  readonly prepare: Prepare;
  /** Says where it is and who can sign in. @param url where the gateway listens */
  say(url: string): void;
}

/**
 * Reads the configuration of a demo.
 * @throws {CommandError} if it names a database, because a demo touches none but its own
 */
export function readDemoConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = REAL.find((name) => environment[name]);
  if (given)
    throw new CommandError(`${given}: does not go with --demo, which makes a database of its own and deletes it at the end. Unset it.`);
  return readConfig({ ...DEFAULTS, ...environment });
}

/** Makes a directory for a database; it is deleted when the process ends. */
export function makeDemo(config: Config): Demo {
  const directory = makeDirectory();
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  let accounts: readonly Account[] = [];
  return {
    config: { ...config, DATABASE_URL: `sqlite:${join(directory, 'clientele.db')}` },
    prepare: async (store) => {
      await migrate(store, () => {});
      await plant(store, SIZES, SEED, () => {});
      accounts = await letIn(store, createContext({ store, settings: config.settings, viewer: OPERATOR }));
    },
    say: (url) => {
      const address = config.PUBLIC_URL ?? `http://localhost:${new URL(url).port}`;
      const [superuser, member] = accounts.map(({ username, password }) => `username ${username}, password ${password}`);
      process.stderr.write(`
Open ${address.replace(/\/+$/, '')}/ and sign in
  as a superuser: ${superuser}
  as a member:    ${member}
Nothing is kept: the database is deleted when this ends, by Ctrl+C say.
`);
    },
  };
}

function makeDirectory(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'clientele-demo-'));
  } catch (error) {
    throw new CommandError(`TMPDIR: there can be no database in ${tmpdir()}: ${(error as Error).message}. Set it to another directory.`);
  }
}

/** Makes a superuser, and gives a password to one who is a MEMBER and nothing more. */
async function letIn(store: DatabaseStore, context: Context): Promise<[Account, Account]> {
  const seats = await store
    .read(true)
    .selectFrom('membership')
    .innerJoin('user', 'user.id', 'membership.user_id')
    .select(['user.id', 'user.username', 'membership.role'])
    .orderBy('user.id')
    .execute();
  const mayMore = new Set(seats.filter(({ role }) => role !== OrganizationRole.MEMBER).map(({ id }) => id));
  const member = seats.find(({ id }) => !mayMore.has(id)) as (typeof seats)[number];
  const [superuser, other] = [
    { username: 'admin', password: madeUp() },
    { username: member.username, password: madeUp() },
  ];
  await updateUser(context, { id: toGlobalId('User', member.id), password: other.password });
  await createUser(context, { ...superuser, isSuperuser: true });
  return [superuser, other];
}

const madeUp = () => randomBytes(9).toString('base64url');
