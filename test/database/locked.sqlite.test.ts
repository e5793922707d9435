import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import type { DatabaseStore } from '../../src/database/store.ts';
import { newRow } from '../../src/mutation/insertion.ts';
import { Organization } from '../../src/organizations/organization.entity.ts';
import { openStore } from '../support/as-viewer.ts';
import { scratchDirectory } from '../support/process.ts';

describe('while another process holds the lock of the file', () => {
  const scratch = scratchDirectory();
  const file = join(scratch.path, 'locked.db');
  let store: DatabaseStore;
  let other: Database.Database;
  beforeAll(async () => {
    store = await openStore({ url: `sqlite:${file}` });
    other = new Database(file);
  });
  afterAll(async () => {
    other.close();
    await store.close();
    scratch.remove();
  });
  const insert = (name: string) => store.insert(newRow({ store }, Organization, { name, nameKey: name, description: '', builtIn: false }));
  const names = async () => (await store.read(true).selectFrom('organization').select('name').execute()).map(({ name }) => name);

  it('a write fails, and the next one is made as soon as the lock is gone', async () => {
    other.exec('begin immediate');
    await expect(insert('too early')).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    other.exec('rollback');
    await insert('in time');
    expect(await store.isReachable()).toBe(true);
    expect(await names()).toEqual(['in time']);
  });

  it('a write waits, and everything else goes on', async () => {
    other.exec('begin immediate');
    const waiting = insert('patient');
    // whoever waits with the whole thread never gets here
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await names()).not.toContain('patient');
    other.exec('rollback');
    await waiting;
    expect(await names()).toContain('patient');
  });
});
