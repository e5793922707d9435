import {
  type AliasedRawBuilder,
  type CompiledQuery,
  type Expression,
  type ExpressionBuilder,
  type Kysely,
  type RawBuilder,
  type SelectQueryBuilder,
  sql,
} from 'kysely';
import { NOTHING } from './ids.ts';
import { slot } from './slot.ts';
import type { Db } from './tables.ts';
import { charactersOf, fold } from './text.ts';

/** A query under construction, whatever its tables: the layers that add rights, filters, order and bounds share it. */
// biome-ignore lint/suspicious/noExplicitAny: Kysely's builders are invariant in the tables that they select from
export type Query = SelectQueryBuilder<any, any, any>;

/** The query layer for tables whose names are computed, and for expressions that are none. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export const anyTable = (db: Db): Kysely<any> => db;

/** What a table selects, under the names of properties. */
export type Selected = AliasedRawBuilder<unknown, string>;

/** Builds conditions for any such query. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export type Conditions = ExpressionBuilder<any, any>;

/** The number of a parent, inside a query of its children. */
export type Parent = Expression<number>;

/** Numbers for a condition: known when it is written, or in a slot of this name. */
export type Numbers = readonly number[] | SlotOfNumbers;

interface SlotOfNumbers {
  readonly slot: string;
  /** Finds them in the value of the slot, if they are not all of it. */
  readonly of?: (value: never) => readonly number[];
  /** How many there are, if it is known that they are few. */
  readonly atMost?: number | undefined;
}

/** What rows are found by: numbers, or texts in a slot. */
export type Keys = Numbers | { readonly slot: string; readonly type: 'text' };

/** A walk through the rows of one table inside those of another. */
export interface NestedWalk {
  readonly outer: Query;
  /** The outer rows to keep, if not all. */
  readonly only: { readonly column: string; readonly numbers: Numbers } | undefined;
  readonly table: string;
  /** Restricts the inner rows `x`; may refer to the outer ones. */
  readonly inner: (query: Query) => Query;
  /** Order and limit of the inner rows of one outer row. */
  readonly bound: (query: Query) => Query;
}

/** Children of many parents; the rows of each come in their order, with the number of their `parent`. */
export interface Children {
  readonly table: string;
  readonly parents: Numbers;
  /** Those of one parent, from `… as x`, with order and limit but nothing selected. */
  readonly of: (parent: Parent) => Query;
  readonly select: readonly Selected[];
  /** Puts rows `x` into that order. */
  readonly sort: (rows: Query) => Query;
  /** How many one parent has, as `total`, with which rows may come. */
  readonly total: ((parent: Parent) => Query) | undefined;
}

/** Everything that the databases say differently. Nothing else asks which one it is. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgresql';
  /** Whether a column is one of the keys: one statement text, however many there are. */
  isOneOf(column: string, keys: Keys): RawBuilder<boolean>;
  /** Whether a JSON column holds one of the strings. */
  holdsOneOf(column: string, strings: readonly string[]): RawBuilder<boolean>;
  /** Whether a column of folded text contains the text, literally and whatever its case; asks no index. */
  contains(column: string, text: string): RawBuilder<boolean>;
  /** The rows `x` of a table whose JSON column holds a string, for columns that have an index of what they hold. */
  hasItem(table: string, column: string, item: string): RawBuilder<boolean>;
  /**
   * The numbers of all rows of a table whose `search_text` contains the text, if the search index finds them and they
   * are few. Where they are many, or the text is shorter than what is indexed, walking the list finds a page sooner.
   * How long it takes tells how many there are, and so it is only for those who may read all of them.
   */
  find(db: Db, table: string, text: string): Promise<number[] | undefined>;
  /** Columns of one row as a JSON array: a sub-query of it costs far less than a join of a single row. */
  tuple(columns: readonly string[]): RawBuilder<unknown>;
  /** All rows of a sub-query of two columns, `key` and `value`, as one JSON array of pairs. */
  pairs(query: Query): RawBuilder<string>;
  /** The children of each of many parents, in one statement that reads no more of each than its own bound. */
  childrenOfEach(db: Db, children: Children): Query;
  /** A join that walks `outer` in its order and, for each of its rows, the table in its order, and so can stop early. */
  nest(walk: NestedWalk): Query;
  /** Whether rows are locked; else a transaction that writes has the database for itself. */
  readonly locksRows: boolean;
  /** Locks the rows that a query in a transaction finds until the end of that, those of the aliases. */
  locked(query: Query, strength: 'update' | 'no key update' | 'share' | 'key share', ...aliases: string[]): Query;
  /** Whether one statement can insert into several tables; by itself it needs no transaction around it. */
  readonly insertsTogether: boolean;
  /** Leaves out the rows that another transaction is changing, and keeps others from the rest; SQLite has one writer anyway. */
  idle(rows: Query): Query;
  /** Compiles a query in the form in which its rows come with the least work. */
  reading(db: Db, query: Query): CompiledQuery;
  /** The rows in the result of such a query. */
  rowsOf(result: readonly object[]): object[];
}

const inJson = (keys: Keys): RawBuilder<string> => {
  if (!('slot' in keys)) return sql`${JSON.stringify(keys)}`;
  const { slot: name, of } = keys as SlotOfNumbers;
  return slot(name, of ? (value) => JSON.stringify(of(value)) : JSON.stringify);
};
/** The most keys that stand side by side: a plan for any keys is then one for as many, where that of an array is for ten. */
const FEW_KEYS = 8;

/** An array. The sub-query keeps the planner from looking at what is in a slot, and so from planning anew at each use. */
const inArray = (keys: Keys): RawBuilder<unknown[]> => {
  const type = sql.raw('type' in keys ? keys.type : 'bigint');
  return 'slot' in keys ? sql`(select ${slot(keys.slot, (keys as SlotOfNumbers).of)}::${type}[])::${type}[]` : sql`${keys}::bigint[]`;
};

/** Keys side by side, if they are few; a slot for each, which the last of them may leave empty. */
function fewOf(keys: Keys): readonly unknown[] | undefined {
  if (!('slot' in keys)) return keys.length > 0 && keys.length <= FEW_KEYS ? keys : undefined;
  const { slot: name, of = (value: readonly number[]) => value, atMost = Number.POSITIVE_INFINITY } = keys as SlotOfNumbers;
  if (atMost > FEW_KEYS) return undefined;
  return Array.from({ length: atMost }, (_, index) => slot(name, (value) => of(value)[index] ?? NOTHING));
}

/** Characters of the pieces that the search indexes hold. */
const TRIGRAM = 3;
/** How many rows are sooner sorted than a list is walked for them. */
const FEW = 1_000;

/** SQLite: lists as JSON, bounds by a correlated list of keys, nested loops in the order they are written. */
export const sqlite: Dialect = {
  name: 'sqlite',
  isOneOf: (column, keys) => sql`${sql.ref(column)} in (select value from json_each(${inJson(keys)}))`,
  holdsOneOf: (column, strings) =>
    sql`exists (select 1 from json_each(${sql.ref(column)}) where value in (select value from json_each(${JSON.stringify(strings)})))`,
  contains: (column, text) => sql`instr(${sql.ref(column)}, ${fold(text)}) > 0`,
  hasItem: (table, column, item) => sql`x.id in (select owner_id from ${sql.table(`${table}_${column}`)} where item = ${item})`,
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
  insertsTogether: false,
  idle: (rows) => rows,
  reading: (_, query) => query.compile(),
  rowsOf: (rows) => rows as object[],
};

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
  // no pattern: for one of a character or two the search index would be read from end to end
  contains: (column, text) => sql`strpos(${sql.ref(column)}, ${fold(text)}) > 0`,
  hasItem: (_, column, item) => sql`${sql.ref(`x.${column}`)} @> ${JSON.stringify([item])}::jsonb`,
  find: async (db, table, text) => {
    const folded = fold(text);
    // the index is made of letters and digits alone: without three of them in a row all of it would be read
    if (!/[\p{L}\p{N}]{3}/u.test(folded)) return undefined;
    const pattern = `%${folded.replace(/[\\%_]/g, '\\$&')}%`;
    const found = sql`select id from ${sql.table(table)} where search_text like ${pattern} limit ${FEW + 1}`;
    const { rows } = await (found as RawBuilder<{ id: number }>).execute(db);
    return rows.length > FEW ? undefined : rows.map(({ id }) => id);
  },
  tuple: (columns) => sql`json_build_array(${sql.join(columns.map((column) => sql.ref(column)))})`,
  pairs: (query) => sql`(select coalesce(json_agg(json_build_array(key, value)), '[]')::text from ${query.as('pair')})`,
  // a lateral join goes from parent to parent, and so the rows of each come in their order
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
  insertsTogether: true,
  idle: (rows) => rows.forUpdate().skipLocked(),
  // one value to take apart, where pg would take apart every column of every row
  reading: (db, query) => sql`select coalesce(json_agg(x), '[]') as rows from (${query}) as x`.compile(db),
  rowsOf: ([result]) => (result as { rows: object[] }).rows,
};
