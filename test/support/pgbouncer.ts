import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';

/** Where Debian puts it is not on everybody's path. */
const PATH = `${process.env.PATH}:/usr/sbin`;

/** The PgBouncer of this machine says which version it is; undefined where there is none. */
export const pgbouncerVersion = ((): string | undefined => {
  try {
    return /PgBouncer ([\d.]+)/.exec(execFileSync('pgbouncer', ['--version'], { env: { PATH }, encoding: 'utf8', stdio: 'pipe' }))?.[1];
  } catch {
    return undefined;
  }
})();

/** A PgBouncer in front of a database. */
export interface Pgbouncer {
  /** Of the same database, through it. */
  readonly url: string;
  /** Ends it at once, connections and all. */
  kill(): Promise<void>;
  /** Brings it back to the same port; or has it lead elsewhere from now on. @param database the URL of the database there */
  resume(database?: string): Promise<void>;
  /** Makes it fall silent: it takes connections and answers nothing. */
  freeze(): void;
  /** Has it speak again. */
  thaw(): void;
  stop(): Promise<void>;
}

/**
 * Starts a PgBouncer with transaction pooling on a free port, which has fewer sessions of PostgreSQL than it has clients.
 * @param database the URL of the database, with a password
 * @param settings further ones, or others
 */
export async function startPgbouncer(database: string, settings: Readonly<Record<string, string | number>> = {}): Promise<Pgbouncer> {
  const { username, password } = new URL(database);
  const directory = mkdtempSync(join(tmpdir(), 'clientele-pgbouncer-'));
  // for root it runs as somebody else, as PostgreSQL does
  chmodSync(directory, 0o755);
  const users = join(directory, 'users.txt');
  writeFileSync(users, `"${username}" "${password}"\n`);
  const own = String(await getPort());
  const all = {
    listen_addr: '127.0.0.1',
    listen_port: own,
    unix_socket_dir: '',
    auth_type: 'plain',
    auth_file: users,
    pool_mode: 'transaction',
    default_pool_size: 3,
    ...settings,
  };
  const file = join(directory, 'pgbouncer.ini');
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}`);
  const lead = (to: string) => {
    const { hostname, port } = new URL(to);
    writeFileSync(file, ['[databases]', `* = host=${hostname} port=${port}`, '[pgbouncer]', ...lines, ''].join('\n'));
  };
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const run = async () => {
    const child = spawn('pgbouncer', [...user, file], { env: { PATH }, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    await new Promise<void>((resolve, reject) => {
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.includes('process up')) resolve();
      });
      child.once('close', () => reject(new Error(`PgBouncer did not start: ${said}`)));
    });
    return child;
  };
  lead(database);
  let child = await run();
  const end = async (signal: NodeJS.Signals) => {
    const ended = child.exitCode === null && child.signalCode === null ? once(child, 'close') : undefined;
    child.kill(signal);
    await ended;
  };
  return {
    url: Object.assign(new URL(database), { hostname: '127.0.0.1', port: own }).href,
    kill: () => end('SIGKILL'),
    resume: async (to) => {
      if (to) lead(to);
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGHUP');
      else child = await run();
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    stop: async () => {
      await end('SIGTERM');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
