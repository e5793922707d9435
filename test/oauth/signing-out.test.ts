import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as oidc from 'openid-client';
import { mutate } from '../support/mutate.ts';
import { Browser } from './support/browser.ts';
import { type Client, type OAuthWorld, PASSWORD, startOAuthWorld } from './support/provider.ts';

const GOODBYE = 'https://app.example.org/goodbye?from=here';
const NATIVE = 'com.example.app:/goodbye';

let world: OAuthWorld;
beforeAll(async () => {
  world = await startOAuthWorld();
});
afterAll(() => world.stop());

const registered = () => world.registerPublic({ postLogoutRedirectUris: [GOODBYE, NATIVE, 'http://127.0.0.1/goodbye'] });

/** A browser in which a member is logged in at a client, with the ID token that the client got. */
async function loggedIn(client: Client) {
  const browser = new Browser(world.url);
  const { page: login, verifier } = await world.authorize(client, {}, browser);
  const back = await (await login.submit({ username: 'member', password: PASSWORD, action: 'login' })).submit({ action: 'allow' });
  const { body } = await world.redeem(client, back.parameters.code ?? '', verifier);
  return { browser, idToken: body.id_token as string };
}

/** Where a client library sends somebody who signs out. */
async function endSession({ clientId }: Client, parameters: Record<string, string>) {
  const config = await oidc.discovery(new URL(world.url), clientId, undefined, oidc.None(), { execute: [oidc.allowInsecureRequests] });
  return oidc.buildEndSessionUrl(config, parameters).href;
}

const isLoggedIn = async (client: Client, browser: Browser) =>
  (await world.authorize(client, { prompt: 'none' }, browser)).page.parameters.error !== 'login_required';

describe('whoever signs out at an application', () => {
  it.each([
    ['with the ID token', true, GOODBYE, 'app.example.org'],
    ['without it', false, GOODBYE, 'app.example.org'],
    ['of a private-use scheme', true, NATIVE, 'the app com.example.app'],
  ])('%s is told where they go, is signed out, and comes back with its state', async (_, hasToken, uri, said) => {
    const client = await registered();
    const { browser, idToken } = await loggedIn(client);
    const hint: Record<string, string> = hasToken ? { id_token_hint: idToken } : {};
    const asked = await browser.open(await endSession(client, { post_logout_redirect_uri: uri, state: 'a b&c', ...hint }));
    expect(asked.title).toBe('Sign out?');
    expect(asked.text).toContain(`<dt>Sends you to</dt><dd>${said}</dd>`);
    const { url } = await asked.submit({ logout: 'yes' });
    expect(url).toBe(`${uri}${uri.includes('?') ? '&' : '?'}state=a+b%26c`);
    expect(await isLoggedIn(client, browser)).toBe(false);
  });

  it('comes back without a state where none was given, and where nobody was signed in', async () => {
    const client = await registered();
    const forwarded = await new Browser(world.url).open(await endSession(client, { post_logout_redirect_uri: GOODBYE }));
    expect((await forwarded.submit({})).url).toBe(GOODBYE);
  });

  it.each([
    'https://evil.example/',
    'https://app.example.org/goodbye',
    'https://app.example.org/goodbye?from=here&more',
    'https://APP.example.org/goodbye?from=here',
    'https://app.example.org/callback',
    'http://127.0.0.1:49152/goodbye',
    'javascript:alert(1)',
  ])('is not sent to %j, which is not registered for it, and stays signed in', async (uri) => {
    const client = await registered();
    const { browser } = await loggedIn(client);
    const address = await endSession(client, { post_logout_redirect_uri: 'x', state: 'y' });
    const page = await browser.open(address.replace('redirect_uri=x', `redirect_uri=${encodeURIComponent(uri)}`));
    expect({ status: page.status, title: page.title }).toEqual({ status: 400, title: 'You are not sent on' });
    expect(page.response.headers.get('location')).toBeNull();
    expect(page.text).toContain('registered post_logout_redirect_uris');
    expect(page.text).toContain('>Sign out here</a>');
    if (uri.includes('evil')) expect(page.text).not.toContain('evil');
    expect(await isLoggedIn(client, browser)).toBe(true);
  });

  it('is not sent to what another application has registered', async () => {
    const [client, other] = [await registered(), await world.registerPublic()];
    const { browser, idToken } = await loggedIn(other);
    for (const hint of [{}, { id_token_hint: idToken }] as Record<string, string>[]) {
      const page = await browser.open(await endSession(other, { post_logout_redirect_uri: GOODBYE, ...hint }));
      expect(page.status).toBe(400);
    }
    const mixed = await browser.open(await endSession(client, { post_logout_redirect_uri: GOODBYE, id_token_hint: idToken }));
    expect(mixed.status).toBe(400);
  });

  it('is not sent any more to what was registered while a setting allowed it', async () => {
    const client = await registered();
    const uri = 'http://intranet.example/goodbye';
    const uris = JSON.stringify([uri, GOODBYE]) as never;
    await world.app.store.write(({ db }) =>
      db.updateTable('application').set({ post_logout_redirect_uris: uris }).where('id', '=', client.databaseId).execute(),
    );
    const open = async (uri: string) =>
      (await new Browser(world.url).open(await endSession(client, { post_logout_redirect_uri: uri }))).status;
    expect([await open(uri), await open(GOODBYE)]).toEqual([400, 200]);
  });
});

describe('a page of a web origin', () => {
  const FRONT = 'https://front.example.org';
  const ask = async (path: string, origin: string, init: RequestInit) => {
    const { status, headers } = await fetch(world.url + path, { ...init, headers: { origin, ...init.headers } });
    return { status, allowed: headers.get('access-control-allow-origin') };
  };
  const form = ({ clientId }: Client, fields: Record<string, string>) => ({
    method: 'POST',
    body: new URLSearchParams({ client_id: clientId, ...fields }),
  });

  it('uses a client that names it, and one of its redirect URIs does no more', async () => {
    const client = await world.registerPublic({ webOrigins: [FRONT] });
    const { body } = await world.tokensOf(client);
    const bearer = { headers: { authorization: `Bearer ${body.access_token}` } };
    const refused = { status: 400, allowed: null };
    for (const [origin, isAllowed] of [
      [FRONT, true],
      ['https://app.example.org', false],
      [`${FRONT}:8443`, false],
      [`${FRONT}.evil.example`, false],
      ['null', false],
    ] as const) {
      const expected = isAllowed ? { allowed: origin } : refused;
      expect(await ask('/oauth/userinfo', origin, bearer)).toMatchObject(expected);
      const refresh = form(client, { grant_type: 'refresh_token', refresh_token: 'x' });
      expect(await ask('/oauth/token', origin, refresh)).toMatchObject(expected);
      expect(await ask('/oauth/revoke', origin, form(client, { token: 'x' }))).toMatchObject(expected);
    }
    await mutate(world.ask.admin, 'updateApplication', { id: client.id, webOrigins: [] }, 'application { id }');
    expect(await ask('/oauth/userinfo', 'https://app.example.org', bearer)).toEqual({ status: 200, allowed: 'https://app.example.org' });
    expect(await ask('/oauth/userinfo', FRONT, bearer)).toEqual(refused);
  });
});
