import type { Condition } from '../shared/among.ts';
import type { Context } from '../shared/context.ts';
import type { Query } from '../shared/dialect.ts';
import { fellowships } from '../shared/fellows.ts';
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
export function isReadable(context: Context): Condition | undefined {
  const { viewer } = context;
  if (readsEverything(viewer)) return undefined;
  return (eb) => eb.or([eb('x.id', '=', viewer.userId), eb.exists(fellowships(eb, context).whereRef('fellow.user_id', '=', 'x.id'))]);
}

/** `canRead` as a filter of the users `x`. */
export function readable(query: Query, context: Context): Query {
  const condition = isReadable(context);
  return condition ? query.where(condition) : query;
}
