import { type Client, errors, type KoaContextWithOIDC, type Provider } from 'oidc-provider';
import { mayHaveScope } from '../shared/scopes.ts';
import { mayAuthorize } from './account.ts';
import { ComeBackLater } from './come-back-later.ts';
import { saveGrant } from './consent.service.ts';
import { applicationOf, type Environment, subjectOf } from './environment.ts';
import { toGrantId } from './grant-id.ts';
import { LoginRefusal, logIn } from './login.service.ts';
import { pending, pendingRefreshToken } from './redemption.ts';
import { requestedScopes } from './requested-scopes.ts';
import { grantable, isIdentity } from './scope.rules.ts';

/** Serves the two grant types of which the provider's own forms know no default scope, or nothing at all. */
export function registerGrantTypes(provider: Provider, environment: Environment): void {
  provider.registerGrantType('client_credentials', (ctx) => clientCredentials(provider, environment, ctx), ['scope']);
  provider.registerGrantType('password', (ctx) => password(provider, environment, ctx), ['username', 'password', 'scope']);
}

/** RFC 6749, section 4.4: the client acts for itself. */
async function clientCredentials(provider: Provider, environment: Environment, ctx: KoaContextWithOIDC): Promise<void> {
  const { client } = ctx.oidc;
  const asked = requestedScopes(applicationOf(client), ctx.oidc.params?.scope as string | undefined, environment.settings);
  // there is no user to know anything of, and no superuser
  const scope = asked.filter((name) => !isIdentity(name) && mayHaveScope(name, false)).join(' ');
  if (!scope) throw new errors.InvalidScope('a client that acts for itself cannot have this scope', asked.join(' '));
  const token = new provider.ClientCredentials({ client: client as Client, scope });
  const value = await token.save();
  ctx.body = { access_token: value, expires_in: token.expiration, token_type: token.tokenType, scope };
}

/** RFC 6749, section 4.3: the client shows its user's password. Only for clients that cannot do better. */
async function password(provider: Provider, environment: Environment, ctx: KoaContextWithOIDC): Promise<void> {
  const { client, params } = ctx.oidc;
  const { username, password: given } = (params ?? {}) as Record<string, string | undefined>;
  if (!username || !given) throw new errors.InvalidRequest('missing required parameter(s) "username" and "password"');
  const application = applicationOf(client);
  const scopes = requestedScopes(application, params?.scope as string | undefined, environment.settings);
  const account = await logIn(environment, { username, password: given, address: ctx.ip, requestId: ctx.get('x-request-id') }).catch(
    (error) => {
      if (!(error instanceof LoginRefusal)) throw error;
      if (error.retryAfter === undefined) throw new errors.CustomOIDCProviderError('invalid_grant', error.message);
      throw new ComeBackLater(ctx, error.status === 503 ? 'temporarily_unavailable' : 'invalid_grant', error);
    },
  );
  if (!mayAuthorize(account, application)) throw new errors.InvalidGrant('the user may not use this application');
  const scope = grantable(scopes, account.viewer.isSuperuser).join(' ');
  if (!scope) throw new errors.InvalidScope('the user has no right to this scope', scopes.join(' '));
  const userId = account.user.databaseId;
  pending().login = { passwordSetAt: account.user.passwordChangedAt?.getTime() };
  await saveGrant(environment, userId, application, scope.split(' '));
  const token = new provider.AccessToken({
    client: client as Client,
    accountId: subjectOf(userId),
    grantId: toGrantId({ userId, applicationId: application.databaseId }),
    gty: 'password',
    scope,
  });
  const refresh = application.renewable ? pendingRefreshToken().value : undefined;
  const value = await token.save();
  ctx.body = { access_token: value, expires_in: token.expiration, token_type: token.tokenType, scope, refresh_token: refresh };
}
