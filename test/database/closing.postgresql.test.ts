import { describe, expect, it } from '@jest/globals';
import { CompiledQuery, type Kysely, sql } from 'kysely';
import { DatabaseStore } from '../../src/database/store.ts';
import { emptyDatabase } from '../support/database.ts';

describe('a store that is closed', () => {
  it('leaves no connection open, whatever it was used for', async () => {
    const url = await emptyDatabase();
    const watcher = await DatabaseStore.open({ url });
    const connections = async () => {
      const { rows } = await sql<{ pid: number }>`select pid from pg_stat_activity where datname = current_database()`.execute(
        watcher.read(true) as Kysely<unknown>,
      );
      return rows.length;
    };
    const alone = await connections();
    const store = await DatabaseStore.open({ url, replicaUrls: [url] });
    for (const fresh of [true, false]) await store.read(fresh).executeQuery(CompiledQuery.raw('select 1'));
    // each server is watched by a connection more
    expect(await connections()).toBe(alone + 4);
    await store.close();
    // PostgreSQL takes a moment to note that a connection has ended, but not the seconds after which a pool drops idle ones
    for (let attempt = 0; attempt < 80 && (await connections()) > alone; attempt++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await connections()).toBe(alone);
    await watcher.close();
  });
});
