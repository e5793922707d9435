import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as oidc from 'openid-client';
import { faultsOf, mutate } from '../../support/mutate.ts';
import { Browser } from '../support/browser.ts';
import { type ConsoleWorld, type Session, startConsoleWorld } from './support.ts';

let world: ConsoleWorld;
beforeAll(async () => {
  world = await startConsoleWorld();
});
afterAll(() => world.stop());

const home = () => `${world.url}/`;
const statusOf = async (token: string) => (await world.as(token)('{ viewer { id } }')).status;
const isLoggedIn = async (browser: Browser) => (await world.request(browser, { prompt: 'none' })).page.parameters.code !== undefined;

/** Where the console sends somebody who signs out. */
async function endSession(parameters: Record<string, string>): Promise<string> {
  const config = await oidc.discovery(new URL(world.url), world.console.clientId, undefined, oidc.None(), {
    execute: [oidc.allowInsecureRequests],
  });
  return oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: home(), state: 'x', ...parameters }).href;
}

/** Signs out as the console does. @returns the page that the browser is on before it sends the form by itself */
const signOut = async ({ browser, idToken }: Session) => browser.open(await endSession({ id_token_hint: idToken }));

describe('whoever signs out in the console', () => {
  it('is asked nothing, and comes back to it', async () => {
    const session = await world.enter('member');
    const page = await signOut(session);
    expect(page.title).toBe('One moment, please');
    expect(page.text).toContain('document.forms[0].submit()');
    const back = await page.submit({});
    expect(back.url).toBe(`${home()}?state=x`);
    expect(await isLoggedIn(session.browser)).toBe(false);
  });

  it('is asked where the ID token is of somebody else, of another client, or missing', async () => {
    const session = await world.enter('member');
    const other = await world.enter('admin');
    const client = await world.registerPublic({ postLogoutRedirectUris: [home()] });
    const { body } = await world.tokensOf(client);
    for (const hint of [{ id_token_hint: other.idToken }, { client_id: client.clientId, id_token_hint: body.id_token }, {}]) {
      const page = await session.browser.open(await endSession(hint as Record<string, string>));
      expect(page.title).toBe('Sign out?');
      expect(await isLoggedIn(session.browser)).toBe(true);
    }
  });

  it('leaves no token and no code of the console behind, wherever they are signed in', async () => {
    const [here, there] = [await world.enter('member'), await world.enter('member')];
    const somebody = await world.enter('admin');
    const begun = await world.request(here.browser, { prompt: 'none' });
    const { body: another } = await world.renew(here.browser);
    const page = await signOut(here);
    // nothing has happened yet
    expect(await statusOf(here.accessToken)).toBe(200);
    await page.submit({});
    expect(await Promise.all([here.accessToken, another.access_token, there.accessToken].map(statusOf))).toEqual([401, 401, 401]);
    const { code = '' } = begun.page.parameters;
    const late = await world.redeem(world.console, code, begun.verifier, { redirect_uri: world.callback });
    expect([late.status, late.body.error]).toEqual([400, 'invalid_grant']);
    expect(await statusOf(somebody.accessToken)).toBe(200);
    // where they are signed in still, the console goes on by itself
    const { body } = await world.renew(there.browser);
    expect(await statusOf(body.access_token)).toBe(200);
    const { data } = await world.ask.superuser('query ($id: ID) { application(id: $id) { activity(first: 1) { nodes { operation } } } }', {
      id: world.console.id,
    });
    expect(data.application.activity.nodes[0].operation).toBe('REVOKE_TOKEN');
  });

  it('stays signed in, with all tokens, who says no', async () => {
    const session = await world.enter('member');
    const page = await session.browser.open(await endSession({}));
    await page.submit({});
    expect(await isLoggedIn(session.browser)).toBe(true);
    expect(await statusOf(session.accessToken)).toBe(200);
  });

  it('leaves other applications what they have', async () => {
    const client = await world.registerPublic();
    const { body } = await world.tokensOf(client);
    await (await signOut(await world.enter('member'))).submit({});
    expect(await statusOf(body.access_token)).toBe(200);
  });
});

describe('what somebody makes in the console', () => {
  const made = async (token: string, input: object) =>
    (await mutate(world.as(token), 'createToken', input, 'accessToken token { expiresAt }')) as never as {
      accessToken: string;
      token: { expiresAt: string };
    };

  it('stays when they sign out, as long as it is to', async () => {
    const session = await world.enter('member');
    const application = await world.register();
    const personal = await made(session.accessToken, { scopes: ['read'], expiresIn: 86_400 });
    const ofApplication = await made(session.accessToken, { applicationId: application.id, scopes: ['read'] });
    const byThat = await made((await made(session.accessToken, { scopes: ['write'] })).accessToken, { scopes: ['read'] });
    expect(new Date(personal.token.expiresAt).getTime() - Date.now()).toBeGreaterThan(86_000_000);
    await (await signOut(session)).submit({});
    expect(await statusOf(session.accessToken)).toBe(401);
    for (const { accessToken } of [personal, ofApplication, byThat]) expect(await statusOf(accessToken)).toBe(200);
  });

  it('is no more than they may, nor than the console has', async () => {
    const { accessToken } = await world.enter('member');
    expect(await faultsOf(world.as(accessToken), 'createToken', { scopes: ['admin'] })).toEqual(['SCOPE_EXCEEDS_MAXIMUM scopes.0']);
  });

  it('cannot be a token of the console, by which others could leave their grant', async () => {
    for (const ask of [world.ask.superuser, world.as((await world.enter('superuser')).accessToken)])
      expect(await faultsOf(ask, 'createToken', { applicationId: world.console.id, scopes: ['read'] })).toEqual([
        'FORBIDDEN applicationId',
      ]);
    const trusted = await world.registerPublic({ trusted: true });
    const { body } = await world.tokensOf(trusted, 'superuser');
    const minted = await made(body.access_token, { scopes: ['read'] });
    expect(await statusOf(minted.accessToken)).toBe(200);
    await mutate(world.ask.superuser, 'revokeTokens', { applicationId: trusted.id });
    expect(await statusOf(minted.accessToken)).toBe(401);
  });

  it('is not made any more once the token is revoked', async () => {
    const { accessToken } = await world.enter('member');
    const { revokedTokenCount } = await mutate(
      world.ask.superuser,
      'revokeTokens',
      { applicationId: world.console.id },
      'revokedTokenCount',
    );
    expect(revokedTokenCount).toBeGreaterThan(0);
    expect((await world.as(accessToken)('mutation { createToken(input: {}) { accessToken } }')).status).toBe(401);
  });
});

it('nobody is signed out by a link of somebody else', async () => {
  const session = await world.enter('member');
  const page = await signOut(session);
  // the form has a secret of the session
  const forged = await new Browser(world.url).open(page.url);
  expect(forged.title).not.toBe('Sign out?');
  expect(
    (await session.browser.open(`${world.url}/oauth/logout/confirm`, { method: 'POST', body: new URLSearchParams({ logout: 'yes' }) }))
      .status,
  ).toBe(400);
  expect(await isLoggedIn(session.browser)).toBe(true);
});
