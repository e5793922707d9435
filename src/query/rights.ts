import { NO_ID } from '../shared/ids.ts';
import { organizationsOf, type Role, readsEverything, type Viewer } from '../shared/viewer.ts';
import type { Context } from './context.ts';
import type { Numbers, Query } from './dialect/dialect.ts';
import { slot } from './slot.ts';

/** What a viewer may do, without who it is and in which organizations. Viewers of the same rights share statements. */
export type Rights = Pick<Viewer, 'isSuperuser' | 'isSystemAuditor' | 'trusted'> & { readonly roles: Pick<Viewer['roles'], 'size'> };

/** The part of a context that the text of a statement may depend on. All else of the viewer comes in slots. */
export type FilterContext = Pick<Context, 'db' | 'store'> & { readonly viewer: Rights };

/** Restricts a query of the rows `x` of an entity to those that the viewer may read. */
export type Restriction = (rows: Query, context: FilterContext) => Query;

/** Restricts nothing. It is for lists inside an object, all of which may be read by whoever may read the object. */
export const unrestricted: Restriction = (rows) => rows;

/** How many slots for organizations a statement may have: it has the least that are enough. For more organizations it has an array. */
const SIZES: readonly number[] = [1, 2, 4, 8];
const sizeOf = ({ roles }: Rights): number | undefined => SIZES.find((size) => roles.size <= size);

/** A name for rights: two viewers have the same if every statement is the same for both. */
export function keyOfRights(rights: Rights): string {
  const { isSuperuser, isSystemAuditor, trusted } = rights;
  const organizations = readsEverything(rights) ? '' : sizeOf(rights);
  return `${isSuperuser ? 's' : ''}${isSystemAuditor ? 'a' : ''}${trusted ? 't' : ''}${organizations}`;
}

/** A slot for the number of the viewer's user; of a viewer without one it holds `NO_ID`. */
export const ownNumber = slot<number>('viewer', ({ userId }: Viewer) => userId ?? NO_ID);

/** A slot for the number of the application that the viewer's token belongs to; null for a personal token. */
export const ownApplication = slot<number>('viewer', ({ applicationId }: Viewer) => applicationId);

/** A slot for the numbers of the organizations in which the viewer has one of the roles, or any role if none is given. */
export const ownOrganizations = (rights: Rights, ...roles: Role[]): Numbers => ({
  slot: 'viewer',
  of: (viewer: Viewer) => organizationsOf(viewer, ...roles),
  atMost: sizeOf(rights),
});
