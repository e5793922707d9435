import { type RawBuilder, sql } from 'kysely';
import { NO_ID } from '../../shared/ids.ts';
import { fold } from '../../shared/text.ts';
import { slot } from '../slot.ts';
import { anyTable, type Dialect, FEW, type Keys, type Query, type SlotOfNumbers } from './dialect.ts';

/** The most keys that are listed one by one: the planner counts those, while it takes any array for ten keys. */
const FEW_KEYS = 8;

/** Keys as an array. A slot is in a sub-query, so that the planner does not look at its value and plan anew at each use. */
const inArray = (keys: Keys): RawBuilder<unknown[]> => {
  const type = sql.raw('type' in keys ? keys.type : 'bigint');
  return 'slot' in keys ? sql`(select ${slot(keys.slot, (keys as SlotOfNumbers).of)}::${type}[])::${type}[]` : sql`${keys}::bigint[]`;
};

/** Keys one by one, if they are few, with a slot for each. Slots that are left over hold `NO_ID`. */
function fewOf(keys: Keys): readonly unknown[] | undefined {
  if (!('slot' in keys)) return keys.length > 0 && keys.length <= FEW_KEYS ? keys : undefined;
  const { slot: name, of = (value: readonly number[]) => value, atMost = Number.POSITIVE_INFINITY } = keys as SlotOfNumbers;
  if (atMost > FEW_KEYS) return undefined;
  return Array.from({ length: atMost }, (_, index) => slot(name, (value) => of(value)[index] ?? NO_ID));
}

/** PostgreSQL: lists as arrays, bounds by lateral joins. */
export const postgresql: Dialect = {
  name: 'postgresql',
  isOneOf: (column, keys) => {
    const few = fewOf(keys);
    return few ? sql`${sql.ref(column)} in (${sql.join(few)})` : sql`${sql.ref(column)} = any(${inArray(keys)})`;
  },
  holdsOneOf: (column, strings) =>
    sql`(${sql.join(
      strings.map((string) => sql`${sql.ref(column)} @> ${JSON.stringify([string])}::jsonb`),
      sql` or `,
    )})`,
  // not by `like`: with a pattern of one or two characters PostgreSQL would read all of the search index
  contains: (column, text) => sql`strpos(${sql.ref(column)}, ${fold(text)}) > 0`,
  position: (text, sought) => sql`strpos(${text}, ${sought})`,
  // a database in another encoding than UTF-8 counts bytes, so it counts both
  endsWith: (text, sought) => sql`right(${text}, length(${sought}::text)) = ${sought}`,
  bytewise: (text) => sql`((${text}) collate "C")`,
  lower: (text) => sql`lower((${text}) collate "C")`,
  part: (texts, number) => sql`split_part(${texts}, chr(1), ${number}::int)`,
  // in floating point, which has room for milliseconds and is sooner divided
  unitsUntil: (column, unit) => sql`floor(extract(epoch from ${sql.ref(column)})::float8 / ${sql.lit(unit / 1000)})::bigint`,
  joined: (column) =>
    sql`coalesce((select string_agg(item, ' ' order by place) from jsonb_array_elements_text(${sql.ref(column)}) with ordinality as items(item, place)), '')`,
  hasItem: (_, column, items) => postgresql.holdsOneOf(`x.${column}`, items),
  find: async (db, table, text) => {
    const folded = fold(text);
    // the index knows letters and digits alone: for a text without three of them in a row all of it would be read
    if (!/[\p{L}\p{N}]{3}/u.test(folded)) return undefined;
    const pattern = `%${folded.replace(/[\\%_]/g, '\\$&')}%`;
    const found = sql`select id from ${sql.table(table)} where search_text like ${pattern} limit ${FEW + 1}`;
    const { rows } = await (found as RawBuilder<{ id: number }>).execute(db);
    return rows.length > FEW ? undefined : rows.map(({ id }) => id);
  },
  tuple: (columns) => sql`json_build_array(${sql.join(columns.map((column) => sql.ref(column)))})`,
  pairs: (query) => sql`(select coalesce(json_agg(json_build_array(key, value)), '[]')::text from ${query.as('pair')})`,
  // a lateral join reads the rows of one parent after those of another, each in their order
  childrenOfEach: (db, { parents, of, select, total }) => {
    const parent = sql.ref<number>('p.value');
    const each: Query = anyTable(db).selectFrom(sql`unnest(${inArray(parents)})`.as(sql`p(value)`));
    const counted = total ? each.crossJoinLateral(total(parent).as('t')).select('t.total') : each;
    return counted.crossJoinLateral(of(parent).select(select).as('x')).selectAll('x').select('p.value as parent');
  },
  nest: ({ outer, only, table, inner, bound }) =>
    (only ? outer.where(postgresql.isOneOf(only.column, only.numbers)) : outer).crossJoinLateral(
      (eb: { selectFrom(from: string): Query }) =>
        bound(inner(eb.selectFrom(`${table} as x`)))
          .selectAll('x')
          .as('x'),
    ),
  locksRows: true,
  locked: (query, strength, ...aliases) => {
    if (strength === 'update') return query.forUpdate(aliases);
    if (strength === 'no key update') return query.forNoKeyUpdate(aliases);
    return strength === 'share' ? query.forShare(aliases) : query.forKeyShare(aliases);
  },
  skipLocked: (rows) => rows.forUpdate().skipLocked(),
  // pg parses one value of JSON faster than every column of every row
  reading: (db, query) => sql`select coalesce(json_agg(x), '[]') as rows from (${query}) as x`.compile(db),
  rowsOf: ([result]) => (result as { rows: object[] }).rows,
};
