import type { EntityClass } from '@mikro-orm/core';
import { type Context, tableFor } from '../context.ts';
import type { Conditions, Parent, Query } from '../dialect.ts';
import { loader } from '../loader.ts';
import type { Row } from '../tables.ts';
import { type PageArguments, type Window, windowOf } from './arguments.ts';
import { fingerprintOf, fromCursor, toCursor } from './cursor.ts';
import { arrange, type Order, type Position, sorted } from './order.ts';

/** One page of a list: the value behind every `…Connection` type. What nobody selects is not computed. */
export class Page<Node extends object> {
  readonly #list: Pick<Listing<object>, 'identity' | 'order'>;
  readonly #count: () => Promise<number>;
  #fingerprint: string | undefined;
  #extra: (node: Node) => object = () => ({});

  constructor(
    readonly nodes: Node[],
    readonly hasNextPage: boolean,
    readonly hasPreviousPage: boolean,
    list: Pick<Listing<object>, 'identity' | 'order'>,
    count: () => Promise<number>,
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

  /** Counts the whole list, page or not. */
  get totalCount(): Promise<number> {
    return this.#count();
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
  readonly identity: readonly unknown[];
  readonly order: Order;
  /** Starts a query of all rows of the list, from `… as x`, with nothing selected. */
  readonly rows: () => Query;
  /** Puts `rows` into order and bounds, where an order spans two tables and needs more than `arrange`. */
  readonly arranged?: (bounds: Bounds, limit: number) => Query;
}

/** The part of a list that a page is cut from. */
export interface Bounds {
  readonly after: Position | undefined;
  readonly before: Position | undefined;
  readonly reversed: boolean;
}

/** One page of rows of an entity. */
export type RowPage<Entity> = Page<Row<Entity> & object>;

function cut({ identity, order }: Listing<object>, { after, before, fromEnd }: Window): Bounds {
  const position = (argument: string, cursor: string | undefined) =>
    cursor === undefined ? undefined : fromCursor(argument, cursor, fingerprintOf(identity, order), order);
  return { after: position('after', after), before: position('before', before), reversed: fromEnd };
}

/** The columns of a listing's rows: what the operation reads, and the keys that cursors are made of. */
function columnsOf(context: Context, listing: Listing<object>): never[] {
  const keys = keysBeside(context, listing);
  return [...tableFor(context, listing.entity).select('x'), ...keys.map(({ column, property }) => `${column} as ${property}` as never)];
}

/** The keys of a listing's order that the operation itself does not read. */
function keysBeside(context: Context, { entity, order }: Listing<object>) {
  const table = tableFor(context, entity);
  return order.keys.filter(({ column, property }) => column.startsWith('x.') && !table.has(property));
}

function pageOf<Entity extends object>(
  context: Context,
  listing: Listing<Entity>,
  window: Window,
  found: object[],
  count: () => Promise<number>,
): RowPage<Entity> {
  const table = tableFor(context, listing.entity);
  const more = found.length > window.size;
  const nodes = found.slice(0, window.size).map((row) => table.row(row));
  // a cursor is the same, whatever else is selected
  for (const { property } of keysBeside(context, listing)) context.store.table(listing.entity).decode(property, nodes);
  if (window.fromEnd) nodes.reverse();
  return new Page(
    nodes as (Row<Entity> & object)[],
    window.fromEnd ? window.before !== undefined : more,
    window.fromEnd ? more : window.after !== undefined,
    listing,
    count,
  );
}

/** Reads one page of a list, and counts the list if `totalCount` is asked for. */
export async function page<Entity extends object>(
  context: Context,
  listing: Listing<Entity>,
  args: PageArguments,
): Promise<RowPage<Entity>> {
  const window = windowOf(args);
  const bounds = cut(listing, window);
  const limit = window.size + 1;
  const query = listing.arranged?.(bounds, limit) ?? arrange(listing.rows(), listing.order, bounds).limit(limit);
  const found = await query.select(columnsOf(context, listing)).execute();
  return pageOf(context, listing, window, found, async () => {
    const { total } = await listing.rows().select(countAll).executeTakeFirstOrThrow();
    return Number(total);
  });
}

/**
 * The loader of the same page of a list for many parents: one statement for the rows of all of them, and one more
 * for their counts if `totalCount` is asked for.
 * @param parent the column, with its alias, that holds the number of the parent
 */
export function pageOfEach<Entity extends object>(context: Context, listing: Listing<Entity>, parent: string, args: PageArguments) {
  const list = JSON.stringify([listing.identity, listing.order.name]);
  const name = `${list} ${JSON.stringify(args)}`;
  const known = context.loaders.get(name);
  // asked for once for each parent
  return (
    (known as ReturnType<typeof pageLoader<Entity>> | undefined) ?? pageLoader(context, listing, parent, windowOf(args), { list, name })
  );
}

function pageLoader<Entity extends object>(
  context: Context,
  listing: Listing<Entity>,
  parent: string,
  window: Window,
  { list, name }: { list: string; name: string },
) {
  const { dialect } = context.store;
  const bounds = cut(listing, window);
  const sizes = loader(context, `sizes ${list}`, async (parents: readonly number[]) => {
    const counted = await listing
      .rows()
      .where(dialect.isOneOf(parent, parents))
      .groupBy(parent)
      .select([`${parent} as parent`, countAll])
      .execute();
    return new Map(counted.map((row) => [row.parent as number, Number(row.total)]));
  });
  return loader(context, name, async (parents: readonly number[]) => {
    const children = (number: Parent) => arrange(listing.rows().where(parent, '=', number), listing.order, bounds).limit(window.size + 1);
    const query = dialect.childrenOfEach(context.db, parents, children, columnsOf(context, listing));
    const groups = new Map<number, object[]>(parents.map((number) => [number, []]));
    for (const row of await sorted(query, listing.order, bounds.reversed).execute()) groups.get(row.parent as number)?.push(row);
    const sizeOf = async (number: number) => (await sizes.load(number)) ?? 0;
    return new Map([...groups].map(([number, found]) => [number, pageOf(context, listing, window, found, () => sizeOf(number))]));
  });
}

const countAll = (eb: Conditions) => eb.fn.countAll().as('total');
