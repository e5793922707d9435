import type { Condition } from '../shared/among.ts';
import type { Context } from '../shared/context.ts';
import type { Query } from '../shared/dialect.ts';
import { actsAsSuperuser, administers, organizationsOf, readsEverything, type Viewer } from '../shared/viewer.ts';
import type { Organization } from './organization.entity.ts';

type Subject = Pick<Organization, 'databaseId'>;

/** Members read their organization and who else is in it. */
export const canRead = (viewer: Viewer, { databaseId }: Subject): boolean => readsEverything(viewer) || viewer.roles.has(databaseId);

/** Admins change it, and say who is in it. */
export const canEdit = (viewer: Viewer, { databaseId }: Subject): boolean => administers(viewer, databaseId);

/** Superusers delete it. */
export const canDelete = actsAsSuperuser;

/** `canRead` as a condition of the organizations `x`; undefined where it holds for all. */
export function isReadable({ viewer, store }: Context): Condition | undefined {
  return readsEverything(viewer) ? undefined : () => store.dialect.isOneOf('x.id', organizationsOf(viewer));
}

/** `canRead` as a filter of the organizations `x`. */
export function readable(query: Query, context: Context): Query {
  const condition = isReadable(context);
  return condition ? query.where(condition) : query;
}
