import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GrantType } from '../../src/applications/application.rules.ts';
import { OrganizationRole } from '../../src/organizations/membership.entity.ts';
import { setMember } from '../../src/organizations/organization.service.ts';
import { createUser, updateUser } from '../../src/users/user.service.ts';
import { Browser } from './support/browser.ts';
import { type OAuthWorld, PASSWORD, startOAuthWorld } from './support/provider.ts';

/** How often what must not happen at the same moment is tried. */
const RACES = Number(process.env.RACES ?? 10);

let world: OAuthWorld;
let count = 0;
beforeAll(async () => {
  world = await startOAuthWorld({ PASSWORD_GRANT: 'true', LIMIT_LOGIN_FAILURES: '1000' });
});
afterAll(() => world.stop());

const NEW = 'battery staple';

async function somebody() {
  const username = `somebody${++count}`;
  const { user } = await createUser(world.operator, { username, password: PASSWORD });
  const { id } = user as { id: string };
  await setMember(world.operator, { organizationId: world.acme.id, userId: id, role: OrganizationRole.MEMBER });
  const credentials = { username, password: PASSWORD, action: 'login' };
  return { id, username, credentials, reset: (more = {}) => updateUser(world.operator, { id, password: NEW, ...more }) };
}

describe('a password reset', () => {
  it('ends the sessions of the user, however short after the login', async () => {
    const client = await world.registerPublic();
    const { credentials, reset } = await somebody();
    const browser = new Browser(world.url);
    const { page } = await world.authorize(client, {}, browser);
    await (await page.submit(credentials)).submit({ action: 'allow' });
    await reset();
    const { page: again } = await world.authorize(client, {}, browser);
    expect(again.title).toMatch(/^Sign in to /);
    expect((await again.submit(credentials)).title).toMatch(/^Sign in to /);
    const back = await again.submit({ ...credentials, password: NEW });
    expect(back.parameters.code).toBeDefined();
    // and the new session stays
    expect((await world.authorize(client, {}, browser)).page.parameters.code).toBeDefined();
  });

  it('ends a login that is under way: the password was right, and is not any more', async () => {
    const client = await world.registerPublic();
    const { credentials, reset } = await somebody();
    const { page } = await world.authorize(client);
    const consent = await page.submit(credentials);
    expect(consent.title).toMatch(/wants access to your account$/);
    await reset();
    const after = await consent.submit({ action: 'allow' });
    expect(after.parameters.code).toBeUndefined();
  });

  it('ends a login whose answer was stored before and comes into effect after', async () => {
    const client = await world.registerPublic();
    const { credentials, reset } = await somebody();
    const browser = new Browser(world.url);
    const { page } = await world.authorize(client, {}, browser);
    const body = new URLSearchParams(credentials);
    const headers = { cookie: browser.cookies, origin: world.url };
    const answered = await fetch(page.url, { method: 'POST', body, headers, redirect: 'manual' });
    expect(answered.status).toBe(303);
    await reset();
    const resumed = await browser.open(answered.headers.get('location') ?? '');
    expect(resumed.title).toMatch(/^Sign in to /);
  });

  it('ends codes that nobody has redeemed', async () => {
    const client = await world.registerPublic();
    const { username, reset } = await somebody();
    const { code, verifier } = await world.logIn(client, username);
    await reset();
    const { status, body } = await world.redeem(client, code, verifier);
    expect({ status, error: body.error }).toEqual({ status: 400, error: 'invalid_grant' });
  });

  it('leaves no code that is issued at the same moment', async () => {
    const client = await world.registerPublic();
    for (let round = 0; round < RACES; round++) {
      const { credentials, reset } = await somebody();
      const browsers = Array.from({ length: 4 }, () => new Browser(world.url));
      const logins = await Promise.all(browsers.map((browser) => world.authorize(client, {}, browser)));
      const consents = await Promise.all(logins.map(({ page }) => page.submit(credentials)));
      const [pages, done] = await Promise.all([Promise.all(consents.map((page) => page.submit({ action: 'allow' }))), reset()]);
      expect({ round, userErrors: done.userErrors }).toEqual({ round, userErrors: [] });
      for (const [index, page] of pages.entries()) {
        const { code } = page.parameters;
        if (code === undefined) continue;
        const { body } = await world.redeem(client, code, logins[index]?.verifier ?? '');
        expect({ round, index, error: body.error }).toEqual({ round, index, error: 'invalid_grant' });
      }
    }
  });

  it('leaves no token that the earlier password gets at the same moment', async () => {
    const client = await world.register({ authorizationGrantType: GrantType.PASSWORD, redirectUris: [] });
    for (let round = 0; round < RACES; round++) {
      const { username, reset } = await somebody();
      const ask = () => world.post('/oauth/token', client, { grant_type: 'password', username, password: PASSWORD });
      const [answers, done] = await Promise.all([Promise.all(Array.from({ length: 4 }, ask)), reset({ revokeTokens: true })]);
      expect({ round, userErrors: done.userErrors }).toEqual({ round, userErrors: [] });
      for (const { body } of answers) {
        if (body.access_token === undefined) continue;
        const { status } = await world.as(body.access_token)('{ viewer { id } }');
        expect({ round, status }).toEqual({ round, status: 401 });
      }
    }
  });

  it('ends a device that was allowed and has not come for its token', async () => {
    const client = await world.registerPublic({ authorizationGrantType: GrantType.DEVICE_CODE, redirectUris: [] });
    const { credentials, reset } = await somebody();
    const { body: device } = await world.post('/oauth/device_authorization', client, { scope: 'write' });
    const browser = new Browser(world.url);
    const typed = await browser.open(`${world.url}/oauth/device`);
    const confirm = await typed.submit({ user_code: device.user_code });
    const login = await confirm.submit({ confirm: 'yes' });
    const consent = await login.submit(credentials);
    expect((await consent.submit({ action: 'allow' })).title).toBe('The device is connected');
    await reset();
    const { body } = await world.post('/oauth/token', client, {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: device.device_code,
    });
    expect(body.error).toBe('invalid_grant');
  });

  it('leaves tokens, unless they are to end', async () => {
    const client = await world.registerPublic();
    const { username, reset, id } = await somebody();
    const { body } = await world.tokensOf(client, username, 'write');
    const works = async () => (await world.as(body.access_token)('{ viewer { username } }')).status === 200;
    await reset();
    expect(await works()).toBe(true);
    expect(await updateUser(world.operator, { id, revokeTokens: true })).toMatchObject({ userErrors: [], revokedTokenCount: 1 });
    expect(await works()).toBe(false);
    const refreshed = await world.post('/oauth/token', client, { grant_type: 'refresh_token', refresh_token: body.refresh_token });
    expect(refreshed.body.error).toBe('invalid_grant');
  });

  it('ends nothing of others', async () => {
    const client = await world.registerPublic();
    const { credentials } = await somebody();
    const browser = new Browser(world.url);
    const { page } = await world.authorize(client, {}, browser);
    await (await page.submit(credentials)).submit({ action: 'allow' });
    await (await somebody()).reset({ revokeTokens: true });
    expect((await world.authorize(client, {}, browser)).page.parameters.code).toBeDefined();
  });
});
