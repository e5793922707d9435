import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GrantType } from '../../src/applications/application.rules.ts';
import { basic, type OAuthWorld, PASSWORD, REDIRECT_URI, startOAuthWorld } from './support/provider.ts';

let world: OAuthWorld;
beforeAll(async () => {
  world = await startOAuthWorld({ PASSWORD_GRANT: 'true' });
});
afterAll(() => world.stop());

const AUTHORIZATION = [
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'nonce',
  'login_hint',
  'ui_locales',
  'display',
  'acr_values',
  'prompt',
  'max_age',
  'code_challenge',
  'response_mode',
  'id_token_hint',
];

describe('a NUL', () => {
  it.each(AUTHORIZATION)('in %s of an authorization request is refused, by GET and by POST', async (name) => {
    const client = await world.registerPublic();
    const { page } = await world.authorize(client, { [name]: 'a\0b' });
    const error = page.url.startsWith(REDIRECT_URI) ? page.parameters.error : page.text;
    expect({ isFault: page.status >= 500, isLogin: page.title.startsWith('Sign in to ') }).toEqual({ isFault: false, isLogin: false });
    expect(error).toMatch(/invalid_request|invalid_client|invalid_redirect_uri/);
    const body = new URLSearchParams({ client_id: client.clientId, redirect_uri: REDIRECT_URI, response_type: 'code', [name]: 'a\0b' });
    const response = await fetch(`${world.url}/oauth/authorize`, { method: 'POST', body, redirect: 'manual' });
    expect(response.status).toBeLessThan(500);
    expect(response.headers.get('location') ?? '').not.toContain('/oauth/interaction');
  });

  it('in a login is refused, and the next one works', async () => {
    const client = await world.registerPublic();
    const { page } = await world.authorize(client);
    const attempts: Record<string, string>[] = [
      { username: 'mem\0ber', password: PASSWORD, action: 'login' },
      { username: 'member', password: `${PASSWORD}\0`, action: 'login' },
      { username: 'member', password: PASSWORD, action: 'login', 'na\0me': 'x\0' },
    ];
    for (const fields of attempts) {
      const refused = await page.submit(fields);
      expect({ status: refused.status, title: refused.title }).toEqual({ status: 400, title: 'This request cannot be answered' });
      expect(refused.text).toContain('must be Unicode text without the NUL character');
    }
    const after = await page.submit({ username: 'member', password: PASSWORD, action: 'login' });
    expect(after.title).toMatch(/wants access to your account$/);
  });

  it.each([
    ['/oauth/token', { grant_type: 'password', username: 'mem\0ber', password: PASSWORD }],
    ['/oauth/token', { grant_type: 'password', username: 'member', password: `${PASSWORD}\0` }],
    ['/oauth/token', { grant_type: 'password', username: 'member', password: PASSWORD, scope: 'write\0' }],
    ['/oauth/token', { grant_type: 'authorization_code', code: 'a\0b', redirect_uri: REDIRECT_URI, code_verifier: 'x\0' }],
    ['/oauth/token', { grant_type: 'refresh_token', refresh_token: 'a\0b' }],
    ['/oauth/token', { grant_type: 'pass\0word' }],
    ['/oauth/device_authorization', { scope: 'write\0' }],
    ['/oauth/introspect', { token: 'a\0b' }],
    ['/oauth/revoke', { token: 'a\0b' }],
    ['/oauth/par', { state: 'a\0b', redirect_uri: REDIRECT_URI, response_type: 'code' }],
  ])('in a form for %s is refused: %j', async (path, fields) => {
    const client = await world.register({ authorizationGrantType: GrantType.PASSWORD, redirectUris: [] });
    const { status, body } = await world.post(path, client, fields as Record<string, string>);
    expect({ status, error: body.error }).toEqual({ status: 400, error: 'invalid_request' });
  });

  it.each([
    ['/oauth/device', { user_code: 'AB\0CD' }],
    ['/oauth/logout', { id_token_hint: 'a\0b', state: 'x\0' }],
  ])('in %s is no fault', async (path, fields) => {
    const search = new URLSearchParams(fields as Record<string, string>);
    for (const response of [await fetch(`${world.url}${path}?${search}`), await fetch(world.url + path, { method: 'POST', body: search })])
      expect(response.status).toBeLessThan(500);
  });

  it('in the credentials of a client is refused', async () => {
    const client = await world.register();
    for (const [clientId, clientSecret] of [
      ['a\0b', 'x'],
      [client.clientId, 'x\0'],
    ] as const) {
      const authorization = basic({ ...client, clientId, clientSecret });
      const body = new URLSearchParams({ grant_type: 'client_credentials' });
      const response = await fetch(`${world.url}/oauth/token`, { method: 'POST', body, headers: { authorization } });
      expect([400, 401]).toContain(response.status);
    }
  });
});
