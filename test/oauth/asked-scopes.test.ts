import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GrantType } from '../../src/applications/application.rules.ts';
import { Browser } from './support/browser.ts';
import { type Client, type OAuthWorld, PASSWORD, REDIRECT_URI, startOAuthWorld } from './support/provider.ts';

let world: OAuthWorld;
beforeAll(async () => {
  world = await startOAuthWorld({ PASSWORD_GRANT: 'true' });
});
afterAll(() => world.stop());

const REDIRECTING = { authorizationGrantType: GrantType.AUTHORIZATION_CODE, redirectUris: [REDIRECT_URI] };
const OTHERS = (authorizationGrantType: GrantType) => ({ authorizationGrantType, redirectUris: [] });

/** The ways to a token of a user, each for a scope as a client sends it. */
const WAYS: Readonly<Record<string, (scope: string | undefined, renewable: boolean) => Promise<{ client: Client; body: Granted }>>> = {
  'the authorization code flow': async (scope, renewable) => {
    const client = await world.registerPublic({ ...REDIRECTING, renewable });
    const { code, verifier } = await world.logIn(client, 'member', { scope });
    return { client, body: (await world.redeem(client, code, verifier)).body };
  },
  'a pushed authorization request': async (scope, renewable) => {
    const client = await world.register({ ...REDIRECTING, renewable });
    const verifier = 'v'.repeat(43);
    const pushed = await world.post('/oauth/par', client, {
      client_id: client.clientId,
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      code_challenge: await challengeOf(verifier),
      code_challenge_method: 'S256',
      ...(scope !== undefined && { scope }),
    });
    const search = new URLSearchParams({ client_id: client.clientId, request_uri: pushed.body.request_uri });
    const login = await new Browser(world.url).open(`${world.url}/oauth/authorize?${search}`);
    const consent = await login.submit({ username: 'member', password: PASSWORD, action: 'login' });
    const { code = '' } = (await consent.submit({ action: 'allow' })).parameters;
    return { client, body: (await world.redeem(client, code, verifier)).body };
  },
  'a device': async (scope, renewable) => {
    const client = await world.registerPublic({ ...OTHERS(GrantType.DEVICE_CODE), renewable });
    const { body: device } = await world.post('/oauth/device_authorization', client, scope === undefined ? {} : { scope });
    let page = await new Browser(world.url).open(device.verification_uri_complete);
    for (const fields of [
      {},
      { confirm: 'yes' },
      { username: 'member', password: PASSWORD, action: 'login' },
      { action: 'allow' },
    ] as Record<string, string>[]) {
      page = await page.submit({ user_code: device.user_code, ...fields });
    }
    const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: device.device_code };
    return { client, body: (await world.post('/oauth/token', client, grant)).body };
  },
  'the password grant': async (scope, renewable) => {
    const client = await world.registerPublic({ ...OTHERS(GrantType.PASSWORD), renewable });
    const asked = { grant_type: 'password', username: 'member', password: PASSWORD, ...(scope !== undefined && { scope }) };
    return { client, body: (await world.post('/oauth/token', client, asked)).body };
  },
};

interface Granted {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly scope: string;
}

const challengeOf = async (verifier: string) =>
  Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(verifier))).toString('base64url');

const userinfo = (token: string) => fetch(`${world.url}/oauth/userinfo`, { headers: { authorization: `Bearer ${token}` } });

describe.each(Object.entries(WAYS))('through %s, a client', (_, tokenFor) => {
  it.each([
    ['for nothing', undefined, 'write'],
    ['for a scope without a value, which counts as nothing', '', 'write'],
    ['only to stay connected', 'offline_access', 'offline_access'],
    ['only who the user is', 'openid', 'openid'],
    ['only who the user is, and to stay connected', 'openid profile email', 'openid profile email'],
  ])('that asks %s (%j) gets %j', async (_, scope, granted) => {
    for (const renewable of [true, false]) expect((await tokenFor(scope, renewable)).body.scope).toBe(granted);
  });

  it('that asks only who the user is learns that and can do nothing else, also after a refresh', async () => {
    const { client, body } = await tokenFor('openid profile', true);
    const refreshed = await world.post('/oauth/token', client, { grant_type: 'refresh_token', refresh_token: body.refresh_token ?? '' });
    expect(refreshed.body.scope).toBe('openid profile');
    const token = refreshed.body.access_token;
    expect(await (await userinfo(token)).json()).toMatchObject({ sub: world.users.member.id, preferred_username: 'member' });
    for (const query of ['{ viewer { id } }', '{ applications { totalCount } }', 'mutation { createToken(input: {}) { accessToken } }']) {
      expect((await world.as(token)(query)).errors?.[0].extensions.code).toBe('FORBIDDEN');
    }
  });
});

describe('a scope that is none', () => {
  it.each([' ', '  ', ' write'])('%j is refused by every way', async (scope) => {
    const codes = await world.registerPublic();
    expect((await world.authorize(codes, { scope })).page.parameters.error).toBe('invalid_scope');
    const device = await world.registerPublic(OTHERS(GrantType.DEVICE_CODE));
    expect((await world.post('/oauth/device_authorization', device, { scope })).body.error).toBe('invalid_scope');
  });

  it.each(['openid', 'offline_access', 'openid offline_access profile email', ' '])(
    '%j is refused to a client that acts for itself, which is nobody to know',
    async (scope) => {
      const client = await world.register(OTHERS(GrantType.CLIENT_CREDENTIALS));
      const { status, body } = await world.post('/oauth/token', client, { grant_type: 'client_credentials', scope });
      expect({ status, error: body.error }).toEqual({ status: 400, error: 'invalid_scope' });
    },
  );
});

describe('an application whose own scope is empty', () => {
  it('grants nothing to a request that asks for nothing, however it is sent', async () => {
    const client = await world.registerPublic({ scopes: [], maximumScopes: ['write'] });
    const asked = { response_type: 'code', redirect_uri: REDIRECT_URI, code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' };
    const { body } = await world.post('/oauth/par', client, asked);
    for (const parameters of [asked, { request_uri: body.request_uri as string }]) {
      const search = new URLSearchParams({ client_id: client.clientId, ...parameters });
      const login = await new Browser(world.url).open(`${world.url}/oauth/authorize?${search}`);
      const page = await login.submit({ username: 'member', password: PASSWORD, action: 'login' });
      expect(page.parameters.error).toBe('access_denied');
    }
  });
});
