import { type Adapter, type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider';
import { findAccount } from './account.ts';
import { artifactAdapter } from './artifact.adapter.ts';
import { clientAdapter } from './client.adapter.ts';
import { mayAsk } from './client.rules.ts';
import { applicationOf, type Environment } from './environment.ts';
import { existingGrant, grantAdapter } from './grant.adapter.ts';
import type { KeySet } from './keys.rules.ts';
import { confirmCode, enterCode, showConnected } from './pages/device.ts';
import { showError } from './pages/error.ts';
import { showLoggedOut } from './pages/logout.ts';
import { checkLengths } from './parameters.ts';
import { prompts } from './prompts.ts';
import { requestedScopes } from './requested-scopes.ts';
import { INTERACTION_PATH, ROUTES } from './routes.ts';
import { IDENTITY_SCOPES } from './scope.rules.ts';
import { signOut } from './sign-out.ts';
import { tokenAdapter } from './token.adapter.ts';

/** Seconds for which each thing lives that no application decides about. */
const LIFETIMES = { AuthorizationCode: 60, DeviceCode: 600, IdToken: 3_600, Interaction: 1_800, Grant: 60 };
/** Seconds for which a session lives: that of somebody, and one that is nobody's yet. */
const SESSION_LIFETIMES = { somebody: 8 * 3_600, nobody: 1_800 };

function adapterFor(environment: Environment, name: string): Adapter {
  if (name === 'Client') return clientAdapter(environment);
  if (name === 'Grant') return grantAdapter(environment);
  if (name === 'AccessToken' || name === 'ClientCredentials' || name === 'RefreshToken') return tokenAdapter(environment, name);
  return artifactAdapter(environment, name);
}

/** How the provider is to behave. */
export function configurationOf(environment: Environment, keys: KeySet, origins: readonly string[]): Configuration {
  const { settings } = environment;
  const accessValidity = (ctx: KoaContextWithOIDC | undefined, _: unknown, client: object | undefined) => {
    const { exp = Number.POSITIVE_INFINITY } = ctx?.oidc.entities.RotatedRefreshToken ?? {};
    // what is refreshed ends with the grant
    return Math.min(applicationOf(client).accessValidity ?? settings.accessValidity, exp - Math.floor(Date.now() / 1000));
  };
  const cookie = { httpOnly: true, sameSite: 'lax', signed: true } as const;
  return {
    adapter: (name) => adapterFor(environment, name),
    jwks: keys.jwks,
    cookies: {
      keys: keys.cookieKeys,
      names: { session: 'clientele_session', interaction: 'clientele_interaction', resume: 'clientele_resume' },
      long: cookie,
      short: cookie,
    },
    routes: ROUTES,
    scopes: [...IDENTITY_SCOPES, ...settings.scopes].map(({ name }) => name),
    claims: { openid: ['sub'], profile: ['name', 'given_name', 'family_name', 'preferred_username'], email: ['email', 'email_verified'] },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    responseTypes: ['code'],
    pkce: { required: () => true },
    extraClientMetadata: { properties: ['application'], validator: () => {} },
    // every authorization request passes here, so this is where scopes that nobody knows are refused
    extraParams: {
      async scope(ctx: KoaContextWithOIDC, value: string | undefined, client: object) {
        checkLengths(ctx.oidc.params ?? {});
        const application = applicationOf(client);
        const given = givenScope(ctx);
        if (given) requestedScopes(application, given, settings);
        // the provider has dropped what it does not know by now, and "offline_access", which may have been all there was
        const scopes = requestedScopes(application, value ?? (given && 'offline_access'), settings);
        if (ctx.oidc.params) ctx.oidc.params.scope = scopes.join(' ');
      },
    } as Configuration['extraParams'],
    ttl: {
      ...LIFETIMES,
      AccessToken: accessValidity,
      ClientCredentials: accessValidity,
      Session: (_, { accountId }) => (accountId ? SESSION_LIFETIMES.somebody : SESSION_LIFETIMES.nobody),
      RefreshToken: (_, __, client) => applicationOf(client).grantValidity ?? settings.grantValidity,
    } as Configuration['ttl'],
    expiresWithSession: async () => false,
    issueRefreshToken: async (_, client) => applicationOf(client).renewable,
    rotateRefreshToken: true,
    revokeGrantPolicy: () => false,
    loadExistingGrant: (ctx) => existingGrant(environment, ctx),
    findAccount: (_, subject, token) => findAccount(environment, subject, token),
    clientBasedCORS: (_, origin, client) => mayAsk(applicationOf(client), origin, origins, settings),
    renderError: showError,
    interactions: { policy: prompts(), url: (_, { uid }) => `${environment.issuer}${INTERACTION_PATH}/${uid}` },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      resourceIndicators: { enabled: false },
      clientCredentials: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: signOut, postLogoutSuccessSource: showLoggedOut },
      deviceFlow: {
        enabled: true,
        deviceInfo: () => ({}),
        userCodeInputSource: enterCode,
        userCodeConfirmSource: confirmCode,
        successSource: showConnected,
      },
      introspection: { enabled: true, allowedPolicy: (ctx, client, token) => mayIntrospect(ctx, client, token) },
      revocation: { enabled: true, allowedPolicy: (_, client, token) => mayRevoke(client, token) },
    },
  };
}

/** The scope of an authorization request as it was sent, be it with an earlier one (RFC 9126). */
function givenScope(ctx: KoaContextWithOIDC): string | undefined {
  const pushed = ctx.oidc.entities.PushedAuthorizationRequest as { request?: string } | undefined;
  const [, payload = ''] = pushed?.request?.split('.') ?? [];
  const parameters = pushed ? JSON.parse(Buffer.from(payload, 'base64url').toString()) : ctx.method === 'POST' ? ctx.oidc.body : ctx.query;
  return typeof parameters?.scope === 'string' ? parameters.scope : undefined;
}

/** RFC 7662, section 2.1: a client asks about its own tokens, a confidential one about those of its organization. */
async function mayIntrospect(
  ctx: KoaContextWithOIDC,
  client: { clientId: string; clientAuthMethod?: string | undefined },
  token: { clientId?: string | undefined },
): Promise<boolean> {
  if (token.clientId === client.clientId) return true;
  if (client.clientAuthMethod === 'none') return false;
  const other = (await ctx.oidc.provider.Client.find(token.clientId ?? '')) as object | undefined;
  return other !== undefined && applicationOf(other).organizationId === applicationOf(client).organizationId;
}

/** RFC 7009, section 2.1: a client revokes what was issued to it, and is told if something was not. */
function mayRevoke(client: { clientId: string }, token: { clientId?: string | undefined }): boolean {
  if (token.clientId === client.clientId) return true;
  throw new errors.InvalidRequest('the token was issued to another client');
}
