import type { Dialect } from '../shared/dialect.ts';
import { read } from '../shared/read.ts';
import { digestOf } from '../shared/secrets.ts';
import { slot } from '../shared/slot.ts';
import type { Store } from '../shared/store.ts';
import { fromJson } from '../shared/table.ts';
import type { Db } from '../shared/tables.ts';
import { ANONYMOUS, type Role, type Viewer } from '../shared/viewer.ts';
import { effectiveScopes } from './token.rules.ts';

/** The result of looking at an `Authorization` header: a viewer, or why there is none. */
export type Authentication =
  | { readonly viewer: Viewer; readonly lastUsedAt?: Date | null; readonly applicationId?: number | null }
  | { readonly invalid: string };

/**
 * Finds on whose behalf a request is made (RFC 6750, section 2.1), in one statement. It asks the primary database, so
 * that a revocation counts at once in every process.
 * @param authorization the header, if there is one
 */
export async function authenticate(store: Store, authorization: string | undefined): Promise<Authentication> {
  if (authorization === undefined) return { viewer: ANONYMOUS };
  const token = /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i.exec(authorization)?.[1];
  if (!token) return { invalid: 'The Authorization header must be "Bearer" and a token.' };
  const db = store.read(true);
  const [found] = (await read({ store, db }, 'token by digest', { digest: digestOf(token) }, () => tokenIn(db, store.dialect))) as Found[];
  const now = new Date();
  if (!found || found.revoked_at !== null) return { invalid: 'The token is unknown or was revoked.' };
  if (new Date(found.expires_at) <= now) return { invalid: 'The token has expired.' };
  const [enabled] = applicationOf(found);
  if (!enabled) return { invalid: 'The application of the token is disabled.' };
  return {
    viewer: viewerOf(found),
    applicationId: found.application_id,
    lastUsedAt: found.last_used_at === null ? null : new Date(found.last_used_at),
  };
}

interface Found {
  readonly id: number;
  readonly user_id: number | null;
  readonly application_id: number | null;
  readonly scopes: unknown;
  readonly expires_at: number | string;
  readonly revoked_at: number | string | null;
  readonly last_used_at: number | string | null;
  /** `enabled`, `trusted` and `maximum_scopes`. */
  readonly application: unknown;
  /** `is_superuser` and `is_system_auditor`. */
  readonly user: unknown;
  readonly roles: unknown;
}

const tokenIn = (db: Db, { tuple, pairs }: Dialect) =>
  db
    .selectFrom('token as t')
    .where('t.digest', '=', slot<string>('digest'))
    .select(['t.id', 't.user_id', 't.application_id', 't.scopes', 't.expires_at', 't.revoked_at', 't.last_used_at'])
    .select((eb) => [
      eb
        .selectFrom('application as a')
        .whereRef('a.id', '=', 't.application_id')
        .select(tuple(['a.enabled', 'a.trusted', 'a.maximum_scopes']).as('tuple'))
        .as('application'),
      eb
        .selectFrom('user as u')
        .whereRef('u.id', '=', 't.user_id')
        .select(tuple(['u.is_superuser', 'u.is_system_auditor']).as('tuple'))
        .as('user'),
      pairs(
        eb.selectFrom('membership as m').whereRef('m.user_id', '=', 't.user_id').select(['m.organization_id as key', 'm.role as value']),
      ).as('roles'),
    ]);

/** Whether the application of a token is enabled and trusted, and its maximum; a personal token has none to limit it. */
function applicationOf({ application }: Found): [enabled: boolean, trusted: boolean, maximum: string[] | null] {
  if (application === null) return [true, true, null];
  const [enabled, trusted, maximum] = fromJson<[unknown, unknown, unknown]>(application);
  return [Boolean(enabled), Boolean(trusted), fromJson<string[]>(maximum)];
}

function viewerOf(found: Found): Viewer {
  const [isSuperuser, isSystemAuditor] = found.user === null ? [] : fromJson<[unknown, unknown]>(found.user);
  const [, trusted, maximum] = applicationOf(found);
  return {
    tokenId: found.id,
    userId: found.user_id,
    isSuperuser: Boolean(isSuperuser),
    isSystemAuditor: Boolean(isSystemAuditor),
    roles: new Map(fromJson<[number, Role][]>(found.roles)),
    scopes: effectiveScopes(fromJson<string[]>(found.scopes), { application: maximum, superuser: Boolean(isSuperuser) }),
    trusted,
  };
}

/**
 * A user as a viewer without a token, for the command line.
 * @param scopes what the viewer may use of the user's rights
 */
export async function viewerOfUser(store: Store, userId: number, scopes: readonly string[]): Promise<Viewer> {
  const db = store.read(true);
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
  };
}
