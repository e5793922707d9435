import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Page } from './support/browser.ts';
import { type Client, type OAuthWorld, PASSWORD, startOAuthWorld } from './support/provider.ts';

let world: OAuthWorld;
beforeAll(async () => {
  world = await startOAuthWorld();
});
afterAll(() => world.stop());

const CONSENT = / wants access to your account$/;
const as = (username: string) => ({ username, password: PASSWORD, action: 'login' });

/** Opens the login page on which somebody else may log in, as its link leads there. */
const another = (browser: Browser, page: Page) => {
  const [, link = ''] = /<a href="([^"]*)">Not you\? Switch account<\/a>/.exec(page.text) ?? [];
  return browser.open(new URL(link, page.url).href);
};

/** Sends off what a browser with scripts sends by itself. */
const sentOn = async (page: Page) => (page.title === 'One moment, please' ? page.submit({}) : page);

const userOf = async (client: Client, code = '', verifier = '') => {
  const { body } = await world.redeem(client, code, verifier);
  const answer = await fetch(`${world.url}/oauth/userinfo`, { headers: { authorization: `Bearer ${body.access_token}` } });
  return ((await answer.json()) as { preferred_username: string }).preferred_username;
};

describe('whoever is asked for somebody else’s account', () => {
  const consentOfMember = async (parameters = {}) => {
    const client = await world.registerPublic();
    const browser = new Browser(world.url);
    const { page: login, verifier } = await world.authorize(client, { scope: 'openid profile read', ...parameters }, browser);
    return { client, browser, verifier, page: await login.submit(as('member')) };
  };

  it('logs in instead, and the same request goes on with their account', async () => {
    const { client, browser, verifier, page } = await consentOfMember();
    expect(page.text).toContain('<strong>member</strong>');
    const login = await another(browser, page);
    expect(login.title).toMatch(/^Sign in to /);
    const consent = await sentOn(await login.submit(as('auditor')));
    expect(consent.title).toMatch(CONSENT);
    expect(consent.text).toContain('<strong>auditor</strong>');
    const { code, state } = (await consent.submit({ action: 'allow' })).parameters;
    expect(state).toBe('some state');
    expect(await userOf(client, code, verifier)).toBe('auditor');
  });

  it('ends the session that there was, and what was still open in it', async () => {
    const { client, browser, page } = await consentOfMember();
    const former = browser.copy();
    await sentOn(await (await another(browser, page)).submit(as('auditor')));
    for (const init of [{}, { method: 'POST', body: new URLSearchParams({ action: 'allow' }) }]) {
      const { status, title } = await former.open(page.url, init);
      expect({ status, title }).toEqual({ status: 400, title: 'This page has expired' });
    }
    expect((await world.authorize(client, { scope: 'read' }, former)).page.title).toMatch(/^Sign in to /);
    const next = await world.authorize(client, { scope: 'read' }, browser);
    expect(next.page.text).toContain('<strong>auditor</strong>');
  });

  it('keeps their account when they turn back, or cannot log in', async () => {
    const { browser, page } = await consentOfMember();
    const login = await another(browser, page);
    const wrong = await login.submit({ ...as('auditor'), password: 'wrong' });
    expect(wrong.status).toBe(401);
    const [, back = ''] = /<a href="([^"]*)">Keep this account<\/a>/.exec(wrong.text) ?? [];
    const consent = await browser.open(new URL(back, login.url).href);
    expect(consent.text).toContain('<strong>member</strong>');
    expect((await consent.submit({ action: 'allow' })).parameters.code).toBeDefined();
  });

  it('is asked for their own consent, whatever was allowed before', async () => {
    const { client, browser, page } = await consentOfMember({ prompt: 'consent' });
    const consent = await sentOn(await (await another(browser, page)).submit(as('auditor')));
    expect((await consent.submit({ action: 'allow' })).parameters.code).toBeDefined();
    const again = await world.authorize(client, { prompt: 'consent' }, browser);
    const ofAdmin = await sentOn(await (await another(browser, again.page)).submit(as('admin')));
    expect(ofAdmin.title).toMatch(CONSENT);
    expect(ofAdmin.text).toContain('<strong>admin</strong>');
  });

  it('cannot be made to log in by another site', async () => {
    const { page } = await consentOfMember();
    const foreign = await page.submit(as('auditor'), { origin: 'https://evil.example' });
    expect(foreign.status).toBe(403);
    const withoutCookies = await fetch(page.url, { method: 'POST', body: new URLSearchParams(as('auditor')), redirect: 'manual' });
    expect(withoutCookies.status).toBe(400);
  });

  it('gets on, too, where the first account may not use the application', async () => {
    const client = await world.registerPublic();
    const browser = new Browser(world.url);
    const { page: login } = await world.authorize(client, {}, browser);
    const refusal = await login.submit(as('stranger'));
    expect(refusal.title).toMatch(/^You cannot use /);
    const consent = await sentOn(await (await another(browser, refusal)).submit(as('member')));
    expect(consent.title).toMatch(CONSENT);
  });

  it('does so on the way to a device as well', async () => {
    const client = await world.registerPublic({ authorizationGrantType: 'DEVICE_CODE' as never, redirectUris: [] });
    const { body } = await world.post('/oauth/device_authorization', client, { scope: 'openid profile read' });
    const browser = new Browser(world.url);
    const entered = await (await browser.open(body.verification_uri)).submit({ user_code: body.user_code });
    const consent = await (await entered.submit({ confirm: 'yes' })).submit(as('member'));
    const other = await sentOn(await (await another(browser, consent)).submit(as('auditor')));
    expect(other.text).toContain('<strong>auditor</strong>');
    expect((await other.submit({ action: 'allow' })).title).toBe('The device is connected');
  });
});
