import type { EntityClass } from '@mikro-orm/core';
import { type CompiledQuery, sql } from 'kysely';
import { filled, slot } from './slot.ts';
import type { NewOwner, NewRow, Store } from './store.ts';
import type { Db, Row } from './tables.ts';

/** Stands, in a row that is inserted with another one, for the number of that one. */
export const OWNER = Symbol('owner');

/** Where rows go: the query layer of a store or of a transaction. */
interface Target {
  readonly store: Store;
  readonly db: Db;
}

/** A row to insert; its times and its version come by themselves. */
export function newRow<Entity extends object>(
  { store }: Pick<Target, 'store'>,
  entity: EntityClass<Entity>,
  values: { readonly [Property in keyof Row<Entity>]?: Row<Entity>[Property] | typeof OWNER },
): NewOwner<Entity> {
  const table = store.table(entity);
  const now = new Date();
  return { table, columns: table.values({ createdAt: now, modifiedAt: now, version: 1, ...values } as Partial<Row<Entity>>) };
}

/** Inserts a row of which nothing needs to be known afterwards. */
export async function insertRow(target: Target, row: NewRow): Promise<void> {
  await execute(target, [row], false);
}

/**
 * Inserts a row and those that belong to it: in one statement, where the database has one for that.
 * @returns the first as it was stored
 */
export async function insertRows<Entity extends object>(
  target: Target,
  first: NewOwner<Entity>,
  others: readonly NewRow[],
): Promise<Row<Entity> & object> {
  const atOnce = target.store.dialect.insertsTogether ? others : [];
  const made = (await execute(target, [first, ...atOnce], true)) as { databaseId: number };
  if (atOnce !== others) for (const row of others) await insertRow(target, ownedBy(made.databaseId, row));
  return first.table.row(made);
}

const ownedBy = (owner: number, { table, columns }: NewRow): NewRow => ({
  table,
  columns: Object.fromEntries(Object.entries(columns).map(([column, value]) => [column, value === OWNER ? owner : value])),
});

/** Compiled insertions, by the columns of their rows. */
const written = new Map<string, CompiledQuery<object>>();

async function execute({ store, db }: Target, rows: readonly NewRow[], returning: boolean): Promise<object | undefined> {
  let key = `${store.dialect.name} ${returning}`;
  const values: Record<string, unknown> = {};
  for (const [index, { table, columns }] of rows.entries()) {
    key += ` ${table.name}`;
    for (const column in columns) {
      key += ` ${column}${columns[column] === OWNER ? '=owner' : ''}`;
      values[`${index} ${column}`] = columns[column];
    }
  }
  const query = written.get(key) ?? write(db, rows, returning);
  written.set(key, query);
  const { rows: answer } = await db.executeQuery(filled(query, values));
  return answer[0];
}

function write(db: Db, rows: readonly NewRow[], returning: boolean): CompiledQuery<object> {
  const number = sql`(select "databaseId" from owner)`;
  const insertions = rows.map(({ table, columns }, index) => {
    const values = Object.keys(columns).map((column) => [column, columns[column] === OWNER ? number : slot(`${index} ${column}`)]);
    const insert = db.insertInto(table.name).values(Object.fromEntries(values));
    return returning && index === 0 ? insert.returning(table.select(table.name)) : insert;
  });
  const [first, ...others] = insertions as [(typeof insertions)[number], ...typeof insertions];
  if (others.length === 0) return first.compile() as CompiledQuery<object>;
  const owned = others.map((insert, index) => sql`${sql.ref(`owned_${index}`)} as (${insert})`);
  return sql<object>`with owner as (${first}), ${sql.join(owned)} select * from owner`.compile(db);
}
