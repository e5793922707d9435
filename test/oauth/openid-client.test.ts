import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as oidc from 'openid-client';
import { GrantType } from '../../src/applications/application.rules.ts';
import { Browser } from './support/browser.ts';
import { type Client, type OAuthWorld, PASSWORD, REDIRECT_URI, startOAuthWorld } from './support/provider.ts';

let world: OAuthWorld;
beforeAll(async () => {
  world = await startOAuthWorld({ PASSWORD_GRANT: 'true' });
});
afterAll(() => world.stop());

/** Finds out about the server as a client library does. */
const discover = ({ clientId, clientSecret }: Client) =>
  oidc.discovery(new URL(world.url), clientId, undefined, clientSecret ? oidc.ClientSecretBasic(clientSecret) : oidc.None(), {
    execute: [oidc.allowInsecureRequests],
  });

/** Sends a member of the organization through login and consent. */
async function comeBack(url: URL): Promise<URL> {
  const login = await new Browser(world.url).open(url.href);
  const consent = await login.submit({ username: 'member', password: PASSWORD, action: 'login' });
  return new URL((await consent.submit({ action: 'allow' })).url);
}

async function codeFlow() {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const [expectedState, expectedNonce] = [oidc.randomState(), oidc.randomNonce()];
  const parameters = {
    redirect_uri: REDIRECT_URI,
    scope: 'openid profile email write',
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    nonce: expectedNonce,
  };
  return { parameters, checks: { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true } };
}

describe.each([
  ['public', () => world.registerPublic()],
  ['confidential', () => world.register()],
])('openid-client, for a %s client', (_, register) => {
  it('logs a user in, learns who it is, refreshes, and is told that replay is not possible', async () => {
    const config = await discover(await register());
    const { parameters, checks } = await codeFlow();
    const tokens = await oidc.authorizationCodeGrant(config, await comeBack(oidc.buildAuthorizationUrl(config, parameters)), checks);
    expect(tokens.claims()).toMatchObject({ iss: world.url, sub: world.users.member.id });
    expect(tokens.expiresIn()).toBeGreaterThan(3_500);

    const claims = await oidc.fetchUserInfo(config, tokens.access_token, world.users.member.id);
    expect(claims).toMatchObject({ sub: world.users.member.id, preferred_username: 'member' });

    const { data } = await world.as(tokens.access_token)('{ viewer { id } }');
    expect(data.viewer.id).toBe(world.users.member.id);

    const refreshed = await oidc.refreshTokenGrant(config, tokens.refresh_token as string);
    expect(refreshed.access_token).not.toBe(tokens.access_token);
    await expect(oidc.refreshTokenGrant(config, tokens.refresh_token as string)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect((await world.as(refreshed.access_token)('{ viewer { id } }')).status).toBe(401);
    await expect(oidc.refreshTokenGrant(config, refreshed.refresh_token as string)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('pushes its authorization request', async () => {
    const config = await discover(await register());
    const { parameters, checks } = await codeFlow();
    const url = await oidc.buildAuthorizationUrlWithPAR(config, parameters);
    expect(url.searchParams.get('redirect_uri')).toBeNull();
    const tokens = await oidc.authorizationCodeGrant(config, await comeBack(url), checks);
    expect(tokens.scope).toBe('openid profile email write');
    const again = await new Browser(world.url).open(url.href);
    expect(again.parameters.error).toBe('invalid_request_uri');
  });

  it('revokes a token, which ends at once', async () => {
    const config = await discover(await register());
    const { parameters, checks } = await codeFlow();
    const tokens = await oidc.authorizationCodeGrant(config, await comeBack(oidc.buildAuthorizationUrl(config, parameters)), checks);
    expect(await oidc.tokenIntrospection(config, tokens.access_token)).toMatchObject({
      active: true,
      sub: world.users.member.id,
      scope: 'openid profile email write',
      token_type: 'Bearer',
    });
    await oidc.tokenRevocation(config, tokens.refresh_token as string);
    expect(await oidc.tokenIntrospection(config, tokens.access_token)).toEqual({ active: false });
    expect((await world.as(tokens.access_token)('{ viewer { id } }')).status).toBe(401);
  });
});

describe('openid-client', () => {
  it('gets a token for a client that acts for itself', async () => {
    const client = await world.register({
      authorizationGrantType: GrantType.CLIENT_CREDENTIALS,
      redirectUris: [],
      maximumScopes: ['write'],
    });
    const tokens = await oidc.clientCredentialsGrant(await discover(client), { scope: 'read' });
    expect(tokens).toMatchObject({ scope: 'read', token_type: 'bearer' });
    expect(tokens.refresh_token).toBeUndefined();
    const { data } = await world.as(tokens.access_token)('{ viewer { id } }');
    expect(data).toEqual({ viewer: null });
  });

  it.each(['a device that shows the whole address', 'a device that shows a code'])('connects %s', async (kind) => {
    const client = await world.registerPublic({ authorizationGrantType: GrantType.DEVICE_CODE, redirectUris: [] });
    const config = await discover(client);
    const started = await oidc.initiateDeviceAuthorization(config, { scope: 'openid read' });
    expect(started.verification_uri).toBe(`${world.url}/oauth/device`);
    const isWhole = kind.includes('address');
    const browser = new Browser(world.url);
    const enter = await browser.open(isWhole ? (started.verification_uri_complete as string) : started.verification_uri);
    if (isWhole) expect(enter.text).toContain(`value="${started.user_code}"`);
    const confirm = await enter.submit({ user_code: started.user_code.toLowerCase() });
    expect(confirm.text).toContain(started.user_code);
    const login = await confirm.submit({ confirm: 'yes' });
    const consent = await login.submit({ username: 'member', password: PASSWORD, action: 'login' });
    const done = await consent.submit({ action: 'allow' });
    expect(done.title).toBe('The device is connected');
    const tokens = await oidc.pollDeviceAuthorizationGrant(config, { ...started, interval: 0.05 });
    expect(tokens).toMatchObject({ scope: 'openid read', refresh_token: expect.any(String) });
    const { data } = await world.as(tokens.access_token)('{ viewer { username } }');
    expect(data.viewer.username).toBe('member');
  });

  it('gives a password where that is switched on', async () => {
    const client = await world.register({ authorizationGrantType: GrantType.PASSWORD, redirectUris: [] });
    const config = await discover(client);
    expect(config.serverMetadata().grant_types_supported).toContain('password');
    const tokens = await oidc.genericGrantRequest(config, 'password', { username: 'member', password: PASSWORD, scope: 'read' });
    expect(tokens).toMatchObject({ scope: 'read' });
    const refreshed = await oidc.refreshTokenGrant(config, tokens.refresh_token as string);
    const { data } = await world.as(refreshed.access_token)('{ viewer { username } }');
    expect(data.viewer.username).toBe('member');
  });
});
