import { type CompiledQuery, sql } from 'kysely';
import { postgresql } from '../../query/dialect/postgresql.ts';
import { textOf } from '../../query/dialect/times.ts';
import { filled, slot } from '../../query/slot.ts';
import type { Insertion } from '../../query/store.ts';
import type { Db } from '../../query/tables.ts';
import { type InsertionDialect, PARENT_ID, shapeOfInsertion, valuesOfRow } from '../insertion.ts';

/** What the statement says of each insertion. */
interface Inserted {
  /** The number of the parent. */
  readonly id: number;
  /** Whether its precondition was met; absent where there is none. */
  readonly met?: boolean;
}

/** Compiled statements by the shape of their insertions. */
const statements = new Map<string, CompiledQuery<Inserted>>();

/** PostgreSQL: one statement for all rows of insertions of one shape. */
export const postgresqlInsertions: InsertionDialect = {
  isOneStatement: true,
  insert: async (db, insertions, lockTimeout) => {
    const [one] = insertions as readonly [Insertion, ...Insertion[]];
    const shape = shapeOfInsertion(one);
    const query = statements.get(shape) ?? statementFor(db, one);
    statements.set(shape, query);
    const rows = insertions.map(({ parent, children }) => [parent, ...children].flatMap(valuesOfRow).map(asText));
    const columns = Object.fromEntries((rows[0] as unknown[]).map((_, index) => [index, rows.map((row) => row[index])]));
    const { rows: inserted } = await db.executeQuery<Inserted>(
      filled(query, {
        ...columns,
        numbers: insertions.map(({ precondition }) => precondition?.number),
        now: new Date(),
        lockTimeout: lockTimeout === undefined ? null : `${lockTimeout}ms`,
      }),
    );
    return inserted.map(({ id, met = true }) => (met ? id : undefined));
  },
};

/** The driver would write a time in the zone of the machine, which takes longer than all the rest of a row. */
const asText = (value: unknown) => (value instanceof Date ? textOf(value) : value);

/**
 * Writes the statement. Each column of all rows is one parameter, an array in a slot named by its order, so that the text is
 * the same for any number of insertions. The numbers of the parents come back in the order of the insertions. The rows that
 * preconditions find are locked before anything is inserted.
 */
function statementFor(db: Db, { parent, children, precondition }: Insertion): CompiledQuery<Inserted> {
  let slots = 0;
  const rows = [parent, ...children].map(({ table, values }, index) => ({
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
  const held = precondition && postgresql.locked(precondition.rows(db), 'key share', ...precondition.locks);
  const found = held?.crossJoin(lockTimeout.as('lock_timeout')).where(sql<boolean>`x.id = any(${numbers})`).select('x.id');
  const given = sql`given as (
    select nextval(${sql.lit(`"${parent.table.name}_id_seq"`)}) as id, row.*
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
  return sql<Inserted>`with ${sql.join(steps)} select id${found ? sql`, ${met} as met` : sql``} from given order by nth`.compile(db);
}
