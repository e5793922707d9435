import type DataLoader from 'dataloader';
import * as applicationPolicy from '../applications/application.policy.ts';
import type { Dialect } from '../query/dialect/dialect.ts';
import { dateOf, type StoredTime } from '../query/dialect/times.ts';
import { sharedLoader } from '../query/loader.ts';
import { read } from '../query/read.ts';
import { slot } from '../query/slot.ts';
import type { Store } from '../query/store.ts';
import { fromJson } from '../query/table.ts';
import type { Db } from '../query/tables.ts';
import type { Role, Viewer } from '../shared/viewer.ts';
import { effectiveScopes, whyUnusable } from './token.rules.ts';

/** By what a token is found: the digest of the access token or of the refresh token, or its number. */
export type TokenKey = 'digest' | 'refresh_digest' | 'id';

/** A token that works. */
export interface UsableToken {
  readonly id: number;
  readonly userId: number | null;
  /** The first of the line that refreshing has made. */
  readonly familyId: number;
  /** The scope of what was shown, as it was given. */
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly refreshExpiresAt: Date | null;
  readonly refreshUsedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly application: { readonly id: number; readonly clientId: string; readonly maximumScopes: readonly string[] } | null;
  /** On whose behalf it speaks, with the rights of this moment. */
  readonly viewer: Viewer;
}

/**
 * Finds a token, with all that it may do at this moment, in one statement. GraphQL, introspection, refresh and userinfo
 * all look here. It asks the primary database, so that a revocation counts at once in every process.
 * @param db of a transaction, to see what others have committed while it waited
 * @returns the token, or why it does not work
 */
export async function findToken(
  store: Store,
  key: TokenKey,
  value: string | number,
  db?: Db,
): Promise<UsableToken | { readonly invalid: string }> {
  const found = await find(store, key, value, db);
  if (!found) return { invalid: 'The token is unknown or was revoked.' };
  const application = applicationIn(found);
  const viewer = viewerOf(found, application);
  const isRefresh = key === 'refresh_digest';
  const token = {
    id: found.id,
    userId: found.user_id,
    familyId: found.family_id ?? found.id,
    scopes: fromJson<string[]>(isRefresh ? found.refresh_scopes : found.scopes),
    createdAt: dateOf(found.created_at),
    expiresAt: dateOf(found.expires_at),
    refreshExpiresAt: timeIn(found.refresh_expires_at),
    refreshUsedAt: timeIn(found.refresh_used_at),
    lastUsedAt: timeIn(found.last_used_at),
    application,
    viewer,
  };
  const invalid = whyUnusable(
    {
      revokedAt: timeIn(found.revoked_at),
      endsAt: isRefresh ? token.refreshExpiresAt : token.expiresAt,
      // what a client has got for itself is nobody's to lose
      application: application && {
        enabled: application.enabled,
        mayBeUsed: token.userId === null || applicationPolicy.mayUse(viewer, application),
      },
    },
    new Date(),
  );
  return invalid === undefined ? token : { invalid };
}

/** Finds the row of a token. Access tokens that are shown in the same turn are looked up together. */
async function find(store: Store, key: TokenKey, value: string | number, db: Db | undefined): Promise<Found | null | undefined> {
  if (key === 'digest' && !db) return byDigest(store).load(value as string);
  const reading = { store, db: db ?? store.read(true) };
  const [found] = await read<Found>(reading, `token by ${key}`, { value }, ({ db, store }) =>
    tokens(db, store.dialect).where(`t.${key}`, '=', slot<never>('value')),
  );
  return found;
}

const loaders = new WeakMap<Store, DataLoader<string, Found | null>>();

function byDigest(store: Store): DataLoader<string, Found | null> {
  const known = loaders.get(store);
  if (known) return known;
  const made = sharedLoader(async (digests: readonly string[]) => {
    const rows = await read<Found & { digest: string }>({ store, db: store.read(true) }, 'tokens by digest', { digests }, ({ db, store }) =>
      tokens(db, store.dialect)
        .where(store.dialect.isOneOf('t.digest', { slot: 'digests', type: 'text' }))
        .select('t.digest'),
    );
    return new Map(rows.map((row) => [row.digest, row as Found]));
    // what was begun together has come this far before the next tick
  }, process.nextTick);
  loaders.set(store, made);
  return made;
}

interface Found {
  readonly id: number;
  readonly user_id: number | null;
  readonly application_id: number | null;
  readonly family_id: number | null;
  readonly origin_id: number | null;
  readonly scopes: unknown;
  readonly refresh_scopes: unknown;
  readonly created_at: StoredTime;
  readonly expires_at: StoredTime;
  readonly revoked_at: StoredTime | null;
  readonly refresh_expires_at: StoredTime | null;
  readonly refresh_used_at: StoredTime | null;
  readonly last_used_at: StoredTime | null;
  /** `enabled`, `trusted`, `maximum_scopes`, `organization_id`, `client_id` and `built_in`. */
  readonly application: unknown;
  /** `is_superuser` and `is_system_auditor`. */
  readonly user: unknown;
  readonly roles: unknown;
}

type Application = ReturnType<typeof applicationIn>;

const timeIn = (stored: StoredTime | null) => (stored === null ? null : dateOf(stored));

const tokens = (db: Db, { tuple, pairs }: Dialect) =>
  db
    .selectFrom('token as t')
    .select(['t.id', 't.user_id', 't.application_id', 't.family_id', 't.origin_id', 't.scopes', 't.refresh_scopes', 't.created_at'])
    .select(['t.expires_at', 't.revoked_at', 't.refresh_expires_at', 't.refresh_used_at', 't.last_used_at'])
    .select((eb) => [
      eb
        .selectFrom('application as a')
        .whereRef('a.id', '=', 't.application_id')
        .select(tuple(['a.enabled', 'a.trusted', 'a.maximum_scopes', 'a.organization_id', 'a.client_id', 'a.built_in']).as('tuple'))
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

function applicationIn({ application, application_id }: Found) {
  if (application === null || application_id === null) return null;
  const found = fromJson<[unknown, unknown, unknown, number, string, unknown]>(application);
  const [enabled, trusted, maximum, organizationId, clientId, builtIn] = found;
  const maximumScopes = fromJson<string[]>(maximum);
  const flags = { enabled: Boolean(enabled), trusted: Boolean(trusted), builtIn: Boolean(builtIn) };
  return { id: application_id, ...flags, maximumScopes, organizationId, clientId };
}

function viewerOf(found: Found, application: Application): Viewer {
  const [isSuperuser, isSystemAuditor] = found.user === null ? [] : fromJson<[unknown, unknown]>(found.user);
  const ceilings = { application: application?.maximumScopes ?? null, superuser: Boolean(isSuperuser) };
  return {
    tokenId: found.id,
    userId: found.user_id,
    isSuperuser: Boolean(isSuperuser),
    isSystemAuditor: Boolean(isSystemAuditor),
    roles: new Map(fromJson<[number, Role][]>(found.roles)),
    scopes: effectiveScopes(fromJson<string[]>(found.scopes), ceilings),
    trusted: application?.trusted ?? true,
    applicationId: found.application_id,
    origin: originOf(found, application),
  };
}

/**
 * The origin of what a token mints: its family, and when that ends. So no generation of minted tokens outlives the grant. What its
 * user makes in the console is made by the user, as by a personal token: it stands by itself, and outlives that somebody signs out.
 */
function originOf({ id, family_id, origin_id, expires_at, refresh_expires_at }: Found, application: Application): Viewer['origin'] {
  if (origin_id === null && (application === null || application.builtIn)) return null;
  const ends = [expires_at, refresh_expires_at ?? expires_at].map((time) => dateOf(time).getTime());
  return { familyId: family_id ?? id, endsAt: new Date(Math.max(...ends)) };
}
