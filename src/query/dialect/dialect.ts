import type { AliasedRawBuilder, CompiledQuery, Expression, ExpressionBuilder, Kysely, RawBuilder, SelectQueryBuilder } from 'kysely';
import type { Db } from '../tables.ts';

/** A query under construction, whatever its tables: the layers that add rights, filters, order and bounds share it. */
// biome-ignore lint/suspicious/noExplicitAny: Kysely's builders are invariant in the tables that they select from
export type Query = SelectQueryBuilder<any, any, any>;

/** The query layer for tables whose names are computed, and for expressions in place of tables. */
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

/** Numbers that each use of a query brings. */
export interface SlotOfNumbers {
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

/** Everything that the databases say differently in queries. How they insert, `src/mutation/dialect/` says. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgresql';
  /** Whether a column is one of the keys: one statement text, however many there are. */
  isOneOf(column: string, keys: Keys): RawBuilder<boolean>;
  /** Whether a JSON column holds one of the strings. */
  holdsOneOf(column: string, strings: readonly string[]): RawBuilder<boolean>;
  /** Whether a column of folded text contains the text, literally and whatever its case; asks no index. */
  contains(column: string, text: string): RawBuilder<boolean>;
  /** Where a text begins in another, counted from 1; 0 if it is not there. */
  position(text: Expression<string>, sought: string | Expression<string>): RawBuilder<number>;
  /** Whether a text ends with another, which is not empty. */
  endsWith(text: Expression<string>, sought: string): RawBuilder<boolean>;
  /** A text, compared and ordered by its code points. */
  bytewise(text: Expression<string>): RawBuilder<string>;
  /** A text with the letters of ASCII in small. */
  lower(text: Expression<string>): RawBuilder<string>;
  /** One of the texts, counted from 1, that `searchable` has joined and that is not the last. */
  part(texts: Expression<string>, number: number): RawBuilder<string>;
  /** How many whole units of so many milliseconds have passed from 1970 to the time in a column. */
  unitsUntil(column: string, unit: number): RawBuilder<number>;
  /** The strings of a JSON column, joined by spaces. */
  joined(column: string): RawBuilder<string>;
  /** The rows `x` of a table whose JSON column holds one of the strings, for columns that have an index of what they hold. */
  hasItem(table: string, column: string, items: readonly string[]): RawBuilder<boolean>;
  /**
   * The numbers of all rows of a table whose `search_text` contains the text, found by the search index; undefined if they are
   * many, or if the text is too short for the index: then a page is found sooner by reading the list in its order. How long this
   * takes tells how many rows there are, so it is only for viewers who may read all of them.
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
  /** Locks the rows that no other transaction has locked, and leaves out the rest; SQLite has one writer anyway. */
  skipLocked(rows: Query): Query;
  /** Compiles a query in the form in which its rows come with the least work. */
  reading(db: Db, query: Query): CompiledQuery;
  /** The rows in the result of such a query. */
  rowsOf(result: readonly object[]): object[];
}

/** How many rows are sooner sorted than a list is walked for them. */
export const FEW = 1_000;
