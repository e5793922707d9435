import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { CompiledQuery } from 'kysely';
import { openSqlite, type SqliteHandles } from '../../src/database/sqlite.ts';
import { scratchDirectory } from '../support/process.ts';

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

describe('what is committed while others read', () => {
  const scratch = scratchDirectory();
  const file = join(scratch.path, 'turns.db');
  let handles: SqliteHandles;
  let elsewhere: Database.Database;
  beforeAll(async () => {
    handles = openSqlite(file, undefined, () => {});
    await write('create table x (n integer, text text)');
    elsewhere = new Database(file);
  });
  afterAll(async () => {
    elsewhere.close();
    await handles.read.destroy();
    await handles.inTransaction.destroy();
    scratch.remove();
  });

  const write = (text: string) => handles.inTransaction.executeQuery(CompiledQuery.raw(text));
  const count = async () => {
    const { rows } = await handles.read.executeQuery<{ count: number }>(CompiledQuery.raw('select count(*) as count from x'));
    return rows[0]?.count;
  };

  it('is seen at once where it was committed here', async () => {
    await nextTurn();
    expect([await count(), await count()]).toEqual([0, 0]);
    await write('insert into x (n) values (1)');
    expect([await count(), await count()]).toEqual([1, 1]);
    await write('delete from x');
    expect(await count()).toBe(0);
  });

  it('is seen by the next turn where it was committed elsewhere', async () => {
    for (let round = 1; round <= 20; round++) {
      await nextTurn();
      expect([await count(), await count()]).toEqual([round - 1, round - 1]);
      elsewhere.prepare('insert into x (n) values (?)').run(round);
      await nextTurn();
      expect(await count()).toBe(round);
    }
  });

  it('does not make the log longer and longer', async () => {
    const text = 'x'.repeat(100_000);
    const insert = CompiledQuery.raw('insert into x (n, text) values (?, ?)', [0, text]);
    for (let round = 0; round < 600; round++) {
      await Promise.all([count(), count(), handles.inTransaction.executeQuery(insert)]);
      if (round % 10 === 0) await nextTurn();
    }
    // 60 MB were written; the log is folded into the file at 4,000 pages, 16 MB
    expect(statSync(`${file}-wal`).size).toBeLessThan(24_000_000);
  });
});
