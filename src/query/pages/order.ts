import { type ExpressionWrapper, expressionBuilder, type OperandExpression, type RawBuilder, type SqlBool } from 'kysely';
import type { Query } from '../dialect/dialect.ts';
import { slot, type Values } from '../slot.ts';

/** One key of an order. */
export interface OrderKey {
  /** Column, with its alias, such as `x.name_key`. */
  readonly column: string;
  /** Property of the row that holds its value. */
  readonly property: string;
  /** What it holds; a `number` is that of an object, and may be larger than an `integer`. */
  readonly kind: 'text' | 'integer' | 'number' | 'time';
  readonly nullable?: boolean;
}

/** A total order of rows: the last key is unique. Nulls come before everything else. */
export interface Order {
  /** Tells it from other orders of the same list. */
  readonly name: string;
  readonly keys: readonly OrderKey[];
  readonly descending?: boolean;
}

/** The order of what only ever grows. */
export const NEWEST_FIRST: Order = {
  name: 'newest',
  keys: [{ column: 'x.id', property: 'databaseId', kind: 'number' }],
  descending: true,
};

/** The values of an order's keys in one row: where that row stands. */
export type Position = readonly unknown[];

/** A position in a query: a slot for each of its values. Nulls are known, because they are compared in another way. */
export type Place = readonly (RawBuilder<never> | null)[];

/** The place of a position in a query. @param name tells it from other places there */
export const placeOf = (name: string, position: Position): Place =>
  position.map((value, index) => (value === null ? null : slot(`${name} ${index}`)));

/** The values of the slots of a place. */
export const valuesOf = (name: string, position: Position): Values =>
  Object.fromEntries(position.map((value, index) => [`${name} ${index}`, value]));

// biome-ignore lint/suspicious/noExplicitAny: the tables are those of whatever query the condition is used in
const eb = expressionBuilder<any, any>();

function beyond({ column, nullable }: OrderKey, value: Place[number], down: boolean): OperandExpression<SqlBool> | undefined {
  if (value === null) return down ? undefined : eb(column, 'is not', null);
  const condition = eb(column, down ? '<' : '>', value);
  return down && nullable ? eb.or([condition, eb(column, 'is', null)]) : condition;
}

const same = ({ column }: OrderKey, value: Place[number]): OperandExpression<SqlBool> =>
  value === null ? eb(column, 'is', null) : eb(column, '=', value);

/**
 * The rows that come behind a place: keyset pagination, whose cost does not depend on how far one has paged.
 * @param down whether rows are walked from the greatest to the least
 */
function behind(keys: readonly OrderKey[], place: Place, down: boolean): OperandExpression<SqlBool> {
  const [key, ...rest] = keys as [OrderKey, ...OrderKey[]];
  const [value, ...values] = place as [Place[number], ...Place];
  const strictly = beyond(key, value, down);
  if (rest.length === 0) return strictly ?? eb.lit(false);
  const tied = eb.and([same(key, value), behind(rest, values, down)]);
  if (!strictly) return tied;
  const either = eb.or([strictly, tied]);
  // said twice, so that the first key can be sought in an index
  return value === null || (down && key.nullable) ? either : eb.and([eb(key.column, down ? '<=' : '>=', value), either]);
}

/** Orders a query and restricts it to what lies between two places. */
export function arrange(
  query: Query,
  order: Order,
  { after, before, reversed }: { after: Place | undefined; before: Place | undefined; reversed: boolean },
): Query {
  const down = Boolean(order.descending);
  let arranged = query;
  if (after) arranged = arranged.where(behind(order.keys, after, down) as ExpressionWrapper<never, never, SqlBool>);
  if (before) arranged = arranged.where(behind(order.keys, before, !down) as ExpressionWrapper<never, never, SqlBool>);
  return sorted(arranged, order, reversed);
}

/** Sorts a query by an order, or by its reverse. */
export function sorted(query: Query, order: Order, reversed: boolean): Query {
  const descending = Boolean(order.descending) !== reversed;
  return order.keys.reduce(
    (ordered, { column, nullable }) =>
      ordered.orderBy(column, (ob) => {
        const directed = descending ? ob.desc() : ob.asc();
        if (!nullable) return directed;
        return descending ? directed.nullsLast() : directed.nullsFirst();
      }),
    query,
  );
}
