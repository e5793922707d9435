import type { EntityClass } from '@mikro-orm/core';
import { type CompiledQuery, sql } from 'kysely';
import type { Dialect } from './dialect.ts';
import type { Table } from './table.ts';
import type { Db, Row } from './tables.ts';

/** Stands, in a row that is inserted with another one, for the number of that one. */
export const OWNER = Symbol('owner');

/** A row to insert, by its columns. */
export interface NewRow {
  readonly table: Pick<Table<object>, 'name' | 'select'>;
  readonly columns: Readonly<Record<string, unknown>>;
}

/** A row to insert that others can belong to. */
export interface NewOwner<Entity extends object> extends NewRow {
  readonly table: Table<Entity>;
}

/** As much of a store as it takes. */
interface Tabled {
  readonly dialect: Dialect;
  table<Entity extends object>(entity: EntityClass<Entity>): Table<Entity>;
}

/** Where rows go: the query layer of a store or of a transaction. */
interface Target {
  readonly store: Tabled;
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
  await execute(target, [row], { returning: false });
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
  const made = (await execute(target, [first, ...atOnce], { returning: true })) as { databaseId: number };
  if (atOnce !== others) for (const row of others) await execute(target, [row], { returning: false, owner: made.databaseId });
  return first.table.row(made);
}

/** Compiled insertions: those of the same columns differ in their parameters alone. */
const compiled = new Map<string, CompiledQuery<object>>();

interface Form {
  readonly returning: boolean;
  /** What stands for `OWNER`, where it is known. */
  readonly owner?: number;
}

async function execute({ store, db }: Target, rows: readonly NewRow[], { returning, owner }: Form): Promise<object | undefined> {
  const shapes = rows.map(({ table, columns }) => `${table.name} ${Object.keys(columns)} ${ownedOf(columns)}`);
  const key = `${store.dialect.name} ${returning} ${shapes}`;
  const query = compiled.get(key) ?? compile(db, rows, returning);
  compiled.set(key, query);
  const values = rows.flatMap(({ columns }) => Object.values(columns)).map((value) => (value === OWNER ? owner : value));
  const answer = await db.executeQuery({ ...query, parameters: values.filter((value) => value !== undefined) });
  return answer.rows[0] as object | undefined;
}

const ownedOf = (columns: NewRow['columns']) => Object.keys(columns).filter((column) => columns[column] === OWNER);

function compile(db: Db, [first, ...others]: readonly NewRow[], returning: boolean): CompiledQuery<object> {
  const { table, columns } = first as NewRow;
  const insert = db.insertInto(table.name).values(columns as never);
  if (!returning) return insert.compile() as CompiledQuery<object>;
  const answering = insert.returning(table.select(table.name));
  if (others.length === 0) return answering.compile();
  const number = sql`(select "databaseId" from owner)`;
  const owned = others.map((row, index) => {
    const values = Object.entries(row.columns).map(([column, value]) => [column, value === OWNER ? number : value]);
    return sql`${sql.ref(`owned_${index}`)} as (${db.insertInto(row.table.name).values(Object.fromEntries(values))})`;
  });
  return sql<object>`with owner as (${answering}), ${sql.join(owned)} select * from owner`.compile(db);
}
