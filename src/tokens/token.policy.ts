import type { Numbers, Query } from '../query/dialect/dialect.ts';
import { type FilterContext, ownApplication, ownNumber, ownOrganizations } from '../query/rights.ts';
import { actsAsSuperuser, administers, readsEverything, type Viewer } from '../shared/viewer.ts';

/** A token: whose it is, and of which application in which organization. */
interface Subject {
  readonly userId: number | null;
  /** Null for a personal token. */
  readonly applicationId: number | null;
  /** Null for a personal token. */
  readonly organizationId: number | null;
}

const isOwn = (viewer: Viewer, { userId }: Pick<Subject, 'userId'>) => userId !== null && userId === viewer.userId;
const roleOn = (viewer: Viewer, { organizationId }: Subject) => (organizationId === null ? undefined : viewer.roles.get(organizationId));

/** What a program got for one application reaches no further: the tokens that its user has there, unless it is trusted. */
const reaches = (viewer: Viewer, token: Subject) =>
  viewer.trusted || (isOwn(viewer, token) && token.applicationId !== null && token.applicationId === viewer.applicationId);

/** One reads one's own, while one may read its application; auditors and admins all of their organization's applications. */
export function canRead(viewer: Viewer, token: Subject): boolean {
  if (!reaches(viewer, token)) return false;
  if (viewer.isSuperuser || (token.organizationId === null && isOwn(viewer, token))) return true;
  if (token.organizationId === null) return false;
  const role = roleOn(viewer, token);
  return viewer.isSystemAuditor || isOwn(viewer, token) || role === 'ADMIN' || role === 'AUDITOR';
}

/** One edits and revokes one's own; admins all of their organization's applications; superusers personal ones too. */
export function canEdit(viewer: Viewer, token: Subject): boolean {
  if (!reaches(viewer, token)) return false;
  return isOwn(viewer, token) || (token.organizationId === null ? actsAsSuperuser(viewer) : administers(viewer, token.organizationId));
}

/** Only its user gives a token more than it has. */
export const canWiden = isOwn;

/** One revokes all of one's own; admins all of an application; superusers all of anybody. */
export function canRevokeAll(viewer: Viewer, tokens: Subject): boolean {
  if (!reaches(viewer, tokens)) return false;
  return actsAsSuperuser(viewer) || isOwn(viewer, tokens) || (tokens.organizationId !== null && administers(viewer, tokens.organizationId));
}

/** `canRead` as a filter of the tokens `x`. */
export function readable(query: Query, { viewer, db, store: { dialect } }: FilterContext): Query {
  if (!viewer.trusted) return query.where('x.application_id', '=', ownApplication).where('x.user_id', '=', ownNumber);
  if (viewer.isSuperuser) return query;
  return query.where((eb) => {
    const ofOrganizations = (ids: Numbers) =>
      eb('x.application_id', 'in', db.selectFrom('application as a').where(dialect.isOneOf('a.organization_id', ids)).select('a.id'));
    const audited = viewer.isSystemAuditor
      ? eb('x.application_id', 'is not', null)
      : ofOrganizations(ownOrganizations(viewer, 'ADMIN', 'AUDITOR'));
    return eb.or([eb('x.user_id', '=', ownNumber), audited]);
  });
}

/** `readable` for tokens of applications that the viewer reads anyway: what is left to ask is whose they are. */
export function readableOf(query: Query, context: FilterContext): Query {
  return context.viewer.trusted && readsEverything(context.viewer) ? query : readable(query, context);
}
