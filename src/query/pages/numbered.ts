import { type Expression, sql } from 'kysely';
import { type Context, tableFor } from '../context.ts';
import type { Conditions, Query } from '../dialect/dialect.ts';
import { read, readComposed } from '../read.ts';
import type { FilterContext } from '../rights.ts';
import { slot, type Values } from '../slot.ts';
import type { Row } from '../tables.ts';
import { type Order, sorted } from './order.ts';
import { type Bounds, type Listing, queryOf } from './page.ts';

/** How far one may page by numbers, in rows: all that is skipped is read. */
export const DEEPEST = 100_000;

/** A list whose pages are asked for by number, and not beyond `DEEPEST`. */
export interface NumberedListing<Entity extends object> extends Pick<Listing<Entity>, 'entity' | 'rights' | 'filter' | 'values'> {
  /** Tells all that its statements depend on, which then are kept; undefined where whoever asks has composed them. */
  readonly name: string | undefined;
  /** Sorts the rows of the list, and reads no more than the limit of the bounds. */
  readonly arranged: (bounds: Bounds, context: FilterContext) => Query;
}

/**
 * A list in an order of its own columns.
 * @param listing without a filter, all that the viewer may read
 */
export function inOrder<Entity extends object>(
  listing: Omit<NumberedListing<Entity>, 'filter' | 'arranged'> & Partial<Pick<NumberedListing<Entity>, 'filter'>>,
  order: Order,
): NumberedListing<Entity> {
  const whole = { filter: (rows: Query) => rows, ...listing };
  return { ...whole, arranged: ({ limit }, context) => sorted(queryOf(context, whole), order, false).limit(limit) };
}

/** Which part of a list: how many to skip, and how many to have at most. */
export interface Part {
  readonly offset: number;
  readonly size: number;
}

/** The page sizes that have a statement of their own; see `page`. */
const USUAL_SIZES: readonly number[] = [1, 10, 25, 50, 100, 200];

/** Reads a part of a list, and how many rows the whole list has; where the part shows that, it is not counted. */
export async function numberedPage<Entity extends object>(
  context: Context,
  listing: NumberedListing<Entity>,
  { offset, size }: Part,
): Promise<{ rows: (Row<Entity> & object)[]; total: number }> {
  const table = tableFor(context, listing.entity);
  const isUsual = USUAL_SIZES.includes(size);
  const limit: Expression<number> = isUsual ? sql.lit(size) : slot<number>('size');
  const values = { ...listing.values, size, offset, end: offset + size };
  const found = await readAs<object>(
    context,
    listing.name && `numbered ${isUsual ? size : ''} ${offset > 0} ${listing.name}`,
    values,
    (context) => {
      if (offset === 0) return listing.arranged(bounded(limit), context).select(table.select('x'));
      const rows = listing.arranged(bounded(slot<number>('end')), context);
      return rows.limit(limit).offset(slot<number>('offset')).select(table.select('x'));
    },
  );
  const rows = found.map((raw) => table.row(raw) as Row<Entity> & object);
  const isLast = rows.length < size && (rows.length > 0 || offset === 0);
  return { rows, total: isLast ? offset + rows.length : await countOf(context, listing) };
}

const bounded = (limit: Expression<number>): Bounds => ({ after: undefined, before: undefined, reversed: false, limit });

async function countOf<Entity extends object>(context: Context, listing: NumberedListing<Entity>): Promise<number> {
  const [counted] = await readAs<{ total: number }>(context, listing.name && `count ${listing.name}`, listing.values ?? {}, (context) =>
    queryOf(context, listing).select((eb: Conditions) => eb.fn.countAll().as('total')),
  );
  return Number(counted?.total ?? 0);
}

const readAs = <Raw extends object>(
  context: Context,
  name: string | undefined,
  values: Values,
  build: (context: FilterContext) => Query,
) => (name === undefined ? readComposed<Raw>(context, build(context), values) : read<Raw>(context, name, values, build));
