import type { Query } from '../query/dialect/dialect.ts';
import { type FilterContext, ownApplication, ownNumber } from '../query/rights.ts';
import { actsAsSuperuser, type Viewer } from '../shared/viewer.ts';

/** A grant, as far as rights on it go: it is its user's, for one application. */
interface Subject {
  readonly userId: number;
  readonly applicationId: number;
}

const isOwn = (viewer: Viewer, { userId }: Subject): boolean => userId === viewer.userId;

/** What a program got for one application reaches no further: the grant that it came from, unless it is trusted. */
const reaches = (viewer: Viewer, grant: Subject): boolean =>
  viewer.trusted || (isOwn(viewer, grant) && grant.applicationId === viewer.applicationId);

/** One sees what one has allowed oneself; superusers see everybody's. */
export const canRead = (viewer: Viewer, grant: Subject): boolean => reaches(viewer, grant) && (viewer.isSuperuser || isOwn(viewer, grant));

/** One withdraws what one has allowed oneself; superusers anybody's. */
export const canRevoke = (viewer: Viewer, grant: Subject): boolean =>
  reaches(viewer, grant) && (actsAsSuperuser(viewer) || isOwn(viewer, grant));

/** `canRead` as a filter of the grants `x`. */
export function readable(query: Query, { viewer }: Pick<FilterContext, 'viewer'>): Query {
  if (viewer.trusted && viewer.isSuperuser) return query;
  const own = query.where('x.user_id', '=', ownNumber);
  return viewer.trusted ? own : own.where('x.application_id', '=', ownApplication);
}
