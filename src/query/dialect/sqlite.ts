import { type RawBuilder, sql } from 'kysely';
import { charactersOf, fold } from '../../shared/text.ts';
import { slot } from '../slot.ts';
import { anyTable, type Dialect, FEW, type Keys, type SlotOfNumbers } from './dialect.ts';

const inJson = (keys: Keys): RawBuilder<string> => {
  if (!('slot' in keys)) return sql`${JSON.stringify(keys)}`;
  const { slot: name, of } = keys as SlotOfNumbers;
  return slot(name, of ? (value) => JSON.stringify(of(value)) : JSON.stringify);
};

/** Characters of the pieces that the search indexes hold. */
const TRIGRAM = 3;

/** SQLite: lists as JSON, bounds by a correlated list of keys, nested loops in the order they are written. */
export const sqlite: Dialect = {
  name: 'sqlite',
  isOneOf: (column, keys) => sql`${sql.ref(column)} in (select value from json_each(${inJson(keys)}))`,
  holdsOneOf: (column, strings) =>
    sql`exists (select 1 from json_each(${sql.ref(column)}) where value in (select value from json_each(${JSON.stringify(strings)})))`,
  contains: (column, text) => sql`instr(${sql.ref(column)}, ${fold(text)}) > 0`,
  position: (text, sought) => sql`instr(${text}, ${sought})`,
  endsWith: (text, sought) => sql`substr(${text}, -length(${sought})) = ${sought}`,
  bytewise: (text) => sql`${text}`,
  lower: (text) => sql`lower(${text})`,
  part: (texts, number) => {
    let rest = sql<string>`(${texts})`;
    for (let skipped = 1; skipped < number; skipped++) rest = sql`substr(${rest}, instr(${rest}, char(1)) + 1)`;
    return sql`substr(${rest}, 1, instr(${rest}, char(1)) - 1)`;
  },
  unitsUntil: (column, unit) => sql`${sql.ref(column)} / ${sql.lit(unit)}`,
  joined: (column) => sql`coalesce((select group_concat(value, ' ' order by key) from json_each(${sql.ref(column)})), '')`,
  hasItem: (table, column, items) =>
    sql`x.id in (select owner_id from ${sql.table(`${table}_${column}`)} where item in (${sql.join([...items])}))`,
  find: async (db, table, text) => {
    const folded = fold(text);
    if (charactersOf(folded) < TRIGRAM) return undefined;
    const phrase = `"${folded.replaceAll('"', '""')}"`;
    const { rows } = await sql<{ rowid: number }>`
      select rowid from ${sql.table(`${table}_search`)} where search_text match ${phrase} limit ${FEW + 1}`.execute(db);
    return rows.length > FEW ? undefined : rows.map(({ rowid }) => rowid);
  },
  tuple: (columns) => sql`json_array(${sql.join(columns.map((column) => sql.ref(column)))})`,
  pairs: (query) => sql`(select json_group_array(json_array(key, value)) from ${query.as('pair')})`,
  childrenOfEach: (db, { table, parents, of, select, sort }) => {
    const parent = sql.ref<number>('p.value');
    const rows = anyTable(db)
      .selectFrom(sql`json_each(${inJson(parents)})`.as('p'))
      .crossJoin(`${table} as x`)
      .where('x.id', 'in', of(parent).select('x.id'))
      .select(select)
      .select('p.value as parent');
    return sort(rows);
  },
  // SQLite keeps the order of a CROSS JOIN, and knows that nested loops over indexes come out sorted
  nest: ({ outer, only, table, inner }) => {
    const joined = inner(outer.crossJoin(`${table} as x`));
    // the plus keeps the planner from seeking by number, which would lose the order
    return only ? joined.where(sql<boolean>`+${sql.ref(only.column)} in (select value from json_each(${inJson(only.numbers)}))`) : joined;
  },
  locksRows: false,
  locked: (query) => query,
  skipLocked: (rows) => rows,
  reading: (_, query) => query.compile(),
  rowsOf: (rows) => rows as object[],
};
