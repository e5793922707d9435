import type { Context } from '../shared/context.ts';
import type { Query } from '../shared/dialect.ts';
import { actsAsSuperuser, administers, organizationsOf, readsEverything, type Viewer } from '../shared/viewer.ts';

/** An application, as far as rights on it go: they are those on its organization. */
interface Subject {
  readonly organizationId: number;
}

/** Members of its organization read an application and its activity. */
export const canRead = (viewer: Viewer, { organizationId }: Subject): boolean =>
  readsEverything(viewer) || viewer.roles.has(organizationId);

/** Admins of its organization create, change and delete it, rotate its secrets and revoke all its tokens. */
export const canEdit = (viewer: Viewer, { organizationId }: Subject): boolean => administers(viewer, organizationId);

/** Superusers say which applications are trusted, and which may have the scope `admin`. */
export const canTrust = actsAsSuperuser;

/** `canRead` as a filter of the applications `x`. */
export function readable(query: Query, { viewer, store }: Context): Query {
  return readsEverything(viewer) ? query : query.where(store.dialect.isOneOf('x.organization_id', organizationsOf(viewer)));
}
