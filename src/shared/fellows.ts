import type { Context } from './context.ts';
import type { Conditions, Query } from './dialect.ts';
import { databaseIdOf, NOTHING } from './ids.ts';
import { organizationsOf, readsEverything } from './viewer.ts';

/** Memberships in organizations of the viewer: who has one there is seen by them. */
export const fellowships = (eb: Conditions, { viewer, store }: Pick<Context, 'viewer' | 'store'>): Query =>
  eb
    .selectFrom('membership as fellow')
    .where(store.dialect.isOneOf('fellow.organization_id', organizationsOf(viewer)))
    .select('fellow.user_id') as Query;

/**
 * Rows whose column is the number of one user. Of somebody whom the viewer may not see there are none, as of nobody: the
 * rows may be theirs to read, but not whose they are.
 * @param id global id of the user
 */
export function ofUser(query: Query, column: string, id: string, context: Pick<Context, 'viewer' | 'store'>): Query {
  const { viewer } = context;
  const user = databaseIdOf('User', id) ?? NOTHING;
  const rows = query.where(column, '=', user);
  if (readsEverything(viewer) || user === viewer.userId) return rows;
  return rows.where((eb) => eb.exists(fellowships(eb, context).where('fellow.user_id', '=', user)));
}
