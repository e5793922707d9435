import type { EntityClass } from '@mikro-orm/core';
import { type Expression, sql } from 'kysely';
import { type Context, tableFor } from '../context.ts';
import { anyTable, type Conditions, type Parent, type Query } from '../dialect/dialect.ts';
import { loader } from '../loader.ts';
import { read } from '../read.ts';
import type { FilterContext, Restriction } from '../rights.ts';
import { slot, type Values } from '../slot.ts';
import type { Row } from '../tables.ts';
import { DEFAULT_PAGE_SIZE, MAXIMUM_PAGE_SIZE, type PageArguments, type Window, windowOf } from './arguments.ts';
import { fingerprintOf, fromCursor, toCursor } from './cursor.ts';
import { arrange, type Order, type Place, placeOf, sorted, valuesOf } from './order.ts';

/** One page of a list: the value behind every `…Connection` type. What nobody selects is not computed. */
export class Page<Node extends object> {
  readonly #list: Pick<Listing<object>, 'identity' | 'order'>;
  readonly #count: () => number | Promise<number>;
  #fingerprint: string | undefined;
  #extra: (node: Node) => object = () => ({});
  #total: number | Promise<number> | undefined;

  constructor(
    readonly nodes: Node[],
    readonly hasNextPage: boolean,
    readonly hasPreviousPage: boolean,
    list: Pick<Listing<object>, 'identity' | 'order'>,
    count: () => number | Promise<number>,
  ) {
    this.#list = list;
    this.#count = count;
  }

  get edges(): { node: Node; cursor: string }[] {
    return this.nodes.map((node) => ({ ...this.#extra(node), node, cursor: this.#cursor(node) }));
  }

  /** Gives every edge further fields. */
  withEdges(extra: (node: Node) => object): this {
    this.#extra = extra;
    return this;
  }

  get pageInfo() {
    const [start, end] = [this.nodes[0], this.nodes.at(-1)];
    return {
      hasNextPage: this.hasNextPage,
      hasPreviousPage: this.hasPreviousPage,
      startCursor: start ? this.#cursor(start) : null,
      endCursor: end ? this.#cursor(end) : null,
    };
  }

  /** How many the whole list has; counted once, and only if the page is not all of it. */
  get totalCount(): number | Promise<number> {
    this.#total ??= this.#count();
    return this.#total;
  }

  #cursor(node: Node): string {
    this.#fingerprint ??= fingerprintOf(this.#list.identity, this.#list.order);
    return toCursor(this.#fingerprint, this.#list.order, node);
  }
}

/** What is listed: where from, who may see what, filtered and in which order. */
export interface Listing<Entity extends object> {
  readonly entity: EntityClass<Entity>;
  /** Names the list with its filter; cursors are bound to it. */
  readonly identity: readonly [name: string, filter?: object | string | null];
  readonly order: Order;
  /** Who may see what: the filter of a policy, or `unrestricted`. */
  readonly rights: Restriction;
  /** Restricts the rows `x` that the viewer may read to those of the list. What it depends on must be in `identity` or in a slot. */
  readonly filter: (rows: Query, context: FilterContext) => Query;
  /** Sorts and bounds the rows, if the order has keys of two tables; otherwise `arrange` does. */
  readonly arranged?: (bounds: Bounds, context: FilterContext) => Query;
  /** Values of slots in `filter`. */
  readonly values?: Values;
}

/** The part of a list that a page is cut from. */
export interface Bounds {
  readonly after: Place | undefined;
  readonly before: Place | undefined;
  readonly reversed: boolean;
  readonly limit: Expression<number>;
}

/** A query of all rows `x` of a list, with nothing selected. */
export const queryOf = <Entity extends object>(
  context: FilterContext,
  { entity, rights, filter }: Pick<Listing<Entity>, 'entity' | 'rights' | 'filter'>,
): Query => filter(rights(anyTable(context.db).selectFrom(`${context.store.table(entity).name} as x`), context), context);

/** One page of rows of an entity. */
export type RowPage<Entity> = Page<Row<Entity> & object>;

/**
 * The page sizes that most clients ask for. Each has a statement of its own with the limit in its text: PostgreSQL does not know
 * how small a limit in a parameter is, and plans the statement anew at every use. All other sizes share one statement.
 */
const USUAL_SIZES: readonly number[] = [10, 20, DEFAULT_PAGE_SIZE, 50, MAXIMUM_PAGE_SIZE];

/** The bounds of a page, the values of their slots, and the name of their form: queries with bounds of the same form have one text. */
function cut({ identity, order }: Listing<object>, window: Window): { bounds: Bounds; ends: Values; shape: string } {
  const at = (end: 'after' | 'before') => {
    const cursor = window[end];
    const position = cursor === undefined ? undefined : fromCursor(end, cursor, fingerprintOf(identity, order), order);
    if (!position) return { place: undefined, values: undefined, shape: '' };
    return { place: placeOf(end, position), values: valuesOf(end, position), shape: position.map((value) => value === null) };
  };
  const [after, before] = [at('after'), at('before')];
  // one row more than asked says whether there is a next page
  const limit = window.size + 1;
  const isUsual = USUAL_SIZES.includes(window.size);
  return {
    bounds: {
      after: after.place,
      before: before.place,
      reversed: window.fromEnd,
      limit: isUsual ? sql.lit(limit) : slot<number>('limit'),
    },
    ends: { ...after.values, ...before.values, limit },
    shape: `${isUsual ? limit : 'any'} ${window.fromEnd} ${after.shape} ${before.shape}`,
  };
}

/** Names a list, whichever its page. It is called for each object that has such a list, so it must be cheap. */
function nameOf({ identity: [name, filter], order, values }: Listing<object>): string {
  const isFiltered = typeof filter === 'object' ? filter && Object.values(filter).some((value) => value != null) : filter != null;
  return `${name} ${order.name} ${isFiltered ? JSON.stringify(filter) : ''} ${values ? Object.keys(values) : ''}`;
}

/** How the rows of a listing are read: the columns that the operation reads, and the keys that cursors are made of. */
function readerOf<Entity extends object>(context: Context, listing: Listing<Entity>, { size, fromEnd, after, before }: Window) {
  const table = tableFor(context, listing.entity);
  const whole = context.store.table(listing.entity);
  const keys = listing.order.keys.filter(({ column, property }) => column.startsWith('x.') && !table.has(property));
  return {
    select: [...table.select('x'), ...keys.map(({ column, property }) => sql.ref(column).as(property))],
    /** Makes a page of what was found. */
    page(found: object[], count: () => Promise<number>): RowPage<Entity> {
      const more = found.length > size;
      const nodes = (more ? found.slice(0, size) : found) as (Row<Entity> & object)[];
      for (const node of nodes) table.row(node);
      // cursors are made of the same values, whether these are selected or not
      for (const { property } of keys) whole.decode(property, nodes);
      if (fromEnd) nodes.reverse();
      const isWhole = !more && after === undefined && before === undefined;
      const total = isWhole ? () => nodes.length : count;
      return new Page(nodes, fromEnd ? before !== undefined : more, fromEnd ? more : after !== undefined, listing, total);
    },
  };
}

/** Reads one page of a list, and counts the list if `totalCount` is asked for and the page is not all of it. */
export async function page<Entity extends object>(
  context: Context,
  listing: Listing<Entity>,
  args: PageArguments,
): Promise<RowPage<Entity>> {
  const window = windowOf(args);
  const { bounds, ends, shape } = cut(listing, window);
  const reader = readerOf(context, listing, window);
  const { values = {} } = listing;
  const list = nameOf(listing);
  const arranged = (context: FilterContext) =>
    listing.arranged?.(bounds, context) ?? arrange(queryOf(context, listing), listing.order, bounds).limit(bounds.limit);
  const found = await read(context, `page ${list} ${shape}`, { ...values, ...ends }, (context) => arranged(context).select(reader.select));
  return reader.page(found, async () => {
    const build = (context: FilterContext) => queryOf(context, listing).select(countAll);
    const [counted] = await read<{ total: number }>(context, `count ${list}`, values, build);
    return Number(counted?.total);
  });
}

/**
 * The loader of the same page of a list for many parents: one statement for the rows of all of them, and one more
 * for the counts of those lists that do not fit on it, if `totalCount` is asked for.
 * @param parent the column, with its alias, that holds the number of the parent
 */
export function pageOfEach<Entity extends object>(context: Context, listing: Listing<Entity>, parent: string, args: PageArguments) {
  const { first, last, after, before } = args;
  const list = `${nameOf(listing)} of ${parent}`;
  const name = `${list} ${first} ${last} ${after == null && before == null ? '' : JSON.stringify([after, before])}`;
  const known = context.loaders.get(name) as ReturnType<typeof pageLoader<Entity>> | undefined;
  return known ?? pageLoader(context, listing, parent, windowOf(args), { list, name });
}

function pageLoader<Entity extends object>(
  context: Context,
  listing: Listing<Entity>,
  parent: string,
  window: Window,
  { list, name }: { list: string; name: string },
) {
  const parents = { slot: 'parents' };
  const { bounds, ends, shape } = cut(listing, window);
  const reader = readerOf(context, listing, window);
  const sizes = loader(context, `sizes ${list}`, async (numbers: readonly number[]) => {
    const build = (context: FilterContext) =>
      queryOf(context, listing)
        .where(context.store.dialect.isOneOf(parent, parents))
        .groupBy(parent)
        .select([`${parent} as parent`, countAll]);
    const slots = { ...listing.values, parents: numbers };
    const counted = await read<{ parent: number; total: number }>(context, `sizes ${list}`, slots, build);
    return new Map(counted.map((row) => [row.parent, Number(row.total)]));
  });
  const isCounted = context.selection?.get(`${listing.entity.name}Connection`)?.has('totalCount');
  return loader(context, name, async (numbers: readonly number[]) => {
    const build = (context: FilterContext) => {
      const ofOne = (number: Parent) => queryOf(context, listing).where(parent, '=', number);
      return context.store.dialect.childrenOfEach(context.db, {
        table: context.store.table(listing.entity).name,
        parents,
        of: (number) => arrange(ofOne(number), listing.order, bounds).limit(bounds.limit),
        select: reader.select,
        sort: (rows) => sorted(rows, listing.order, bounds.reversed),
        total: isCounted ? (number) => ofOne(number).select(countAll) : undefined,
      });
    };
    const slots = { ...listing.values, ...ends, parents: numbers };
    const found = await read<{ parent: number; total?: number }>(context, `pages ${list} ${shape}`, slots, build);
    const groups = new Map<number, typeof found>(numbers.map((number) => [number, []]));
    for (const row of found) groups.get(row.parent)?.push(row);
    const sizeOf = async (number: number, [row]: typeof found) => row?.total ?? (await sizes.load(number)) ?? 0;
    return new Map([...groups].map(([number, rows]) => [number, reader.page(rows, () => sizeOf(number, rows))]));
  });
}

const countAll = (eb: Conditions) => eb.fn.countAll().as('total');
