import type { Condition } from '../query/among.ts';
import type { Query } from '../query/dialect/dialect.ts';
import { type FilterContext, ownOrganizations } from '../query/rights.ts';
import { actsAsSuperuser, administers, readsEverything, type Viewer } from '../shared/viewer.ts';
import type { Organization } from './organization.entity.ts';

type Subject = Pick<Organization, 'databaseId'>;
/** What is the gateway's own is nobody's to change. */
type Changeable = Subject & Pick<Organization, 'builtIn'>;

/** Members read their organization and who else is in it. */
export const canRead = (viewer: Viewer, { databaseId }: Subject): boolean => readsEverything(viewer) || viewer.roles.has(databaseId);

/** Admins change it, and say who is in it. */
export const canEdit = (viewer: Viewer, { databaseId, builtIn }: Changeable): boolean => !builtIn && administers(viewer, databaseId);

/** Superusers delete it. */
export const canDelete = (viewer: Viewer, { builtIn }: Pick<Organization, 'builtIn'>): boolean => !builtIn && actsAsSuperuser(viewer);

/** What others are told who try to change what is the gateway's own. */
export const ORGANIZATION_IS_BUILT_IN =
  "This organization is the gateway's own: nobody changes or deletes it, and nothing else belongs to it.";

/** `canRead` as a condition of the organizations `x`; undefined where it holds for all. */
export function isReadable({ viewer, store }: FilterContext): Condition | undefined {
  return readsEverything(viewer) ? undefined : () => store.dialect.isOneOf('x.id', ownOrganizations(viewer));
}

/** `canRead` as a filter of the organizations `x`. */
export function readable(query: Query, context: FilterContext): Query {
  const condition = isReadable(context);
  return condition ? query.where(condition) : query;
}
