import type { Condition } from '../query/among.ts';
import type { Query } from '../query/dialect/dialect.ts';
import { fellowships } from '../query/fellows.ts';
import { ownNumber, type Writing } from '../query/rights.ts';
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
export function isReadable(writing: Writing): Condition | undefined {
  if (readsEverything(writing.viewer)) return undefined;
  return (eb) => eb.or([eb('x.id', '=', ownNumber), eb.exists(fellowships(eb, writing).whereRef('fellow.user_id', '=', 'x.id'))]);
}

/** `canRead` as a filter of the users `x`. */
export function readable(query: Query, writing: Writing): Query {
  const condition = isReadable(writing);
  return condition ? query.where(condition) : query;
}
