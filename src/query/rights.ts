import { NO_ID } from '../shared/ids.ts';
import { organizationsOf, type Role, readsEverything, type Viewer } from '../shared/viewer.ts';
import type { Context } from './context.ts';
import type { Numbers, Query } from './dialect/dialect.ts';
import { slot } from './slot.ts';

/** What a viewer may, without who it is and where: whoever has the same shares the queries that are written by them. */
export type Rights = Pick<Viewer, 'isSuperuser' | 'isSystemAuditor' | 'trusted'> & { readonly roles: Pick<Viewer['roles'], 'size'> };

/** As much of a context as queries are written by. All else of the viewer comes through slots. */
export type FilterContext = Pick<Context, 'db' | 'store'> & { readonly viewer: Rights };

/** Keeps, of a query of the rows `x` of an entity, those that the viewer may read. */
export type Restriction = (rows: Query, context: FilterContext) => Query;

/** Keeps all rows: of lists of what belongs to something, where whoever may read that may read all of the list. */
export const unrestricted: Restriction = (rows) => rows;

/** To how many organizations of a viewer queries are written; those of more are an array. */
const SIZES: readonly number[] = [1, 2, 4, 8];
const sizeOf = ({ roles }: Rights): number | undefined => SIZES.find((size) => roles.size <= size);

/** Names rights among all that queries are written by in different ways. */
export function keyOfRights(rights: Rights): string {
  const { isSuperuser, isSystemAuditor, trusted } = rights;
  const organizations = readsEverything(rights) ? '' : sizeOf(rights);
  return `${isSuperuser ? 's' : ''}${isSystemAuditor ? 'a' : ''}${trusted ? 't' : ''}${organizations}`;
}

/** In a query, the number of the viewer's user; where there is none, one that nobody has. */
export const ownNumber = slot<number>('viewer', ({ userId }: Viewer) => userId ?? NO_ID);

/** In a query, the number of the application that the viewer's token was issued through; null where there is none. */
export const ownApplication = slot<number>('viewer', ({ applicationId }: Viewer) => applicationId);

/** In a query, the numbers of the organizations in which the viewer has one of the roles; without roles, any. */
export const ownOrganizations = (rights: Rights, ...roles: Role[]): Numbers => ({
  slot: 'viewer',
  of: (viewer: Viewer) => organizationsOf(viewer, ...roles),
  atMost: sizeOf(rights),
});
