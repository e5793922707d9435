import 'reflect-metadata';
import pg from 'pg';
import type * as drifting from '../../src/database/drift.ts';
import type * as migrating from '../../src/database/migrate.ts';
import type * as storing from '../../src/database/store.ts';
import { startPostgresql } from './postgresql.ts';

// compiled, because Node does not strip decorators
const built = <Module>(path: string): Promise<Module> => import(new URL(`../../build/${path}`, import.meta.url).href);
const { drift } = await built<typeof drifting>('database/drift.js');
const { migrate } = await built<typeof migrating>('database/migrate.js');
const { DatabaseStore } = await built<typeof storing>('database/store.js');

/** What would have to run on a freshly migrated database to make it what the entities say. */
async function missing(url: string): Promise<string[]> {
  const store = await DatabaseStore.open({ url });
  try {
    await migrate(store);
    return await drift(store);
  } finally {
    await store.close();
  }
}

const postgresql = await startPostgresql();
let hasDrifted = false;
try {
  const client = new pg.Client({ connectionString: `${postgresql.url}/postgres` });
  await client.connect();
  await client.query('create database migrated');
  await client.end();
  for (const url of ['sqlite::memory:', `${postgresql.url}/migrated`]) {
    const name = url.slice(0, url.indexOf(':'));
    const statements = await missing(url);
    if (statements.length > 0) hasDrifted = true;
    process.stdout.write(
      statements.length === 0
        ? `${name}: migrations and entities agree\n`
        : `${name}: migrations and entities have drifted apart. Write a migration that does this:\n${statements.join(';\n')};\n`,
    );
  }
} finally {
  await postgresql.stop();
}
// what stops PostgreSQL at exit would set another code
process.exit(hasDrifted ? 1 : 0);
