import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Query } from '../shared/dialect.ts';
import { read } from '../shared/read.ts';
import { digestOf, secretOf } from '../shared/secrets.ts';
import { slot } from '../shared/slot.ts';
import { fromJson } from '../shared/table.ts';
import { revokeFamily } from '../tokens/family.ts';
import { Token } from '../tokens/token.entity.ts';
import { issueToken } from '../tokens/token.service.ts';
import { applicationOf, contextOf, currentRequest, type Environment, subjectOf, userIdOf, write } from './environment.ts';
import { touchGrant } from './grant.service.ts';
import { fromGrantId, toGrantId } from './grant-id.ts';
import { readOnly } from './read-only.ts';
import { pending, pendingRefreshToken, redeemFor } from './redemption.ts';
import { effectiveScope, scopesOf } from './scope.rules.ts';

type Kind = 'AccessToken' | 'ClientCredentials' | 'RefreshToken';

const seconds = (date: Date) => Math.floor(date.getTime() / 1000);

/** The tokens of the registry as those of the authorization server: one table for both. */
export function tokenAdapter(environment: Environment, kind: Kind): Adapter {
  const isRefresh = kind === 'RefreshToken';
  return {
    ...readOnly('refresh tokens by themselves'),
    // a refresh token is stored with its access token
    upsert: async (value, payload) => (isRefresh ? undefined : issue(environment, value, payload)),
    find: async (value) => {
      const found = await find(environment, value, isRefresh);
      if (!found || (found.token.userId === null) !== (kind === 'ClientCredentials')) return undefined;
      if (!isRefresh && found.token.expiresAt <= new Date()) return undefined;
      return payloadOf(found, kind, value);
    },
    consume: async (value) => {
      const found = await find(environment, value, true);
      const { databaseId: tokenId = 0, familyId, refreshExpiresAt } = found?.token ?? {};
      pending().redeemable = { tokenId, familyId: familyId ?? tokenId, refreshExpiresAt: refreshExpiresAt ?? new Date(0) };
    },
    // of tokens with a user the provider also revokes the grant, which is all of their family
    destroy: async (value) => {
      const found = kind === 'ClientCredentials' ? await find(environment, value, false) : undefined;
      if (found) await write(environment, null, (writing) => revokeFamily(writing, found.token.databaseId));
    },
    revokeByGrantId: async (grantId) => {
      const { userId, familyId } = fromGrantId(grantId);
      if (kind === 'AccessToken' && familyId != null) await write(environment, userId, (writing) => revokeFamily(writing, familyId));
    },
  };
}

async function issue(environment: Environment, value: string, { accountId, scope, iat = 0, exp = 0 }: AdapterPayload): Promise<void> {
  const application = applicationOf(currentRequest()?.oidc.client);
  const { redeemable } = pending();
  const userId = accountId === undefined ? null : userIdOf(accountId);
  const refresh = application.renewable && userId !== null ? pendingRefreshToken() : undefined;
  const refreshed = redeemable && 'tokenId' in redeemable ? redeemable : undefined;
  const grant = {
    application,
    userId,
    scopes: scopesOf(scope),
    description: '',
    expiresIn: exp - iat,
    access: secretOf(value),
    refresh,
    refreshed,
  };
  if (userId === null) {
    await issueToken(contextOf(environment, null), grant);
    return;
  }
  await redeemFor(environment, userId, redeemable, async (writing) => {
    const { token } = await issueToken(writing, grant);
    await touchGrant(writing, userId, application.databaseId);
    return { familyId: token.familyId ?? token.databaseId };
  });
}

async function find({ store }: Environment, value: string, isRefresh: boolean) {
  const table = store.table(Token);
  const db = store.read(true);
  const [found] = await read({ store, db }, `${isRefresh ? 'refresh' : 'access'} token by digest`, { digest: digestOf(value) }, () =>
    (db.selectFrom('token as x') as Query)
      .innerJoin('application as a', 'a.id', 'x.application_id')
      .leftJoin('user as u', 'u.id', 'x.user_id')
      .where(isRefresh ? 'x.refresh_digest' : 'x.digest', '=', slot('digest'))
      .where('x.revoked_at', 'is', null)
      .where('a.enabled', '=', true)
      .select(table.select('x'))
      .select(['a.client_id as clientId', 'a.maximum_scopes as maximum', 'u.is_superuser as superuser']),
  );
  if (!found) return undefined;
  const { clientId, maximum, superuser } = found as { clientId: string; maximum: unknown; superuser: unknown };
  return { token: table.row(found), clientId, maximumScopes: fromJson<string[]>(maximum), superuser: Boolean(superuser) };
}

function payloadOf(found: NonNullable<Awaited<ReturnType<typeof find>>>, kind: Kind, value: string): AdapterPayload {
  const { token, clientId, maximumScopes, superuser } = found;
  const { databaseId, userId, applicationId, familyId, createdAt, expiresAt, refreshExpiresAt, refreshUsedAt } = token;
  const isRefresh = kind === 'RefreshToken';
  return {
    kind,
    jti: value,
    clientId,
    iat: seconds(createdAt),
    exp: seconds((isRefresh && refreshExpiresAt) || expiresAt),
    scope: effectiveScope(token.scopes, maximumScopes, superuser),
    ...(userId !== null &&
      applicationId !== null && {
        accountId: subjectOf(userId),
        grantId: toGrantId({ userId, applicationId, familyId: familyId ?? databaseId }),
      }),
    ...(isRefresh && refreshUsedAt && { consumed: seconds(refreshUsedAt) }),
  };
}
