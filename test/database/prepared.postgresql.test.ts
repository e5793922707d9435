import { describe, expect, it } from '@jest/globals';
import { CompiledQuery } from 'kysely';
import { migrate } from '../../src/database/migrate.ts';
import { DatabaseStore } from '../../src/database/store.ts';
import { Organization } from '../../src/organizations/organization.entity.ts';
import { emptyDatabase } from '../support/database.ts';

describe('a connection', () => {
  it('keeps no statement prepared that has values in its text, because there is no end of those', async () => {
    const store = await DatabaseStore.open({ url: await emptyDatabase(), poolSize: 1 });
    await migrate(store);
    const prepared = async () => {
      const { rows } = await store
        .read(true)
        .executeQuery<{ statement: string }>(CompiledQuery.raw('select statement from pg_prepared_statements'));
      return rows.map(({ statement }) => statement);
    };
    const before = await prepared();
    for (let databaseId = 1; databaseId <= 10; databaseId++) await store.write(({ em }) => em.findOne(Organization, databaseId));
    expect(await prepared()).toEqual(before);
    await store.close();
  });
});
