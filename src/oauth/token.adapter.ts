import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import { secretWorks } from '../access/locks.ts';
import { touchGrant } from '../grants/grant.service.ts';
import { PreconditionFailed } from '../query/store.ts';
import { NO_ID } from '../shared/ids.ts';
import { digestOf, secretOf } from '../shared/secrets.ts';
import { revokeFamily } from '../tokens/family.ts';
import { findToken, type UsableToken } from '../tokens/token.lookup.ts';
import { issueToken } from '../tokens/token.service.ts';
import { applicationOf, contextOf, currentRequest, type Environment, subjectOf, userIdOf, write } from './environment.ts';
import { fromGrantId, toGrantId } from './grant-id.ts';
import { readOnly } from './read-only.ts';
import { pending, pendingRefreshToken, redeemFor } from './redemption.ts';
import { effectiveScope, scopesOf } from './scope.rules.ts';
import { isCurrent } from './session.ts';

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
      const token = await find(environment, kind, value);
      return token && payloadOf(token, kind, value);
    },
    consume: async (value) => {
      const token = await find(environment, kind, value);
      pending().redeemable = { tokenId: token?.id ?? NO_ID, familyId: token?.familyId ?? NO_ID };
    },
    // of tokens with a user the provider also revokes the grant, which is all of their family
    destroy: async (value) => {
      const token = kind === 'ClientCredentials' ? await find(environment, kind, value) : undefined;
      if (token) await write(environment, null, (writing) => revokeFamily(writing, token.id));
    },
    revokeByGrantId: async (grantId) => {
      const { userId, familyId } = fromGrantId(grantId);
      if (kind === 'AccessToken' && familyId != null) await write(environment, userId, (writing) => revokeFamily(writing, familyId));
    },
  };
}

async function issue(environment: Environment, value: string, { accountId, scope, iat = 0, exp = 0 }: AdapterPayload): Promise<void> {
  const application = applicationOf(currentRequest()?.oidc.client);
  const { redeemable, login, secretId } = pending();
  const userId = accountId === undefined ? null : userIdOf(accountId);
  const refresh = application.renewable && userId !== null ? pendingRefreshToken() : undefined;
  const scopes = scopesOf(scope);
  const grant = { application, userId, scopes, description: '', expiresIn: exp - iat, access: secretOf(value), refresh };
  if (userId === null) {
    const precondition = secretId === undefined ? undefined : secretWorks(secretId);
    await issueToken(contextOf(environment, null), { ...grant, precondition }).catch((error) => {
      throw error instanceof PreconditionFailed ? new errors.InvalidClient('the secret has ended, or the application is disabled') : error;
    });
    return;
  }
  const pair = { userId, applicationId: application.databaseId };
  await redeemFor(environment, { ...pair, secretId }, redeemable, async (writing, refreshed) => {
    // by now nobody changes the user
    if (login && !(await isCurrent(environment, writing.db, userId, login))) throw new errors.InvalidGrant('the password has changed');
    // it may have been narrowed since the refresh token was looked at
    const left = refreshed?.refreshScopes ? scopesOf(effectiveScope(scopes, refreshed.refreshScopes, true)) : scopes;
    const { token } = await issueToken(writing, { ...grant, scopes: left, refreshed });
    const hasGrant = await touchGrant(writing, pair);
    if (!hasGrant && !refreshed) throw new errors.InvalidGrant('the grant was withdrawn, or the user may not use the application any more');
    return { familyId: token.familyId ?? token.databaseId };
  });
}

/** Finds a token of a kind that works; the registry has others. */
async function find({ store }: Environment, kind: Kind, value: string): Promise<ApplicationToken | undefined> {
  const token = await findToken(store, kind === 'RefreshToken' ? 'refresh_digest' : 'digest', digestOf(value));
  if ('invalid' in token || !token.application || (token.userId === null) !== (kind === 'ClientCredentials')) return undefined;
  return token as ApplicationToken;
}

type ApplicationToken = UsableToken & { readonly application: NonNullable<UsableToken['application']> };

function payloadOf(token: ApplicationToken, kind: Kind, value: string): AdapterPayload {
  const { userId, application, familyId, createdAt, expiresAt, refreshExpiresAt, refreshUsedAt, viewer } = token;
  const isRefresh = kind === 'RefreshToken';
  return {
    kind,
    jti: value,
    clientId: application.clientId,
    iat: seconds(createdAt),
    exp: seconds((isRefresh && refreshExpiresAt) || expiresAt),
    scope: effectiveScope(token.scopes, application.maximumScopes, viewer.isSuperuser),
    ...(userId !== null && {
      accountId: subjectOf(userId),
      grantId: toGrantId({ userId, applicationId: application.id, familyId }),
    }),
    ...(isRefresh && refreshUsedAt && { consumed: seconds(refreshUsedAt) }),
  };
}
