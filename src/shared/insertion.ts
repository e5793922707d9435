import type { EntityClass } from '@mikro-orm/core';
import { type CompiledQuery, sql } from 'kysely';
import type { Insertion, NewOwner, NewRow, Store } from './store.ts';
import type { Db, Row } from './tables.ts';

/** Stands, in a row that is inserted with another one, for the number of that one. */
export const OWNER = Symbol('owner');

/** Where rows go: the query layer of a store or of a transaction. */
interface Target {
  readonly store: Pick<Store, 'dialect'>;
  readonly db: Db;
}

/** What of a row is not for whoever makes it to say. */
type ByItself = 'id' | 'databaseId' | 'createdAt' | 'modifiedAt' | 'version';

/** A row to insert; its number, its times and its version come by themselves. */
export function newRow<Entity extends object>(
  { store }: { readonly store: Pick<Store, 'table'> },
  entity: EntityClass<Entity>,
  values: { readonly [Property in Exclude<keyof Row<Entity>, ByItself | symbol>]: Row<Entity>[Property] | typeof OWNER },
): NewOwner<Entity> {
  const now = new Date();
  return { table: store.table(entity), values: { createdAt: now, modifiedAt: now, version: 1, ...values } };
}

/** Inserts a row of which nothing needs to be known afterwards. */
export async function insertRow(target: Target, first: NewRow): Promise<void> {
  await insertAll(target, [{ first, others: [] }]);
}

/** Inserts a row and those that belong to it. @returns the first as it was stored */
export async function insertRows<Entity extends object>(
  target: Target,
  first: NewOwner<Entity>,
  others: readonly NewRow[],
): Promise<Row<Entity> & object> {
  const [number] = await insertAll(target, [{ first, others }]);
  return first.table.made(first.values, number as number);
}

/**
 * Inserts rows, and with each those that belong to it: in one statement, where the database has one for that.
 * @param insertions of one shape
 * @param patience milliseconds to wait for a lock of somebody else, where not as long as for any
 * @returns the numbers of the first rows
 */
export async function insertAll({ store, db }: Target, insertions: readonly Insertion[], patience?: number): Promise<number[]> {
  if (store.dialect.insertsTogether) return insertTogether(db, insertions, patience);
  const numbers: number[] = [];
  for (const insertion of insertions) numbers.push(await insertOneByOne(db, insertion));
  return numbers;
}

/** What insertions have in common that one statement can make: the tables, and where the number of the first goes. */
export const shapeOf = ({ first, others }: Insertion): string => [first, ...others].map(shapeOfRow).join(' ');

function shapeOfRow({ table, values }: NewRow): string {
  let shape: string = table.name;
  for (const property in values) if (values[property] === OWNER) shape += `.${property}`;
  return shape;
}

/** Compiled insertions: into one table, and of one shape. */
const intoOne = new Map<string, CompiledQuery>();
const ofShape = new Map<string, CompiledQuery<{ id: number }>>();

/** Leaves nothing where one fails, for whoever goes on in the same transaction; a savepoint for each would cost more. */
async function insertOneByOne(db: Db, { first, others }: Insertion): Promise<number> {
  const number = await insertOne(db, first);
  const made = [{ row: first, number }];
  try {
    for (const row of others) made.push({ row, number: await insertOne(db, row, number) });
  } catch (error) {
    for (const { row, number } of made) await sql`delete from ${sql.table(row.table.name)} where id = ${number}`.execute(db);
    throw error;
  }
  return number;
}

async function insertOne(db: Db, row: NewRow, owner?: number): Promise<number> {
  const query = intoOne.get(row.table.name) ?? into(db, row);
  intoOne.set(row.table.name, query);
  const { insertId } = await db.executeQuery({ ...query, parameters: parametersOf(row).map((value) => (value === OWNER ? owner : value)) });
  return Number(insertId);
}

/** Later uses bring other values: only the text is kept. */
function into(db: Db, { table }: NewRow): CompiledQuery {
  const columns = table.insertable.map(({ name }) => sql.ref(name));
  return sql`insert into ${sql.table(table.name)} (${sql.join(columns)}) values (${sql.join(columns.map(() => null))})`.compile(db);
}

const parametersOf = ({ table, values }: NewRow): unknown[] =>
  table.insertable.map(({ property, encode }) => {
    const value = values[property];
    return encode && value !== OWNER ? encode(value as never) : value;
  });

async function insertTogether(db: Db, insertions: readonly Insertion[], patience: number | undefined): Promise<number[]> {
  const [one] = insertions as readonly [Insertion, ...Insertion[]];
  const shape = shapeOf(one);
  const query = ofShape.get(shape) ?? together(db, one);
  ofShape.set(shape, query);
  const rows = insertions.map(({ first, others }) => [first, ...others].flatMap(parametersOf).map(asText));
  const arrays = (rows[0] as unknown[]).flatMap((value, index) => (value === OWNER ? [] : [rows.map((row) => row[index])]));
  const { rows: made } = await db.executeQuery<{ id: number }>({
    ...query,
    parameters: [patience === undefined ? null : `${patience}ms`, ...arrays],
  });
  return made.map(({ id }) => id);
}

/**
 * The driver would write times in those of the machine's zone, which takes longer than all the rest of a row. PostgreSQL
 * writes years after 9999 as they are, where JavaScript gives them a sign and six digits.
 */
const asText = (value: unknown) => (value instanceof Date ? value.toISOString().replace(/^\+0/, '') : value);

/** Each column of all rows is one parameter: the text is the same for any number of them. They are numbered as they come. */
function together(db: Db, { first, others }: Insertion): CompiledQuery<{ id: number }> {
  const rows = [first, ...others].map(({ table, values }, index) => ({
    table: sql.table(table.name),
    columns: table.insertable.map(({ name, type, property }) => ({
      name: sql.ref(name),
      type: sql.raw(type),
      given: values[property] === OWNER ? undefined : sql.ref(`${index} ${name}`),
    })),
  }));
  const told = rows.flatMap(({ columns }) => columns).filter(({ given }) => given);
  const given = sql`given as (
    select nextval(${sql.lit(`"${first.table.name}_id_seq"`)})::int as id, row.*
    from set_config('lock_timeout', coalesce(${null}, current_setting('lock_timeout')), true),
      unnest(${sql.join(told.map(({ type }) => sql`${null}::${type}[]`))}) as row (${sql.join(told.map(({ given }) => given))}))`;
  const inserted = rows.map(({ table, columns }, index) => {
    const names = columns.map(({ name }) => name);
    const values = columns.map(({ given }) => given ?? sql.ref('id'));
    const number = index === 0 ? sql`id, ` : sql``;
    return sql`${sql.ref(`inserted ${index}`)} as (insert into ${table} (${number}${sql.join(names)}) select ${number}${sql.join(values)} from given)`;
  });
  return sql<{ id: number }>`with ${given}, ${sql.join(inserted)} select id from given`.compile(db);
}
