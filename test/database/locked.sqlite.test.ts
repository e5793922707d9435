import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { migrate } from '../../src/database/migrate.ts';
import { DatabaseStore } from '../../src/database/store.ts';
import { Organization } from '../../src/organizations/organization.entity.ts';
import { scratchDirectory } from '../support/process.ts';

describe('while another process holds the lock of the file', () => {
  it('a write fails, and the next one is made as soon as the lock is gone', async () => {
    const scratch = scratchDirectory();
    const file = join(scratch.path, 'locked.db');
    const store = await DatabaseStore.open({ url: `sqlite:${file}` });
    await migrate(store);
    const insert = (name: string) =>
      store.write(async ({ em }) => void em.create(Organization, { name, nameKey: name, description: '' } as never));
    const other = new Database(file);
    other.exec('begin immediate');
    await expect(insert('too early')).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    other.exec('rollback');
    await insert('in time');
    expect(await store.isReachable()).toBe(true);
    const names = (await store.read(true).selectFrom('organization').select('name').execute()).map(({ name }) => name);
    expect(names).toEqual(['in time']);
    other.close();
    await store.close();
    scratch.remove();
  }, 30_000);
});
