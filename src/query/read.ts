import type { CompiledQuery } from 'kysely';
import { LRUCache } from 'lru-cache';
import { ANONYMOUS } from '../shared/viewer.ts';
import type { Context } from './context.ts';
import type { Query } from './dialect/dialect.ts';
import { type FilterContext, keyOfRights } from './rights.ts';
import { type Composed, filled, type Values } from './slot.ts';

/** How many written queries are kept. */
const WRITTEN_QUERIES = 1_000;
/** The most characters of their names and texts together. */
const WRITTEN_CHARACTERS = 4_000_000;
/** The most characters of their names: filters come from outside, and stand in the queries too. */
const LONGEST_NAME = 2_000;

const written = new LRUCache<string, CompiledQuery>({
  max: WRITTEN_QUERIES,
  maxSize: WRITTEN_CHARACTERS,
  sizeCalculation: ({ sql }, key) => key.length + sql.length,
});

/** What `read` needs of a context. Without a viewer, a query is the same for everybody. */
export type Reading = Pick<Context, 'db' | 'store'> & Partial<Pick<Context, 'viewer' | 'selection'>>;

/**
 * Reads rows by a query that is written once for all requests with the same rights and selection that give it this name.
 * @param name tells all that the query depends on beside rights and selection
 * @param values of the slots; `now` and the `viewer` are always there
 * @param build writes the query, with a `slot` for whatever changes from use to use. It is given all of the context that the text may
 * depend on: the viewer's rights, but neither its number nor its organizations
 */
export async function read<Row extends object>(
  reading: Reading,
  name: string,
  values: Values,
  build: (context: FilterContext) => Query,
): Promise<Row[]> {
  const { db, store, viewer = ANONYMOUS, selection } = reading;
  if (name.length > LONGEST_NAME) return readOnce(reading, build({ db, store, viewer }), values);
  const key = `${store.dialect.name} ${selection ? ordinalOf(selection) : ''} ${keyOfRights(viewer)} ${name}`;
  let query = written.get(key);
  if (!query) {
    query = store.dialect.reading(db, build({ db, store, viewer }));
    written.set(key, query);
  }
  return execute(reading, query, values);
}

/** Reads rows by a query that is written for this use alone; of the slots, `now` and the `viewer` are always there. */
export const readOnce = <Row extends object>(reading: Reading, query: Query, values: Values = {}): Promise<Row[]> =>
  execute(reading, reading.store.dialect.reading(reading.db, query), values);

/** Reads rows by a query that whoever asks has composed of so much that there is no end of its texts. */
export const readComposed = <Row extends object>(reading: Reading, query: Query, values: Values = {}): Promise<Row[]> =>
  execute(reading, { ...reading.store.dialect.reading(reading.db, query), isComposed: true }, values);

async function execute<Row extends object>(
  { db, store, viewer = ANONYMOUS }: Reading,
  query: CompiledQuery & Composed,
  values: Values,
): Promise<Row[]> {
  const { rows } = await db.executeQuery(filled(query, { now: new Date(), viewer, ...values }));
  return store.dialect.rowsOf(rows as object[]) as Row[];
}

const ordinals = new WeakMap<object, number>();
let latest = 0;

/** A number for an object that lives as long as the process, to tell it from others in the name of a query. */
export function ordinalOf(lasting: object): number {
  let ordinal = ordinals.get(lasting);
  if (ordinal === undefined) {
    ordinal = ++latest;
    ordinals.set(lasting, ordinal);
  }
  return ordinal;
}
