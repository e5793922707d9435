import type { Context } from '../shared/context.ts';
import type { Query } from '../shared/dialect.ts';
import { NOTHING } from '../shared/ids.ts';
import { actsAsSuperuser, type Viewer } from '../shared/viewer.ts';

/** A grant, as far as rights on it go: it is its user's. */
interface Subject {
  readonly userId: number;
}

const isOwn = (viewer: Viewer, { userId }: Subject): boolean => userId === viewer.userId;

/** One sees what one has allowed oneself; superusers see everybody's. */
export const canRead = (viewer: Viewer, grant: Subject): boolean => viewer.isSuperuser || isOwn(viewer, grant);

/** One withdraws what one has allowed oneself; superusers anybody's. */
export const canRevoke = (viewer: Viewer, grant: Subject): boolean => actsAsSuperuser(viewer) || isOwn(viewer, grant);

/** `canRead` as a filter of the grants `x`. */
export function readable(query: Query, { viewer }: Pick<Context, 'viewer'>): Query {
  return viewer.isSuperuser ? query : query.where('x.user_id', '=', viewer.userId ?? NOTHING);
}
