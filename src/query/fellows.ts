import { numberOf } from '../shared/ids.ts';
import { readsEverything } from '../shared/viewer.ts';
import type { Conditions, Query } from './dialect/dialect.ts';
import { ownNumber, ownOrganizations, type Writing } from './rights.ts';

/** Memberships in organizations of the viewer: who has one there is seen by them. */
export const fellowships = (eb: Conditions, { viewer, store }: Writing): Query =>
  eb
    .selectFrom('membership as fellow')
    .where(store.dialect.isOneOf('fellow.organization_id', ownOrganizations(viewer)))
    .select('fellow.user_id') as Query;

/**
 * Rows whose column is the number of one user. Of somebody whom the viewer may not see there are none, as of nobody: the
 * rows may be theirs to read, but not whose they are.
 * @param id global id of the user
 */
export function ofUser(query: Query, column: string, id: string, writing: Writing): Query {
  const user = numberOf('User', id);
  const rows = query.where(column, '=', user);
  if (readsEverything(writing.viewer)) return rows;
  return rows.where((eb) => {
    const isOneself = eb(eb.cast<number>(ownNumber, 'bigint'), '=', user);
    return eb.or([isOneself, eb.exists(fellowships(eb, writing).where('fellow.user_id', '=', user))]);
  });
}
