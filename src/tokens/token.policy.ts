import type { Context } from '../shared/context.ts';
import type { Query } from '../shared/dialect.ts';
import { actsAsSuperuser, administers, organizationsOf, readsEverything, type Viewer } from '../shared/viewer.ts';

/** A token: whose it is, and of which organization's application. */
interface Subject {
  readonly userId: number | null;
  /** Null for a personal token. */
  readonly organizationId: number | null;
}

const isOwn = (viewer: Viewer, { userId }: Subject) => userId !== null && userId === viewer.userId;
const roleOn = (viewer: Viewer, { organizationId }: Subject) => (organizationId === null ? undefined : viewer.roles.get(organizationId));

/** One reads one's own, while one may read its application; auditors and admins all of their organization's applications. */
export function canRead(viewer: Viewer, token: Subject): boolean {
  if (viewer.isSuperuser || (token.organizationId === null && isOwn(viewer, token))) return true;
  if (token.organizationId === null) return false;
  const role = roleOn(viewer, token);
  return viewer.isSystemAuditor || isOwn(viewer, token) || role === 'ADMIN' || role === 'AUDITOR';
}

/** One edits and revokes one's own; admins all of their organization's applications; superusers personal ones too. */
export function canEdit(viewer: Viewer, token: Subject): boolean {
  return isOwn(viewer, token) || (token.organizationId === null ? actsAsSuperuser(viewer) : administers(viewer, token.organizationId));
}

/** A token of an application that is not trusted makes none that may do more than itself. */
export const canMint = (viewer: Viewer, application: { readonly trusted: boolean } | null): boolean =>
  viewer.trusted || application?.trusted === false;

/** `canRead` as a filter of the tokens `x`. */
export function readable(query: Query, { viewer, db, store: { dialect } }: Context): Query {
  if (viewer.isSuperuser) return query;
  const own = viewer.userId;
  return query.where((eb) => {
    const ofOrganizations = (ids: readonly number[]) =>
      eb('x.application_id', 'in', db.selectFrom('application as a').where(dialect.isOneOf('a.organization_id', ids)).select('a.id'));
    const audited = viewer.isSystemAuditor
      ? eb('x.application_id', 'is not', null)
      : ofOrganizations(organizationsOf(viewer, 'ADMIN', 'AUDITOR'));
    return eb.or([eb('x.user_id', '=', own), audited]);
  });
}

/** `readable` for tokens of applications that the viewer reads anyway: what is left to ask is whose they are. */
export function readableOf(query: Query, context: Context): Query {
  return readsEverything(context.viewer) ? query : readable(query, context);
}
