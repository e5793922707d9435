import { Application } from '../../applications/application.entity.ts';
import type { Answer } from '../../http/server.ts';
import { inOrder, numberedPage } from '../../query/pages/numbered.ts';
import { NEWEST_FIRST } from '../../query/pages/order.ts';
import { ownOrganizations, type Restriction } from '../../query/rights.ts';
import { organizationsOf, type Viewer } from '../../shared/viewer.ts';
import type { Call } from '../door.ts';
import { done } from './answers.ts';

/** Roles, as Venafi numbers them. */
const Role = { USER: 0, AUDITOR: 1, APPLICATION_OWNER: 3, ADMIN: 6 } as const;
/** How many applications of its own a role lists. */
const MOST = 1_000;

/** Keeps the applications `x` that the viewer administers as an ADMIN. */
const administered: Restriction = (rows, { viewer, store }) =>
  rows.where(store.dialect.isOneOf('x.organization_id', ownOrganizations(viewer, 'ADMIN')));

/** Says which role the viewer has. */
export async function getRole({ context }: Call): Promise<Answer> {
  const role = roleOf(context.viewer);
  if (role !== Role.APPLICATION_OWNER) return done({ Role: { Role: role } });
  const listing = { entity: Application, rights: administered, name: 'administered applications' };
  const { rows } = await numberedPage(context, inOrder(listing, NEWEST_FIRST), { offset: 0, size: MOST });
  const own = rows.map(({ clientId }) => clientId);
  return done({
    Role: { OwnedApplications: own.map((ApplicationId) => ({ ApplicationId, Role: role })), PermittedApplications: own, Role: role },
  });
}

function roleOf(viewer: Viewer): number {
  if (viewer.isSuperuser) return Role.ADMIN;
  if (viewer.isSystemAuditor) return Role.AUDITOR;
  return organizationsOf(viewer, 'ADMIN').length > 0 ? Role.APPLICATION_OWNER : Role.USER;
}
