import { numberOf } from '../shared/ids.ts';
import { readsEverything } from '../shared/viewer.ts';
import type { Conditions, Query } from './dialect/dialect.ts';
import { type FilterContext, ownNumber, ownOrganizations } from './rights.ts';

/** Memberships in the organizations of the viewer: the viewer sees the users who have one. */
export const visibleMemberships = (eb: Conditions, { viewer, store }: FilterContext): Query =>
  eb
    .selectFrom('membership as visible')
    .where(store.dialect.isOneOf('visible.organization_id', ownOrganizations(viewer)))
    .select('visible.user_id') as Query;

/**
 * The rows whose column is the number of one user; none if the viewer may not see that user. The viewer may read such a row
 * elsewhere, but must not learn whose it is.
 * @param id global id of the user
 */
export function whereUserIs(query: Query, column: string, id: string, context: FilterContext): Query {
  const user = numberOf('User', id);
  const rows = query.where(column, '=', user);
  if (readsEverything(context.viewer)) return rows;
  return rows.where((eb) => {
    const isOneself = eb(eb.cast<number>(ownNumber, 'bigint'), '=', user);
    return eb.or([isOneself, eb.exists(visibleMemberships(eb, context).where('visible.user_id', '=', user))]);
  });
}
