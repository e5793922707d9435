import { describe, expect, it } from '@jest/globals';
import { CompiledQuery } from 'kysely';
import { PREPARED_STATEMENTS } from '../../src/database/statements.ts';
import { Organization } from '../../src/organizations/organization.entity.ts';
import { openStore } from '../support/as-viewer.ts';
import { preparedBy } from '../support/visits.ts';

describe('a connection', () => {
  it('keeps no statement prepared that has values in its text, because there is no end of those', async () => {
    const store = await openStore({ poolSize: 1 });
    const before = await preparedBy(store);
    for (let databaseId = 1; databaseId <= 10; databaseId++) await store.write(({ em }) => em.findOne(Organization, databaseId));
    expect(await preparedBy(store)).toEqual(before);
    await store.close();
  });

  it('prepares what is asked again, however many others were asked only once, and keeps no end of those', async () => {
    const store = await openStore({ poolSize: 1 });
    const ask = (text: string) => store.read(true).executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, [7]));
    for (let number = 0; number < 2 * PREPARED_STATEMENTS + 10; number++) {
      const { rows } = await ask(`select ${number} as "number", $1::int as "given"`);
      expect(rows).toEqual([{ number, given: 7 }]);
    }
    await ask('select $1::int as "again"');
    const { rows } = await ask('select statement from pg_prepared_statements where $1 = 7');
    expect(rows.length).toBeLessThan(PREPARED_STATEMENTS);
    expect(rows).toContainEqual({ statement: 'select $1::int as "again"' });
    await store.close();
  });

  it('goes on where a transaction has failed in which old statements could not be forgotten', async () => {
    const store = await openStore({ poolSize: 1 });
    const ask = (text: string) => store.read(true).executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, [7]));
    for (let number = 0; number < PREPARED_STATEMENTS; number++) await ask(`select ${number} as "number", $1::int as "given"`);
    const failed = store.write(async ({ db }) => {
      await db.executeQuery(CompiledQuery.raw('select 1 / 0')).catch(() => {});
      for (let number = 0; number < PREPARED_STATEMENTS; number++)
        await db.executeQuery(CompiledQuery.raw(`select ${number} as "other", $1::int as "given"`, [7])).catch(() => {});
    });
    await failed.catch(() => {});
    for (let number = 0; number < PREPARED_STATEMENTS; number++) {
      const { rows } = await ask(`select ${number} as "other", $1::int as "given"`);
      expect(rows).toEqual([{ other: number, given: 7 }]);
    }
    await store.close();
  });

  it('answers what is asked at once in one transaction while old statements are forgotten', async () => {
    const store = await openStore({ poolSize: 1 });
    await store.write(async ({ db }) => {
      const ask = (text: string) => db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, [7]));
      const hot = 'select $1::int as "hot"';
      await ask(hot);
      const texts = Array.from({ length: 2 * PREPARED_STATEMENTS }, (_, number) => [hot, `select ${number} as "many", $1::int as "given"`]);
      const answers = await Promise.all(texts.flat().map(ask));
      expect(answers.filter(({ rows }) => rows[0]?.hot === 7)).toHaveLength(2 * PREPARED_STATEMENTS);
    });
    await store.close();
  });
});
