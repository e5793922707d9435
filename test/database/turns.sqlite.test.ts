import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CompiledQuery } from 'kysely';
import { openSqlite, type SqliteHandles } from '../../src/database/sqlite.ts';

const numbersUpTo = (count: number) =>
  CompiledQuery.raw(`with recursive n(x) as (select 1 union all select x + 1 from n where x < ${count}) select x from n`);

describe('reads from SQLite', () => {
  let handles: SqliteHandles;
  beforeAll(() => {
    handles = openSqlite(':memory:', undefined, () => {});
  });
  afterAll(async () => {
    await handles.read.destroy();
    await handles.inTransaction.destroy();
    handles.discard();
  });

  /** What is done one after the other, where three statements of so many rows are asked for at once, and then something else. */
  async function orderOf(rows: number): Promise<string[]> {
    const done: string[] = [];
    const others = new Promise<void>((resolve) =>
      setImmediate(() => {
        done.push('others');
        resolve();
      }),
    );
    const reads = ['first', 'second', 'third'].map(async (name) => {
      await handles.read.executeQuery(numbersUpTo(rows));
      done.push(name);
    });
    await Promise.all([...reads, others]);
    return done;
  }

  it('take turns with others where they give many rows, because those become objects of answers in the same turn', async () => {
    expect((await orderOf(2_000)).indexOf('others')).toBeLessThan(2);
  });
});
