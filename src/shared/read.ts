import type { CompiledQuery } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Context } from './context.ts';
import type { Query } from './dialect.ts';
import type { Selection } from './selection.ts';
import { filled, type Values } from './slot.ts';
import { ANONYMOUS, type Viewer } from './viewer.ts';

/** How many written queries are kept. */
const WRITTEN_QUERIES = 1_000;
/** The most characters of their names and texts together. */
const WRITTEN_CHARACTERS = 4_000_000;
/** The most characters of their names: filters come from outside, and stand in the queries too. */
const LONGEST_NAME = 2_000;
/** The most organizations of a viewer whose queries are kept: they stand in each of them. */
const FEW_ORGANIZATIONS = 50;

const written = new LRUCache<string, CompiledQuery>({
  max: WRITTEN_QUERIES,
  maxSize: WRITTEN_CHARACTERS,
  sizeCalculation: ({ sql }, key) => key.length + sql.length,
});
const numbers = new WeakMap<Selection, number>();
const rights = new WeakMap<Viewer, string>();
let selections = 0;

/** Who reads where: a context, or as much of it as a query needs that is the same for everybody. */
export type Reading = Pick<Context, 'db' | 'store'> & Partial<Pick<Context, 'viewer' | 'selection'>>;

/**
 * Reads rows by a query that is written once for all requests of the same viewer and selection that give it this name.
 * @param name tells all that the query depends on beside rights and selection
 * @param values of the slots; `now` and the `applicationId` of the viewer are always there
 * @param build writes the query, with a `slot` for what changes from use to use
 */
export async function read(reading: Reading, name: string, values: Values, build: () => Query): Promise<object[]> {
  const { db, store, viewer = ANONYMOUS, selection } = reading;
  const isKept = name.length <= LONGEST_NAME && viewer.roles.size <= FEW_ORGANIZATIONS;
  const key = isKept ? `${store.dialect.name} ${numberOf(selection)} ${rightsOf(viewer)} ${name}` : '';
  const query = written.get(key) ?? store.dialect.reading(db, build());
  if (isKept) written.set(key, query);
  const { rows } = await db.executeQuery(filled(query, { now: new Date(), applicationId: viewer.applicationId, ...values }));
  return store.dialect.rowsOf(rows as object[]);
}

/** All of a viewer that a query could depend on; the application comes through a slot, or each would have queries of its own. */
function rightsOf(viewer: Viewer): string {
  let text = rights.get(viewer);
  if (text === undefined) {
    const { tokenId: _, applicationId: __, origin: ___, roles, scopes, ...rest } = viewer;
    text = JSON.stringify([rest, [...roles], [...scopes]]);
    rights.set(viewer, text);
  }
  return text;
}

function numberOf(selection: Selection | undefined): number {
  if (!selection) return 0;
  let number = numbers.get(selection);
  if (number === undefined) {
    number = ++selections;
    numbers.set(selection, number);
  }
  return number;
}
