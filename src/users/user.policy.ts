import type { Condition } from '../query/among.ts';
import type { Query } from '../query/dialect/dialect.ts';
import { type FilterContext, ownNumber } from '../query/rights.ts';
import { visibleMemberships } from '../query/user-visibility.ts';
import { actsAsSuperuser, readsEverything, type Viewer } from '../shared/viewer.ts';

/** Somebody, with the numbers of the organizations of which they are a member. */
interface Somebody {
  readonly databaseId: number;
  readonly organizationIds: readonly number[];
}

/** One sees oneself and the members of one's organizations. */
export const canRead = (viewer: Viewer, user: Somebody): boolean =>
  readsEverything(viewer) || user.databaseId === viewer.userId || user.organizationIds.some((id) => viewer.roles.has(id));

/** Profile and password are one's own, and for superusers to change. */
export const canEdit = (viewer: Viewer, user: Pick<Somebody, 'databaseId'>): boolean =>
  actsAsSuperuser(viewer) || user.databaseId === viewer.userId;

/** Who is superuser or auditor, and whose e-mail address is verified, is for superusers to say. */
export const canSetFlags = actsAsSuperuser;

/** `canRead` as a condition of the users `x`; undefined where it holds for all. */
export function isReadable(context: FilterContext): Condition | undefined {
  if (readsEverything(context.viewer)) return undefined;
  return (eb) => eb.or([eb('x.id', '=', ownNumber), eb.exists(visibleMemberships(eb, context).whereRef('visible.user_id', '=', 'x.id'))]);
}

/** `canRead` as a filter of the users `x`. */
export function readable(query: Query, context: FilterContext): Query {
  const condition = isReadable(context);
  return condition ? query.where(condition) : query;
}
