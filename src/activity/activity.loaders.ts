import { sql } from 'kysely';
import { whereBuiltIn } from '../query/built-in.ts';
import type { Context } from '../query/context.ts';
import type { Conditions, Query } from '../query/dialect/dialect.ts';
import { rowById } from '../query/loader.ts';
import type { PageArguments } from '../query/pages/arguments.ts';
import { NEWEST_FIRST } from '../query/pages/order.ts';
import { page, pageOfEach } from '../query/pages/page.ts';
import { type FilterContext, unrestricted } from '../query/rights.ts';
import type { Store } from '../query/store.ts';
import { whereUserIs } from '../query/user-visibility.ts';
import { fromGlobalId, NO_ID } from '../shared/ids.ts';
import type { Viewer } from '../shared/viewer.ts';
import { ActivityEntry } from './activity.entity.ts';
import type { ActivityFilter } from './activity.inputs.ts';
import { readable } from './activity.policy.ts';

const ENTRIES = { entity: ActivityEntry, order: NEWEST_FIRST };

/** One page of the activity that the viewer may read, newest first. */
export function listActivity(context: Context, args: PageArguments, filter: ActivityFilter) {
  const { objectId, actorId, operation, builtIn, since } = filter;
  const filtered = (rows: Query, context: FilterContext) => {
    let query = rows;
    if (objectId != null) query = query.where(isAbout(fromGlobalId(objectId)));
    if (actorId != null) query = whereUserIs(query, 'x.actor_id', actorId, context);
    // a value of an enumeration; as a parameter it would have SQLite plan the statement at each use, for a partial index
    if (operation != null) query = query.where('x.operation', '=', sql.lit(operation));
    if (builtIn != null) query = whereBuiltIn(query, 'x.organization_id', builtIn);
    if (since != null) query = query.where('x.created_at', '>=', since);
    return query;
  };
  const listing = { ...ENTRIES, identity: ['activity', filter] as const, rights: readable, filter: filtered };
  return page(context, listing, args);
}

/**
 * The loader of a page of the activity on each of many objects of a type, which the viewer may read: then so is all that
 * was done to them, also before they came to where the viewer reads them.
 */
export function activityOfEach(context: Context, type: string, args: PageArguments) {
  const filter = (rows: Query) => rows.where('x.object_type', '=', type);
  const listing = { ...ENTRIES, identity: ['activity', type] as const, rights: unrestricted, filter };
  return pageOfEach(context, listing, 'x.object_database_id', args);
}

/** The loader of entries by number, of those that the viewer may read. */
export const entryById = (context: Context) => rowById(context, ActivityEntry, readable);

/** Whether the viewer has changed anything since a time, and so must not be shown a replica that may lag behind it. */
export async function hasWrittenSince(store: Store, { userId }: Viewer, time: Date): Promise<boolean> {
  if (userId === null) return false;
  const query = store.read(true).selectFrom('activity_entry as x') as Query;
  return (
    (await query.where('x.actor_id', '=', userId).where('x.created_at', '>=', time).select('x.id').limit(1).executeTakeFirst()) !==
    undefined
  );
}

const isAbout = (object: ReturnType<typeof fromGlobalId>) => (eb: Conditions) =>
  eb.and({ 'x.object_type': object?.type ?? '', 'x.object_database_id': object?.databaseId ?? NO_ID });
