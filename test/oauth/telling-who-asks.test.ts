import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GrantType } from '../../src/applications/application.rules.ts';
import { Browser } from './support/browser.ts';
import { type OAuthWorld, PASSWORD, startOAuthWorld } from './support/provider.ts';

let world: OAuthWorld;
beforeAll(async () => {
  world = await startOAuthWorld({ REDIRECT_URI_RULES: 'http-hosts' });
});
afterAll(() => world.stop());

const as = (username: string) => ({ username, password: PASSWORD, action: 'login' });
const consentTo = async (input: object, parameters: Record<string, string | undefined> = {}, person = 'member') => {
  const { page } = await world.authorize(await world.registerPublic(input), parameters);
  return page.submit(as(person));
};

const LONG_HOST = `accounts.example.com.${'x'.repeat(60)}.${'y'.repeat(60)}.evil.example`;

describe('where somebody is sent', () => {
  it.each([
    ['https://portal.example.org/cb', 'portal.example.org'],
    ['https://portal.example.org:8443/cb', 'portal.example.org:8443'],
    ['com.evil.app://portal.example.org/cb', 'the app com.evil.app'],
    ['com.evil.app:/portal.example.org', 'the app com.evil.app'],
    ['http://localhost:8080/cb', 'a program on this device (localhost:8080)'],
    ['http://127.0.0.1/cb', 'a program on this device (127.0.0.1)'],
    ['http://[::1]:9/cb', 'a program on this device ([::1]:9)'],
    [`https://accounts.example.com.${'x'.repeat(60)}.${'y'.repeat(60)}.evil.example/cb`, LONG_HOST],
    ['http://intranet.example:8080/cb', 'intranet.example:8080, unencrypted'],
    ['https://localhost.evil.example/cb', 'localhost.evil.example'],
  ])('by %s is said to be: %s', async (uri, said) => {
    const client = await world.registerPublic({ redirectUris: [uri] });
    const { page: login } = await world.authorize(client, { redirect_uri: uri });
    for (const page of [login, await login.submit(as('member'))]) {
      expect(page.text).toContain(`<dt>Sends you to</dt><dd>${said}</dd>`);
      if (!said.includes('portal')) expect(page.text).not.toContain('portal.example.org');
    }
  });

  const WARNING = 'Any program on this device can ask in this name.';

  it.each([
    [['http://127.0.0.1/cb'], true],
    [['http://localhost/cb', 'http://[::1]/cb'], true],
    [['http://localhost/cb', 'https://portal.example.org/cb'], false],
    [['http://127.0.0.1/cb', 'com.example.app:/cb'], false],
  ])('with %j registered there is a warning before somebody allows it: %s', async (redirectUris, isWarned) => {
    const page = await consentTo({ redirectUris }, { redirect_uri: redirectUris[0] });
    expect(page.title).toMatch(/ wants access to your account$/);
    expect(page.text.includes(`<p class="alert" role="alert" id="fault">${WARNING}`)).toBe(isWarned);
  });
});

describe('an application', () => {
  it('is linked to its home page, by the host that the link leads to, wherever somebody may want to turn back', async () => {
    const url = 'https://your.bank@portal.example.org/start?a=1&b="';
    const client = await world.registerPublic({ url });
    const { page } = await world.authorize(client);
    const link = /<a href="([^"]*)" rel="noopener noreferrer">portal\.example\.org<\/a>/.exec(page.text);
    expect(link?.[1]).toMatch(/portal\.example\.org\/start\?a=1&amp;b=%22$/);
    const { page: error } = await world.authorize(client, { redirect_uri: 'https://evil.example/' });
    expect(error.status).toBe(400);
    expect(error.text).toContain('>portal.example.org</a>');
    expect(error.text).not.toContain('evil.example');
  });

  it('that has another address as its home page from before is not linked', async () => {
    const client = await world.registerPublic();
    await world.operator.store.write(({ db }) =>
      db.updateTable('application').set({ url: 'javascript:alert(1)' }).where('id', '=', client.databaseId).execute(),
    );
    expect((await world.authorize(client)).page.text).not.toContain('javascript:');
  });

  it('cannot say more in a sentence of ours than a name, but is shown by its whole name', async () => {
    const name = `Your session has ended, so enter your password once more. This page belongs to your bank. ${'x'.repeat(150)}`;
    const { page } = await world.authorize(await world.registerPublic({ name }));
    expect(page.title).toBe(`Sign in to <bdi>${name.slice(0, 59)}…</bdi>`);
    expect(page.text).toContain(`<dt>Application</dt><dd>${name}</dd>`);
  });
});

describe('what an application asks for', () => {
  it('is said to the reader, without what is implied', async () => {
    const page = await consentTo({ maximumScopes: ['write'] }, { scope: 'openid read write' });
    expect(page.text).toContain('See and change everything here that you can see and change.<code>write</code>');
    expect(page.text).not.toContain('<code>read</code>');
    expect(page.text).not.toContain('the user');
    expect(page.text).not.toContain('Full control');
    const { code } = (await page.submit({ action: 'allow' })).parameters;
    expect(code).toBeDefined();
  });

  it('is marked where it is everything', async () => {
    const page = await consentTo({ maximumScopes: ['admin'] }, { scope: 'openid read write admin' }, 'superuser');
    expect(page.text).toMatch(/<li><strong class="powerful">Full control<\/strong>[^<]*superuser[^<]*<code>admin<\/code><\/li>/);
    expect(page.text).not.toMatch(/<code>(read|write)<\/code>/);
  });
});

describe('a form that the provider sends off by script', () => {
  const STYLED = /<style>.*<h1>One moment, please<\/h1>.*<button autofocus>Continue<\/button>/s;

  it('is a page like any other for whoever has none: the answer to a client', async () => {
    const client = await world.registerPublic();
    const { page } = await world.authorize(client, { response_mode: 'form_post', prompt: 'none', state: '"><script>alert(1)</script>' });
    expect(page.text).toMatch(STYLED);
    expect(page.text.match(/<script>/g)).toHaveLength(1);
    expect(page.text).toContain('name="state" value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
    const [, script = ''] = /<script>(.*)<\/script>/s.exec(page.text) ?? [];
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(script));
    expect(page.response.headers.get('content-security-policy')).toContain(`'sha256-${Buffer.from(digest).toString('base64')}'`);
  });

  it('is a page like any other for whoever has none: signing out where nobody is signed in', async () => {
    const page = await new Browser(world.url).open(`${world.url}/oauth/logout`);
    expect(page.text).toMatch(STYLED);
    expect((await page.submit({})).title).toBe('You are signed out');
  });
});

describe('an error page', () => {
  it('says that a page has expired, or is of another browser, and where to start again', async () => {
    const { page } = await world.authorize(await world.registerPublic());
    const elsewhere = await new Browser(world.url).open(page.url);
    expect({ status: elsewhere.status, title: elsewhere.title }).toEqual({ status: 400, title: 'This page has expired' });
    expect(elsewhere.text).toContain('Go back to the application that you came from');
  });

  it('of signing out leads to signing out', async () => {
    const { clientId } = await world.registerPublic();
    const search = new URLSearchParams({ client_id: clientId, post_logout_redirect_uri: 'https://evil.example' });
    const page = await new Browser(world.url).open(`${world.url}/oauth/logout?${search}`);
    expect(page.status).toBe(400);
    expect(page.text).toContain(`<a href="${world.url}/oauth/logout">Sign out here</a>`);
    expect(page.text).not.toContain('evil.example');
  });

  it('repeats nothing of an address that is none', async () => {
    const page = await new Browser(world.url).open(`${world.url}/oauth/Your-account-is-locked-call-555`);
    expect(page.status).toBe(404);
    expect(page.text).not.toContain('555');
  });
});

describe('a device', () => {
  const enter = async () => {
    const client = await world.registerPublic({ authorizationGrantType: GrantType.DEVICE_CODE, redirectUris: [] });
    const { body } = await world.post('/oauth/device_authorization', client, { scope: 'read' });
    return (await new Browser(world.url).open(body.verification_uri)).submit({ user_code: body.user_code });
  };

  it.each([
    ['where it is asked for', async () => (await enter()).submit({ abort: 'yes' })],
    ['at the login', async () => (await (await enter()).submit({ confirm: 'yes' })).submit({ action: 'refuse' })],
  ])('that is cancelled %s is said to be, with a way to begin anew', async (_, cancelled) => {
    const page = await cancelled();
    expect(page.title).toBe('The device is not connected');
    expect(page.text).toContain(`<a href="${world.url}/oauth/device">type another code</a>`);
  });

  it('whose form has expired is asked for once more', async () => {
    const page = await new Browser(world.url).open(`${world.url}/oauth/device`);
    const late = await page.submit({ user_code: 'BBBB-CCCC', xsrf: 'another' });
    expect({ status: late.status, title: late.title }).toEqual({ status: 400, title: 'Connect a device' });
    expect(late.text).toContain('open for too long');
  });
});
