import { describe, expect, it } from '@jest/globals';
import { CompiledQuery } from 'kysely';
import { Organization } from '../../src/organizations/organization.entity.ts';
import { openStore } from '../support/as-viewer.ts';

describe('a connection', () => {
  it('keeps no statement prepared that has values in its text, because there is no end of those', async () => {
    const store = await openStore({ poolSize: 1 });
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
