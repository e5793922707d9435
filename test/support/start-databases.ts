import 'reflect-metadata';
import { join } from 'node:path';
import { Client } from 'pg';
import type * as migrating from '../../src/database/migrate.ts';
import type * as storing from '../../src/database/store.ts';
import type * as keeping from '../../src/oauth/keys.service.ts';
import { roomForDatabases, startPostgresql } from './postgresql.ts';
import { scratchDirectory } from './process.ts';

declare global {
  var stopTestDatabases: (() => Promise<void>) | undefined;
}

// compiled, because Node does not strip decorators
const built = <Module>(path: string): Promise<Module> => import(join(import.meta.dirname, '../../build', path));

/**
 * Starts the PostgreSQL that the tests share, and makes the databases that they copy instead of making each anew: with all
 * tables, and with the keys of the authorization server. Workers learn where they are from their environment.
 */
export default async function startDatabases(): Promise<void> {
  const { path: directory, remove } = scratchDirectory(roomForDatabases());
  const [{ url, stop }] = await Promise.all([startPostgresql(), make(`sqlite:${directory}/template.db`)]);
  globalThis.stopTestDatabases = async () => {
    await stop();
    remove();
  };
  const client = new Client({ connectionString: `${url}/postgres` });
  await client.connect();
  await client.query('create database template');
  await client.end();
  process.env.TEST_POSTGRESQL_URL = url;
  process.env.TEST_DIRECTORY = directory;
  await make(`${url}/template`);
}

async function make(url: string): Promise<void> {
  const { DatabaseStore } = await built<typeof storing>('database/store.js');
  const { migrate } = await built<typeof migrating>('database/migrate.js');
  const { loadKeys } = await built<typeof keeping>('oauth/keys.service.js');
  const store = await DatabaseStore.open({ url });
  await migrate(store);
  await loadKeys(store);
  await store.close();
}
