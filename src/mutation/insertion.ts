import type { EntityClass } from '@mikro-orm/core';
import { type CompiledQuery, sql } from 'kysely';
import { filled, slot } from '../query/slot.ts';
import { type Insertion, type NewParent, type NewRow, type Precondition, PreconditionFailed, type Store } from '../query/store.ts';
import type { Db, Row } from '../query/tables.ts';

/** Stands, in a row that is inserted with another one, for the number of that one. */
export const PARENT_ID = Symbol('parent id');

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
  values: { readonly [Property in Exclude<keyof Row<Entity>, ByItself | symbol>]: Row<Entity>[Property] | typeof PARENT_ID },
): NewParent<Entity> {
  const now = new Date();
  return { table: store.table(entity), values: { createdAt: now, modifiedAt: now, version: 1, ...values } };
}

/** Inserts a row of which nothing needs to be known afterwards. */
export async function insertRow(target: Target, first: NewRow): Promise<void> {
  await insertAll(target, [{ first, others: [] }]);
}

/** Inserts a row and those that belong to it. @returns the first as it was stored @throws {PreconditionFailed} */
export async function insertWithChildren<Entity extends object>(
  target: Target,
  first: NewParent<Entity>,
  others: readonly NewRow[],
  precondition?: Precondition,
): Promise<Row<Entity> & object> {
  const [number] = await insertAll(target, [{ first, others, precondition }]);
  if (number === undefined) throw new PreconditionFailed();
  return first.table.made(first.values, number);
}

/**
 * Inserts rows, and with each those that belong to it: in one statement, where the database has one for that.
 * @param insertions of one shape
 * @param lockTimeout milliseconds to wait for a lock of somebody else, where not as long as for any
 * @returns the numbers of the first rows; undefined for one whose precondition was not met
 */
export async function insertAll(
  target: Target,
  insertions: readonly Insertion[],
  lockTimeout?: number,
): Promise<readonly (number | undefined)[]> {
  if (target.store.dialect.insertsTogether) return insertTogether(target, insertions, lockTimeout);
  const numbers: (number | undefined)[] = [];
  for (const insertion of insertions) numbers.push(await insertInTurn(target.db, insertion));
  return numbers;
}

/** What insertions have in common that one statement can make: the tables, where the number of the first goes, and on what it depends. */
export const shapeOf = ({ first, others, precondition }: Insertion): string =>
  [...[first, ...others].map(shapeOfRow), precondition?.name ?? ''].join(' ');

function shapeOfRow({ table, values }: NewRow): string {
  let shape: string = table.name;
  for (const property in values) if (values[property] === PARENT_ID) shape += `.${property}`;
  return shape;
}

/** Compiled insertions: into one table, and of one shape. */
const intoOne = new Map<string, CompiledQuery>();
const ofShape = new Map<string, CompiledQuery<Made>>();

interface Made {
  readonly id: number;
  /** Whether its precondition was met; absent where there is none. */
  readonly met?: boolean;
}

/** Leaves nothing where one fails, for whoever goes on in the same transaction; a savepoint for each would cost more. */
async function insertInTurn(db: Db, { first, others, precondition }: Insertion): Promise<number | undefined> {
  const number = await insertOne(db, first, { precondition });
  if (number === undefined) return undefined;
  const made = [{ row: first, number }];
  try {
    for (const row of others) made.push({ row, number: (await insertOne(db, row, { parentId: number })) as number });
  } catch (error) {
    for (const { row, number } of made) await sql`delete from ${sql.table(row.table.name)} where id = ${number}`.execute(db);
    throw error;
  }
  return number;
}

async function insertOne(
  db: Db,
  row: NewRow,
  { parentId, precondition }: { parentId?: number; precondition?: Precondition | undefined },
): Promise<number | undefined> {
  const name = `${row.table.name} ${precondition?.name ?? ''}`;
  const query = intoOne.get(name) ?? into(db, row, precondition);
  intoOne.set(name, query);
  const values = parametersOf(row).map((value) => (value === PARENT_ID ? parentId : value));
  const parameters = precondition ? [...values, ...conditionsOf(query, values.length, precondition)] : values;
  const { insertId, numAffectedRows } = await db.executeQuery({ ...query, parameters });
  return numAffectedRows === 0n ? undefined : Number(insertId);
}

/** What a precondition is asked with, behind the values of the row. */
const conditionsOf = (query: CompiledQuery, after: number, { number }: Precondition): readonly unknown[] =>
  filled({ ...query, parameters: query.parameters.slice(after) }, { number, now: new Date() }).parameters;

/** Later uses bring other values: only the text is kept, and the slots of the precondition. */
function into(db: Db, { table }: NewRow, precondition: Precondition | undefined): CompiledQuery {
  const columns = table.insertable.map(({ name }) => sql.ref(name));
  const values = columns.map(() => null);
  const met = precondition?.rows(db).where('x.id', '=', slot('number')).select('x.id');
  const where = met ? sql`where exists ${met}` : sql``;
  return sql`insert into ${sql.table(table.name)} (${sql.join(columns)}) select ${sql.join(values)} ${where}`.compile(db);
}

const parametersOf = ({ table, values }: NewRow): unknown[] =>
  table.insertable.map(({ property, encode }) => {
    const value = values[property];
    return encode && value !== PARENT_ID ? encode(value) : value;
  });

async function insertTogether(
  target: Target,
  insertions: readonly Insertion[],
  lockTimeout: number | undefined,
): Promise<readonly (number | undefined)[]> {
  const [one] = insertions as readonly [Insertion, ...Insertion[]];
  const shape = shapeOf(one);
  const query = ofShape.get(shape) ?? together(target, one);
  ofShape.set(shape, query);
  const rows = insertions.map(({ first, others }) => [first, ...others].flatMap(parametersOf).map(asText));
  const arrays = Object.fromEntries((rows[0] as unknown[]).map((_, index) => [index, rows.map((row) => row[index])]));
  const { rows: made } = await target.db.executeQuery<Made>(
    filled(query, {
      ...arrays,
      numbers: insertions.map(({ precondition }) => precondition?.number),
      now: new Date(),
      lockTimeout: lockTimeout === undefined ? null : `${lockTimeout}ms`,
    }),
  );
  return made.map(({ id, met = true }) => (met ? id : undefined));
}

/**
 * The driver would write times in those of the machine's zone, which takes longer than all the rest of a row. PostgreSQL
 * writes years after 9999 as they are, where JavaScript gives them a sign and six digits.
 */
const asText = (value: unknown) => (value instanceof Date ? value.toISOString().replace(/^\+0/, '') : value);

/**
 * Each column of all rows is one parameter, in a slot by its order: the text is the same for any number of them. They come
 * back in the order in which they were given. What their precondition finds is locked before anything is inserted.
 */
function together({ store: { dialect }, db }: Target, { first, others, precondition }: Insertion): CompiledQuery<Made> {
  let slots = 0;
  const rows = [first, ...others].map(({ table, values }, index) => ({
    table: sql.table(table.name),
    columns: table.insertable.map(({ name, type, property }) => ({
      name: sql.ref(name),
      type: sql.raw(type),
      slot: slot(String(slots++)),
      given: values[property] === PARENT_ID ? undefined : sql.ref(`${index} ${name}`),
    })),
  }));
  const told = rows.flatMap(({ columns }) => columns).filter(({ given }) => given);
  const arrays = told.map(({ slot, type }) => sql`${slot}::${type}[]`);
  const names = told.map(({ given }) => given);
  const lockTimeout = sql`set_config('lock_timeout', coalesce(${slot('lockTimeout')}, current_setting('lock_timeout')), true)`;
  const numbers = sql`${slot('numbers')}::bigint[]`;
  const held = precondition && dialect.locked(precondition.rows(db), 'key share', ...precondition.locks);
  const found = held?.crossJoin(lockTimeout.as('lock_timeout')).where(sql<boolean>`x.id = any(${numbers})`).select('x.id');
  const given = sql`given as (
    select nextval(${sql.lit(`"${first.table.name}_id_seq"`)}) as id, row.*
    from ${lockTimeout}, unnest(${sql.join(found ? [...arrays, numbers] : arrays)}) with ordinality as row (${sql.join([...names, ...(found ? [sql.ref('needs')] : []), sql.ref('nth')])}))`;
  const met = sql`(needs in (select id from held))`;
  const source = found ? sql`given where ${met}` : sql`given`;
  const inserted = rows.map(({ table, columns }, index) => {
    const names = columns.map(({ name }) => name);
    const values = columns.map(({ given }) => given ?? sql.ref('id'));
    const number = index === 0 ? sql`id, ` : sql``;
    return sql`${sql.ref(`inserted ${index}`)} as (insert into ${table} (${number}${sql.join(names)}) select ${number}${sql.join(values)} from ${source})`;
  });
  const steps = found ? [sql`held as ${found}`, given, ...inserted] : [given, ...inserted];
  return sql<Made>`with ${sql.join(steps)} select id${found ? sql`, ${met} as met` : sql``} from given order by nth`.compile(db);
}
