import type { EntityClass } from '@mikro-orm/core';
import { anyTable } from '../query/dialect/dialect.ts';
import type { Store, Transaction } from '../query/store.ts';
import type { Row } from '../query/tables.ts';

/** The most rows of one statement; with the columns of the widest table well below what the databases can bind. */
const MOST = 256;

/** A row before the database has numbered it. */
export type UnnumberedRow<Entity> = Omit<Row<Entity>, 'databaseId' | 'id'>;

/** Inserts into the tables of entities, inside one transaction. */
export type InsertRows = <Entity extends object>(
  entity: EntityClass<Entity>,
  rows: readonly UnnumberedRow<Entity>[],
  returned?: string,
) => Promise<Map<string, number>>;

/**
 * Makes a function that inserts many rows by one statement; rows whose name is taken are left out.
 * It returns the numbers of the new rows by the value of their column `returned`.
 */
export const insertInto =
  (store: Store, { db }: Transaction): InsertRows =>
  async (entity, rows, returned) => {
    const table = store.table(entity);
    const numbers = new Map<string, number>();
    for (const chunk of chunks(rows)) {
      const query = anyTable(db)
        .insertInto(table.name)
        .values(chunk.map((row) => table.values(row as object)))
        .onConflict((conflict) => conflict.doNothing());
      if (returned === undefined) await query.execute();
      else {
        const made = await query.returning(['id', `${returned} as key`]).execute();
        for (const { id, key } of made as { id: number; key: string }[]) numbers.set(key, id);
      }
    }
    return numbers;
  };

/** Cuts rows into powers of two, so that there are few texts of statements to prepare. */
function* chunks<T>(rows: readonly T[]): Generator<readonly T[]> {
  let start = 0;
  while (start < rows.length) {
    const size = Math.min(MOST, 2 ** Math.floor(Math.log2(rows.length - start)));
    yield rows.slice(start, start + size);
    start += size;
  }
}
