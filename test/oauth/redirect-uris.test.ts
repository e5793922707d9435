import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GrantType } from '../../src/applications/application.rules.ts';
import { mutate } from '../support/mutate.ts';
import { type OAuthWorld, PASSWORD, startOAuthWorld } from './support/provider.ts';

const REGISTERED = 'https://app.example.org/callback';

let world: OAuthWorld;
beforeAll(async () => {
  world = await startOAuthWorld();
});
afterAll(() => world.stop());

describe('the authorization endpoint', () => {
  it.each([
    ['another case of the path', 'https://app.example.org/Callback'],
    ['another case of the host', 'https://App.Example.org/callback'],
    ['a port', 'https://app.example.org:443/callback'],
    ['a slash at the end', 'https://app.example.org/callback/'],
    ['no path', 'https://app.example.org'],
    ['dot segments', 'https://app.example.org/x/../callback'],
    ['user information', 'https://app.example.org@evil.example/callback'],
    ['a user name', 'https://user@app.example.org/callback'],
    ['an encoded slash', 'https://app.example.org%2Fcallback'],
    ['an encoded slash in the path', 'https://app.example.org/%2Fcallback'],
    ['a fragment', 'https://app.example.org/callback#fragment'],
    ['a query', 'https://app.example.org/callback?next=evil'],
    ['a wildcard', 'https://*.example.org/callback'],
    ['a subdomain', 'https://sub.app.example.org/callback'],
    ['a host that begins alike', 'https://app.example.org.evil.example/callback'],
    ['a look-alike host', 'https://app.exаmple.org/callback'],
    ['another scheme', 'http://app.example.org/callback'],
    ['a look-alike scheme', 'httpss://app.example.org/callback'],
    ['a scheme that runs', 'javascript://app.example.org/callback'],
    ['a backslash', 'https://app.example.org\\callback'],
    ['a relative reference', '/callback'],
    ['white space', `${REGISTERED} `],
    ['nothing', ' '],
  ])('shows a page and never redirects to %s', async (_, uri) => {
    const client = await world.registerPublic({ redirectUris: [REGISTERED] });
    const { page } = await world.authorize(client, { redirect_uri: uri });
    expect(page.status).toBe(400);
    expect(page.response.headers.get('location')).toBeNull();
    expect(page.title).toBe('You are not sent on');
    expect(page.text).toContain('not registered for it');
    expect(page.text).not.toContain('<form');
  });

  it('refuses a wrong redirect URI before anything else that is wrong', async () => {
    const client = await world.registerPublic({ redirectUris: [REGISTERED] });
    const { page } = await world.authorize(client, { redirect_uri: 'https://evil.example/', response_type: 'token', scope: 'unknown' });
    expect(page.status).toBe(400);
    expect(page.response.headers.get('location')).toBeNull();
  });

  it.each(['http://127.0.0.1:49152/cb', 'http://[::1]:8080/cb', 'http://localhost:49152/cb'])('takes %s for any port', async (uri) => {
    const client = await world.registerPublic({ redirectUris: ['http://127.0.0.1/cb', 'http://[::1]/cb', 'http://localhost/cb'] });
    const { page } = await world.authorize(client, { redirect_uri: uri });
    expect(page.title).toMatch(/^Sign in to /);
  });

  it.each(['http://127.0.0.1:49152/other', 'http://localhost:49152/cb', 'http://127.0.0.2:49152/cb'])(
    'does not take %s for a registered loopback address of a confidential client',
    async (uri) => {
      const client = await world.register({ redirectUris: ['http://127.0.0.1/cb', 'http://localhost/cb'] });
      const { page } = await world.authorize(client, { redirect_uri: uri });
      expect(page.status).toBe(400);
    },
  );

  it.each(['65536', '99999'])('shows a page for a loopback address with the port %s, which there is not', async (port) => {
    const client = await world.registerPublic({ redirectUris: ['http://127.0.0.1/cb'] });
    for (const prompt of [undefined, 'none', 'consent']) {
      const { page } = await world.authorize(client, { redirect_uri: `http://127.0.0.1:${port}/cb`, prompt });
      expect({ status: page.status, location: page.response.headers.get('location') }).toEqual({ status: 400, location: null });
      expect(page.text).toContain('not registered for it');
    }
    const { status, body } = await world.post('/oauth/par', client, {
      response_type: 'code',
      redirect_uri: `http://127.0.0.1:${port}/cb`,
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    });
    expect({ status, error: body.error }).toEqual({ status: 400, error: 'invalid_request' });
  });

  describe('leaves what is registered as it is written', () => {
    const WRITTEN = "HTTPS://App.Example.org:443/a/../b?x=%20%7e+'&&y&z=?/";

    it('with a code', async () => {
      const client = await world.registerPublic({ redirectUris: [WRITTEN] });
      const { page, code, verifier } = await world.logIn(client, 'member', { redirect_uri: WRITTEN });
      const location = page.response.headers.get('location') as string;
      expect(location).toBe(`${WRITTEN}&${new URLSearchParams({ code, state: 'some state', iss: world.url })}`);
      expect((await world.redeem(client, code, verifier, { redirect_uri: WRITTEN })).status).toBe(200);
    });

    it('with an error', async () => {
      const client = await world.registerPublic({ redirectUris: [WRITTEN] });
      const { page } = await world.authorize(client, { redirect_uri: WRITTEN, prompt: 'none' });
      expect(page.response.headers.get('location')).toMatch(`${WRITTEN}&error=login_required&`);
    });

    it('with an answer in the fragment, and in a form', async () => {
      const client = await world.registerPublic({ redirectUris: [WRITTEN] });
      const ask = (mode: string) => world.authorize(client, { redirect_uri: WRITTEN, prompt: 'none', response_mode: mode });
      expect((await ask('fragment')).page.response.headers.get('location')).toMatch(`${WRITTEN}#error=login_required&`);
      expect((await ask('form_post')).page.text).toContain(`action="${WRITTEN.replaceAll('&', '&amp;').replaceAll("'", '&#39;')}"`);
    });
  });

  it.each([
    ['https://bücher.example/\u200b', /^https:\/\/b%C3%BCcher\.example\/%E2%80%8B\?code=[^&]+&state=/],
    ['https://app.example.org/?code=old&x=%20', /^https:\/\/app\.example\.org\/\?x=%20&code=(?!old)[^&]+&state=/],
    ['https://app.example.org/a|b?%zz', /^https:\/\/app\.example\.org\/a\|b\?%zz&code=[^&]+&state=/],
  ])('serves %j, which could be registered once', async (uri, location) => {
    const client = await world.registerPublic();
    const redirectUris = JSON.stringify([uri]) as never;
    await world.app.store.write(({ db }) =>
      db.updateTable('application').set({ redirect_uris: redirectUris }).where('id', '=', client.databaseId).execute(),
    );
    const { page } = await world.logIn(client, 'member', { redirect_uri: uri });
    expect(page.response.headers.get('location')).toMatch(location);
    const rename = (input: object) =>
      mutate(world.ask.admin, 'updateApplication', { id: client.id, description: 'kept', ...input }, 'application { redirectUris }');
    expect(await rename({})).toEqual({ userErrors: [], application: { redirectUris: [uri] } });
    expect((await rename({ redirectUris: [uri] })).userErrors).toEqual([]);
    expect((await rename({ redirectUris: [uri, REGISTERED] })).userErrors).toMatchObject([
      { code: 'INVALID_REDIRECT_URI', field: ['redirectUris', '0'] },
    ]);
  });

  it('sends users back to a private-use scheme', async () => {
    const client = await world.registerPublic({ redirectUris: ['com.example.app:/callback'] });
    const { page } = await world.logIn(client, 'member', { redirect_uri: 'com.example.app:/callback' });
    expect(page.url).toMatch(/^com\.example\.app:\/callback\?code=/);
  });

  it('sends nobody on for an application that uses no codes', async () => {
    const client = await world.registerPublic({ grantTypes: [GrantType.DEVICE_CODE], authorizationGrantType: GrantType.DEVICE_CODE });
    const { page } = await world.authorize(client, { prompt: 'none' });
    expect({ status: page.status, location: page.response.headers.get('location') }).toEqual({ status: 400, location: null });
  });

  it.each([[{ redirectUris: ['https://app.example.org/other'] }], [{ grantTypes: ['PASSWORD'], redirectUris: [] }]])(
    'stops whoever is about to log in or to consent once an application has no such redirect URI any more: %j',
    async (change) => {
      const grantTypes = [GrantType.PASSWORD, GrantType.AUTHORIZATION_CODE];
      for (const isLoggedIn of [false, true]) {
        const client = await world.registerPublic({ authorizationGrantType: GrantType.PASSWORD, grantTypes });
        const { page: login } = await world.authorize(client);
        const member = { username: 'member', password: PASSWORD, action: 'login' };
        const page = isLoggedIn ? await login.submit(member) : login;
        expect((await mutate(world.ask.admin, 'updateApplication', { id: client.id, ...change })).userErrors).toEqual([]);
        const stopped = await page.submit(isLoggedIn ? { action: 'allow' } : member);
        expect({ status: stopped.status, title: stopped.title }).toEqual({ status: 400, title: 'You are not sent on' });
      }
    },
  );

  it('redeems a code only with the redirect URI that it was sent to', async () => {
    const client = await world.registerPublic({ redirectUris: [REGISTERED, 'https://app.example.org/other'] });
    const { code, verifier } = await world.logIn(client);
    const { status, body } = await world.redeem(client, code, verifier, { redirect_uri: 'https://app.example.org/other' });
    expect({ status, error: body.error }).toEqual({ status: 400, error: 'invalid_grant' });
  });
});
