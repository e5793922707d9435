import type { Condition } from '../query/among.ts';
import type { Query } from '../query/dialect/dialect.ts';
import { type FilterContext, ownOrganizations } from '../query/rights.ts';
import { actsAsSuperuser, administers, readsEverything, type Viewer } from '../shared/viewer.ts';
import type { Organization } from './organization.entity.ts';

type Subject = Pick<Organization, 'databaseId'>;

/** Members read their organization and who else is in it. */
export const canRead = (viewer: Viewer, { databaseId }: Subject): boolean => readsEverything(viewer) || viewer.roles.has(databaseId);

/** Admins change it, and say who is in it. */
export const canEdit = (viewer: Viewer, { databaseId }: Subject): boolean => administers(viewer, databaseId);

/** Superusers delete it. */
export const canDelete = actsAsSuperuser;

/** `canRead` as a condition of the organizations `x`; undefined where it holds for all. */
export function isReadable({ viewer, store }: FilterContext): Condition | undefined {
  return readsEverything(viewer) ? undefined : () => store.dialect.isOneOf('x.id', ownOrganizations(viewer));
}

/** `canRead` as a filter of the organizations `x`. */
export function readable(query: Query, context: FilterContext): Query {
  const condition = isReadable(context);
  return condition ? query.where(condition) : query;
}
