import type { EntityClass } from '@mikro-orm/core';
import { type Insertion, type NewRow, PreconditionFailed, type Store } from '../query/store.ts';
import type { Db, Row } from '../query/tables.ts';

/** Stands, in a row that is inserted with its parent, for the number of that. */
export const PARENT_ID = Symbol('parent id');

/** How a database inserts. Each has a file in `src/mutation/dialect/`. */
export interface InsertionDialect {
  /** Whether one statement makes insertions of one shape with all their rows, and so needs no transaction around it. */
  readonly isOneStatement: boolean;
  /**
   * Makes insertions of one shape.
   * @param lockTimeout milliseconds to wait for a lock that somebody else holds; if absent, as long as any statement waits
   * @returns the numbers of the parents; undefined for one whose precondition was not met
   */
  insert(db: Db, insertions: readonly Insertion[], lockTimeout?: number): Promise<readonly (number | undefined)[]>;
}

/** The properties of a row that `newRow` and the database supply. */
type Supplied = 'id' | 'databaseId' | 'createdAt' | 'modifiedAt' | 'version';

/** A row to insert; its number, its times and its version are supplied. */
export function newRow<Entity extends object>(
  { store }: { readonly store: Pick<Store, 'table'> },
  entity: EntityClass<Entity>,
  values: { readonly [Property in Exclude<keyof Row<Entity>, Supplied | symbol>]: Row<Entity>[Property] | typeof PARENT_ID },
): NewRow<Entity> {
  const now = new Date();
  return { table: store.table(entity), values: { createdAt: now, modifiedAt: now, version: 1, ...values } };
}

/** Inserts a row and its children. @returns the row as it was stored @throws {PreconditionFailed} */
export async function insertOne<Entity extends object>(
  { insert }: InsertionDialect,
  db: Db,
  insertion: Insertion<Entity>,
): Promise<Row<Entity> & object> {
  const [number] = await insert(db, [insertion]);
  if (number === undefined) throw new PreconditionFailed();
  return insertion.parent.table.made(insertion.parent.values, number);
}

/** Names what insertions by one statement have in common: the tables, the columns that hold the parent's number, and the precondition. */
export const shapeOfInsertion = ({ parent, children, precondition }: Insertion): string =>
  [...[parent, ...children].map(shapeOfRow), precondition?.name ?? ''].join(' ');

function shapeOfRow({ table, values }: NewRow): string {
  let shape: string = table.name;
  for (const property in values) if (values[property] === PARENT_ID) shape += `.${property}`;
  return shape;
}

/** The values of a row by the order of its columns, as the database takes them; `PARENT_ID` as it is. */
export const valuesOfRow = ({ table, values }: NewRow): unknown[] =>
  table.insertable.map(({ property, encode }) => {
    const value = values[property];
    return encode && value !== PARENT_ID ? encode(value) : value;
  });
