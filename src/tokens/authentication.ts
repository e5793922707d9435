import type { Store } from '../query/store.ts';
import type { Db } from '../query/tables.ts';
import { digestOf } from '../shared/secrets.ts';
import { ANONYMOUS, type Role, type Viewer } from '../shared/viewer.ts';
import { findToken } from './token.lookup.ts';
import { effectiveScopes } from './token.rules.ts';

/** The result of looking at an `Authorization` header: a viewer, or why there is none. */
export type Authentication =
  | { readonly viewer: Viewer; readonly lastUsedAt?: Date | null; readonly applicationId?: number | null }
  | { readonly invalid: string };

/** How a token is shown (RFC 6750, section 2.1). */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i;

/** The digest of the token in an `Authorization` header; of all of it, where it shows none. */
export const digestShown = (authorization: string): string => digestOf(BEARER.exec(authorization)?.[1] ?? authorization);

/**
 * Finds on whose behalf a request is made, in one statement.
 * @param authorization the header, if there is one
 * @param digest what `digestShown` says of it
 */
export async function authenticate(store: Store, authorization: string | undefined, digest?: string): Promise<Authentication> {
  if (authorization === undefined) return { viewer: ANONYMOUS };
  if (!BEARER.test(authorization)) return { invalid: 'The Authorization header must be "Bearer" and a token.' };
  const token = await findToken(store, 'digest', digest ?? digestShown(authorization));
  if ('invalid' in token) return token;
  return { viewer: token.viewer, applicationId: token.viewer.applicationId, lastUsedAt: token.lastUsedAt };
}

/** The viewer of a token, by its number, with the rights of this moment; undefined if it does not work any more. */
export async function viewerOf(store: Store, tokenId: number, db: Db): Promise<Viewer | undefined> {
  const token = await findToken(store, 'id', tokenId, db);
  return 'invalid' in token ? undefined : token.viewer;
}

/**
 * A user as a viewer without a token, for the command line and for whoever shows a password.
 * @param scopes what the viewer may use of the user's rights
 */
export async function viewerOfUser(store: Store, userId: number, scopes: readonly string[], db: Db = store.read(true)): Promise<Viewer> {
  const user = await db.selectFrom('user').where('id', '=', userId).select(['is_superuser', 'is_system_auditor']).executeTakeFirstOrThrow();
  const memberships = await db.selectFrom('membership').where('user_id', '=', userId).select(['organization_id', 'role']).execute();
  const isSuperuser = Boolean(user.is_superuser);
  return {
    tokenId: null,
    userId,
    isSuperuser,
    isSystemAuditor: Boolean(user.is_system_auditor),
    roles: new Map(memberships.map(({ organization_id, role }) => [organization_id, role as Role])),
    scopes: effectiveScopes(scopes, { application: null, superuser: isSuperuser }),
    trusted: true,
    applicationId: null,
    origin: null,
  };
}
