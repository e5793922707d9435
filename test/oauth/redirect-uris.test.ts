import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OAuthWorld, startOAuthWorld } from './support/provider.ts';

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
    expect(page.title).toBe('That did not work');
    expect(page.text).toContain('not registered for it');
    expect(page.text).not.toContain('<form');
  });

  it('refuses a wrong redirect URI before anything else that is wrong', async () => {
    const client = await world.registerPublic({ redirectUris: [REGISTERED] });
    const { page } = await world.authorize(client, { redirect_uri: 'https://evil.example/', response_type: 'token', scope: 'unknown' });
    expect(page.status).toBe(400);
    expect(page.response.headers.get('location')).toBeNull();
  });

  it.each(['http://127.0.0.1:49152/cb', 'http://[::1]:8080/cb'])('takes the loopback address %s with any port', async (uri) => {
    const client = await world.registerPublic({ redirectUris: ['http://127.0.0.1/cb', 'http://[::1]/cb'] });
    const { page } = await world.authorize(client, { redirect_uri: uri });
    expect(page.title).toBe('Log in');
  });

  it.each(['http://127.0.0.1:49152/other', 'http://localhost:49152/cb', 'http://127.0.0.2:49152/cb'])(
    'does not take %s for a registered loopback address',
    async (uri) => {
      const client = await world.registerPublic({ redirectUris: ['http://127.0.0.1/cb', 'http://localhost/cb'] });
      const { page } = await world.authorize(client, { redirect_uri: uri });
      expect(page.status).toBe(400);
    },
  );

  it('sends users back to a private-use scheme', async () => {
    const client = await world.registerPublic({ redirectUris: ['com.example.app:/callback'] });
    const { page } = await world.logIn(client, 'member', { redirect_uri: 'com.example.app:/callback' });
    expect(page.url).toMatch(/^com\.example\.app:\/callback\?code=/);
  });

  it('redeems a code only with the redirect URI that it was sent to', async () => {
    const client = await world.registerPublic({ redirectUris: [REGISTERED, 'https://app.example.org/other'] });
    const { code, verifier } = await world.logIn(client);
    const { status, body } = await world.redeem(client, code, verifier, { redirect_uri: 'https://app.example.org/other' });
    expect({ status, error: body.error }).toEqual({ status: 400, error: 'invalid_grant' });
  });
});
