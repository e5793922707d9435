import { type CompiledQuery, sql } from 'kysely';
import { filled, slot } from '../../query/slot.ts';
import type { Insertion, NewRow, Precondition } from '../../query/store.ts';
import type { Db } from '../../query/tables.ts';
import { type InsertionDialect, PARENT_ID, valuesOfRow } from '../insertion.ts';

/** SQLite: a statement for each row, and the number of the parent from the driver. */
export const sqliteInsertions: InsertionDialect = {
  isOneStatement: false,
  insert: async (db, insertions) => {
    const numbers: (number | undefined)[] = [];
    for (const insertion of insertions) numbers.push(await insertWithChildren(db, insertion));
    return numbers;
  },
};

/**
 * Inserts a row and its children. Where one of them fails, those before it are deleted, because the transaction may go on with
 * other writes; a savepoint for each insertion would cost more.
 */
async function insertWithChildren(db: Db, { parent, children, precondition }: Insertion): Promise<number | undefined> {
  const parentId = await insertRow(db, parent, { precondition });
  if (parentId === undefined) return undefined;
  const inserted = [{ row: parent, number: parentId }];
  try {
    for (const row of children) inserted.push({ row, number: (await insertRow(db, row, { parentId })) as number });
  } catch (error) {
    for (const { row, number } of inserted) await sql`delete from ${sql.table(row.table.name)} where id = ${number}`.execute(db);
    throw error;
  }
  return parentId;
}

/** Compiled statements by the table and the name of the precondition. */
const statements = new Map<string, CompiledQuery>();

async function insertRow(
  db: Db,
  row: NewRow,
  { parentId, precondition }: { parentId?: number; precondition?: Precondition | undefined },
): Promise<number | undefined> {
  const name = `${row.table.name} ${precondition?.name ?? ''}`;
  const query = statements.get(name) ?? statementFor(db, row, precondition);
  statements.set(name, query);
  const values = valuesOfRow(row).map((value) => (value === PARENT_ID ? parentId : value));
  const parameters = precondition ? [...values, ...parametersOf(precondition, query, values.length)] : values;
  const { insertId, numAffectedRows } = await db.executeQuery({ ...query, parameters });
  return numAffectedRows === 0n ? undefined : Number(insertId);
}

/** The parameters of a precondition, which stand behind the values of the row. */
const parametersOf = ({ number }: Precondition, query: CompiledQuery, values: number): readonly unknown[] =>
  filled({ ...query, parameters: query.parameters.slice(values) }, { number, now: new Date() }).parameters;

/** Writes a statement without the values of the row, which each use brings: it has the slots of the precondition alone. */
function statementFor(db: Db, { table }: NewRow, precondition: Precondition | undefined): CompiledQuery {
  const columns = table.insertable.map(({ name }) => sql.ref(name));
  const values = columns.map(() => null);
  const met = precondition?.rows(db).where('x.id', '=', slot('number')).select('x.id');
  const where = met ? sql`where exists ${met}` : sql``;
  return sql`insert into ${sql.table(table.name)} (${sql.join(columns)}) select ${sql.join(values)} ${where}`.compile(db);
}
