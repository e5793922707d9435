import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createUser, deleteUser, updateUser } from '../../src/users/user.service.ts';
import { Browser } from './support/browser.ts';
import { type OAuthWorld, PASSWORD, startOAuthWorld } from './support/provider.ts';

const now = Date.now;

let world: OAuthWorld;
/** Milliseconds by which the gateway's clock is ahead. */
let passed = 0;
beforeAll(async () => {
  jest.spyOn(Date, 'now').mockImplementation(() => now() + passed);
  world = await startOAuthWorld({ LIMIT_LOGIN_FAILURES: '4', LIMIT_LOGIN_SECONDS: '300', TRUST_PROXY: 'true' });
});
afterAll(async () => {
  await world.stop();
  jest.restoreAllMocks();
});

const member = { username: 'member', password: PASSWORD, action: 'login' };
/** Where the next browser comes from, so that no test is slowed by another. */
let address = 0;
const from = () => ({ 'x-forwarded-for': `203.0.113.${++address}` });

describe('the login page', () => {
  it('shows who asks, without a script, to be kept by nobody and framed by nobody', async () => {
    const client = await world.registerPublic({ name: '<b>Portal</b> & "Co"', vendor: 'Vendor Ltd' });
    const { page } = await world.authorize(client);
    expect(page.status).toBe(200);
    expect(page.text).toContain('&lt;b&gt;Portal&lt;/b&gt; &amp; &quot;Co&quot;');
    for (const shown of ['Vendor Ltd', 'Acme', 'app.example.org']) expect(page.text).toContain(shown);
    expect(page.text).not.toMatch(/<script|<b>Portal|javascript:| on[a-z]+=/i);
    const policy = page.response.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe-inline');
    expect(Object.fromEntries(page.response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    });
  });

  it('labels its fields and says what they are for', async () => {
    const { page } = await world.authorize(await world.registerPublic());
    for (const [id, purpose] of [
      ['username', 'username'],
      ['password', 'current-password'],
    ]) {
      expect(page.text).toContain(`<label for="${id}">`);
      expect(page.text).toMatch(new RegExp(`<input id="${id}"[^>]* autocomplete="${purpose}"`));
    }
    expect(page.text).toContain('<html lang="en">');
  });

  it('is reached with cookies that scripts and other sites cannot use', async () => {
    const response = await fetch(
      `${world.url}/oauth/authorize?${new URLSearchParams({
        client_id: (await world.registerPublic()).clientId,
        response_type: 'code',
        code_challenge: 'a'.repeat(43),
        code_challenge_method: 'S256',
      })}`,
      { redirect: 'manual' },
    );
    const cookies = response.headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) expect(cookie).toMatch(/samesite=lax; httponly/i);
  });

  it('takes a name in any case, with space around it', async () => {
    const { page } = await world.authorize(await world.registerPublic());
    expect((await page.submit({ ...member, username: ' MEMBER ' }, from())).title).toMatch(/wants access to your account$/);
  });

  it('answers a wrong password and an unknown user alike', async () => {
    const client = await world.registerPublic();
    const answers = await Promise.all(
      ['member', 'nobody'].map(async (username) => {
        const { page } = await world.authorize(client);
        const { status, text } = await page.submit({ username, password: 'wrong', action: 'login' }, from());
        return { status, text: text.replaceAll(username, 'USER') };
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.status).toBe(401);
    expect(answers[0]?.text).toMatch(/role="alert"[^>]*>The username or the password is wrong/);
    expect(answers[0]?.text).toContain('aria-invalid="true" aria-describedby="fault"');
  });

  it('refuses further passwords after some wrong ones, for that account from there alone, and only for a while', async () => {
    const { page } = await world.authorize(await world.registerPublic());
    const here = from();
    const wrong = () => page.submit({ ...member, password: 'wrong' }, here);
    for (let times = 0; times < 4; times++) expect((await wrong()).status).toBe(401);
    const refused = await page.submit(member, here);
    expect(refused.status).toBe(429);
    expect(Number(refused.response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.text).toContain('too many wrong passwords');
    const elsewhere = await world.authorize(await world.registerPublic());
    expect((await elsewhere.page.submit(member, from())).title).toMatch(/wants access to your account$/);
    const somebodyElse = await world.authorize(await world.registerPublic());
    expect((await somebodyElse.page.submit({ ...member, username: 'admin' }, here)).title).toMatch(/wants access to your account$/);
    const { headers } = (await page.submit(member, here)).response;
    // attempts that were refused do not prolong it
    await page.submit(member, here);
    passed = Number(headers.get('retry-after')) * 1_000;
    expect((await page.submit(member, here)).title).toMatch(/wants access to your account$/);
  });

  it('cannot be outrun by many passwords at once', async () => {
    const { page } = await world.authorize(await world.registerPublic());
    const here = from();
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => page.submit({ ...member, username: 'auditor', password: 'wrong' }, here)),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(4);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(8);
  });

  it('is left by cancelling, of which the client hears', async () => {
    const { page } = await world.authorize(await world.registerPublic());
    const back = await page.submit({ action: 'refuse' });
    expect(back.url).toMatch(/^https:\/\/app\.example\.org\/callback\?/);
    expect(back.parameters).toMatchObject({ error: 'access_denied', state: 'some state' });
  });

  it('takes no form of another site, nor one without its cookie', async () => {
    const client = await world.registerPublic();
    const { page } = await world.authorize(client);
    const foreign = await page.submit(member, { ...from(), origin: 'https://evil.example' });
    expect(foreign.status).toBe(403);
    const stolen = await fetch(page.url, { method: 'POST', body: new URLSearchParams(member), redirect: 'manual' });
    expect(stolen.status).toBe(400);
  });
});

describe('the consent page', () => {
  const toConsent = async (input = {}, person = 'member', scope = 'openid write') => {
    const client = await world.registerPublic(input);
    const browser = new Browser(world.url);
    const { page } = await world.authorize(client, { scope }, browser);
    return { client, browser, page: await page.submit({ ...member, username: person }, from()) };
  };

  it('says what each scope means', async () => {
    const { page } = await toConsent({ name: 'Portal', vendor: 'Vendor Ltd' });
    expect(page.title).toBe('Portal wants access to your account');
    for (const shown of [
      'Vendor Ltd',
      'Acme',
      'app.example.org',
      'member',
      'See and change everything here',
      'Recognize you when you sign in',
    ]) {
      expect(page.text).toContain(shown);
    }
    expect(page.text).not.toContain('<script');
  });

  it('can be refused, of which the client hears, and nothing is allowed', async () => {
    const { client, page } = await toConsent();
    const back = await page.submit({ action: 'refuse' });
    expect(back.parameters.error).toBe('access_denied');
    const { data } = await world.ask.member('{ viewer { grants { application { id } } } }');
    expect(data.viewer.grants).not.toContainEqual({ application: { id: client.id } });
  });

  it('is spared by an application that skips it', async () => {
    const { client, page } = await toConsent({ skipAuthorization: true });
    expect(page.parameters.code).toBeDefined();
    const { data } = await world.ask.member('{ viewer { grants { application { id } scopes } } }');
    expect(data.viewer.grants).toContainEqual({ application: { id: client.id }, scopes: ['openid', 'write'] });
  });

  it('comes again when more is asked for, or when the client wants it', async () => {
    const { client, browser, page } = await toConsent({}, 'member', 'read');
    expect((await page.submit({ action: 'allow' })).parameters.code).toBeDefined();
    const same = await world.authorize(client, { scope: 'read' }, browser);
    expect(same.page.parameters.code).toBeDefined();
    const more = await world.authorize(client, { scope: 'write' }, browser);
    expect(more.page.title).toMatch(/wants access to your account$/);
    const wanted = await world.authorize(client, { scope: 'read', prompt: 'consent' }, browser);
    expect(wanted.page.title).toMatch(/wants access to your account$/);
    const silent = await world.authorize(client, { scope: 'write', prompt: 'none' }, browser);
    expect(silent.page.parameters.error).toBe('consent_required');
  });

  it('offers the scope admin to superusers alone', async () => {
    const input = { maximumScopes: ['admin'] };
    const { page } = await toConsent(input, 'member', 'write admin');
    expect(page.text).not.toContain('<code>admin</code>');
    const { code } = (await page.submit({ action: 'allow' })).parameters;
    expect(code).toBeDefined();
    const { page: superuser } = await toConsent(input, 'superuser', 'write admin');
    expect(superuser.text).toContain('<code>admin</code>');
  });

  it('is not for users who may not read the application', async () => {
    const { page } = await toConsent({}, 'stranger');
    expect(page.title).toMatch(/^You cannot use /);
    const back = await page.submit({ action: 'refuse' });
    expect(back.parameters).toMatchObject({ error: 'access_denied' });
    const forced = await toConsent({}, 'stranger');
    const allowed = await forced.page.submit({ action: 'allow' });
    expect(allowed.parameters.code).toBeUndefined();
    expect(allowed.status).toBe(400);
  });
});

describe('a session', () => {
  it('ends when its user gets another password', async () => {
    const client = await world.registerPublic();
    const browser = new Browser(world.url);
    const { user } = await createUser(world.operator, { username: 'changing', password: PASSWORD, isSystemAuditor: true });
    const login = await world.authorize(client, {}, browser);
    await (await login.page.submit({ ...member, username: 'changing' }, from())).submit({ action: 'allow' });
    const { id } = user as { id: string };
    await updateUser(world.operator, { id, firstName: 'Ada' });
    expect((await world.authorize(client, {}, browser)).page.parameters.code).toBeDefined();
    await updateUser(world.operator, { id, password: 'another horse' });
    expect((await world.authorize(client, {}, browser)).page.title).toMatch(/^Sign in to /);
  });

  it('of a user who was deleted asks for a login', async () => {
    const client = await world.registerPublic();
    const browser = new Browser(world.url);
    const { user } = await createUser(world.operator, { username: 'doomed', password: PASSWORD, isSystemAuditor: true });
    const login = await world.authorize(client, {}, browser);
    await (await login.page.submit({ ...member, username: 'doomed' }, from())).submit({ action: 'allow' });
    await deleteUser(world.operator, { id: (user as { id: string }).id });
    expect((await world.authorize(client, {}, browser)).page.title).toMatch(/^Sign in to /);
  });
});

describe('an answer that the client wants as a form', () => {
  it('is sent off by a script that is allowed by its digest, or by a button', async () => {
    const { page } = await world.authorize(await world.registerPublic(), { response_mode: 'form_post', prompt: 'none' });
    expect(page.text).toContain('action="https://app.example.org/callback"');
    expect(page.text).toContain('<button');
    const policy = page.response.headers.get('content-security-policy');
    expect(policy).toMatch(/script-src 'sha256-[^']+'/);
    expect(policy).not.toContain('unsafe-inline');
  });
});

describe('logging out', () => {
  it('asks, and then asks for the password again', async () => {
    const client = await world.registerPublic();
    const browser = new Browser(world.url);
    const login = await world.authorize(client, {}, browser);
    await (await login.page.submit(member, from())).submit({ action: 'allow' });
    const asked = await browser.open(`${world.url}/oauth/logout`);
    expect(asked.title).toBe('Sign out?');
    expect((await asked.submit({ logout: 'yes' })).title).toBe('You are signed out');
    expect((await world.authorize(client, {}, browser)).page.title).toMatch(/^Sign in to /);
  });
});

describe('behind https', () => {
  it('sends cookies that travel encrypted alone', async () => {
    const secure = await startOAuthWorld({ PUBLIC_URL: 'https://registry.example.org' });
    try {
      const { clientId } = await secure.registerPublic();
      const search = { client_id: clientId, response_type: 'code', code_challenge: 'a'.repeat(43), code_challenge_method: 'S256' };
      const response = await fetch(`${secure.url}/oauth/authorize?${new URLSearchParams(search)}`, {
        redirect: 'manual',
        headers: { 'x-forwarded-proto': 'http', 'x-forwarded-host': 'evil.example' },
      });
      expect(response.headers.get('location')).toMatch(/^https:\/\/registry\.example\.org\/oauth\/interaction\//);
      const cookies = response.headers.getSetCookie();
      expect(cookies.length).toBeGreaterThan(0);
      for (const cookie of cookies) expect(cookie).toMatch(/; secure/i);
    } finally {
      await secure.stop();
    }
  });
});
