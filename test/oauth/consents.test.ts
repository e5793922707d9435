import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CreateApplicationInput } from '../../src/applications/application.inputs.ts';
import { GrantType } from '../../src/applications/application.rules.ts';
import { purgeExpired } from '../../src/oauth/purge.ts';
import { mutate } from '../support/mutate.ts';
import type { Made } from '../support/world.ts';
import { Browser, type Page } from './support/browser.ts';
import { type Client, type OAuthWorld, PASSWORD, REDIRECT_URI, startOAuthWorld } from './support/provider.ts';

let world: OAuthWorld;
beforeAll(async () => {
  world = await startOAuthWorld({ PASSWORD_GRANT: 'true' });
});
afterAll(() => world.stop());

let count = 0;

/** A new user with a role in each of some organizations. */
async function person(organizations: readonly Made[], role = 'MEMBER', flags: object = {}) {
  const input = { username: `person${++count}`, password: PASSWORD, ...flags };
  const { user } = await mutate(world.ask.superuser, 'createUser', input, 'user { id username }');
  for (const { id } of organizations) await mutate(world.ask.superuser, 'setMember', { organizationId: id, userId: user.id, role });
  return user as { id: string; username: string };
}

/** Registers a client that skips the question, as the ADMIN of its organization. */
async function skipping(input: CreateApplicationInput = {}): Promise<Client & { readonly id: string }> {
  const given = {
    name: `Skipping ${++count}`,
    organizationId: world.acme.id,
    clientType: 'PUBLIC',
    authorizationGrantType: 'AUTHORIZATION_CODE',
    redirectUris: [REDIRECT_URI],
    skipAuthorization: true,
    ...input,
  };
  const { application } = await mutate(world.ask.admin, 'createApplication', given, 'application { id databaseId clientId }');
  return { ...application, clientSecret: null };
}

const change = (client: Client, changes: object) => mutate(world.ask.superuser, 'updateApplication', { id: client.id, ...changes });
const logIn = (page: Page, username: string) => page.submit({ username, password: PASSWORD, action: 'login' });
/** What comes of a link that a user follows and logs in by: the page on which they are asked, or a code. */
async function follow(client: Client, { username }: { username: string }, parameters: Record<string, string | undefined> = {}) {
  const browser = new Browser(world.url);
  const { page, verifier } = await world.authorize(client, parameters, browser);
  const shown = await logIn(page, username);
  return { shown, outcome: shown.parameters.code ? 'a code' : shown.title.replace(/.* wants/, 'it wants'), browser, verifier };
}
const tokensFor = async (client: Client, { username }: { username: string }) => {
  const { code, verifier } = await world.logIn(client, username);
  return (await world.redeem(client, code, verifier)).body;
};
const refresh = (client: Client, refresh_token: string) =>
  world.post('/oauth/token', client, { grant_type: 'refresh_token', refresh_token });

describe('a link to an application that skips the question', () => {
  it.each([
    ['a member of its organization alone', 'a code', () => person([world.acme])],
    ['an AUDITOR of its organization alone', 'a code', () => person([world.acme], 'AUDITOR')],
    ['the ADMIN of its organization', 'a code', () => person([world.acme], 'ADMIN')],
    ['a member of another organization, too', 'it wants access to your account', () => person([world.acme, world.other])],
    ['a superuser', 'it wants access to your account', () => person([], '', { isSuperuser: true })],
    ['a superuser who is a member', 'it wants access to your account', () => person([world.acme], 'MEMBER', { isSuperuser: true })],
    ['a system auditor', 'it wants access to your account', () => person([], '', { isSystemAuditor: true })],
    [
      'a system auditor who is a member',
      'it wants access to your account',
      () => person([world.acme], 'MEMBER', { isSystemAuditor: true }),
    ],
  ])('brings of %s: %s', async (_, outcome, of) => {
    const [client, user] = [await skipping(), await of()];
    expect((await follow(client, user)).outcome).toBe(outcome);
    if (outcome === 'a code') return;
    const { browser } = await follow(client, user);
    expect((await world.authorize(client, { prompt: 'none' }, browser)).page.parameters.error).toBe('consent_required');
  });

  it('brings of anybody a code without a question where the application is trusted', async () => {
    const client = await skipping();
    expect((await change(client, { trusted: true })).userErrors).toEqual([]);
    for (const user of [await person([world.acme, world.other]), await person([], '', { isSuperuser: true })])
      expect((await follow(client, user)).outcome).toBe('a code');
  });

  it('asks also where the request was pushed', async () => {
    const client = await skipping();
    const user = await person([], '', { isSuperuser: true });
    const { body } = await world.post('/oauth/par', client, {
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      scope: 'write',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    });
    const search = new URLSearchParams({ client_id: client.clientId, request_uri: body.request_uri });
    const page = await new Browser(world.url).open(`${world.url}/oauth/authorize?${search}`);
    expect((await logIn(page, user.username)).title).toMatch(/wants access to your account$/);
  });

  it('asks on a device, whose code may be somebody else’s, even if it is trusted', async () => {
    const client = await skipping({ authorizationGrantType: GrantType.DEVICE_CODE, redirectUris: [] });
    await change(client, { trusted: true, maximumScopes: ['admin'] });
    const { body } = await world.post('/oauth/device_authorization', client, { scope: 'admin' });
    const entered = await new Browser(world.url).open(body.verification_uri_complete);
    const confirm = await entered.submit({ user_code: body.user_code });
    const login = await confirm.submit({ confirm: 'yes' });
    expect((await logIn(login, 'superuser')).title).toMatch(/wants access to your account$/);
  });
});

describe('who was spared the question', () => {
  it('is asked for more, once a member of another organization, also for what was let through before', async () => {
    const [client, user] = [await skipping(), await person([world.acme])];
    expect((await follow(client, user, { scope: 'read' })).outcome).toBe('a code');
    await mutate(world.ask.superuser, 'setMember', { organizationId: world.other.id, userId: user.id, role: 'MEMBER' });
    for (const scope of ['write', 'read']) expect((await follow(client, user, { scope })).outcome).toBe('it wants access to your account');
  });

  it.each([
    ['a superuser', { isSuperuser: true }],
    ['a system auditor', { isSystemAuditor: true }],
  ])('is asked as %s, and what was let through before is refreshed no more', async (_, flags) => {
    const [client, user] = [await skipping(), await person([world.acme])];
    const tokens = await tokensFor(client, user);
    const again = await refresh(client, tokens.refresh_token);
    expect(again.status).toBe(200);
    await mutate(world.ask.superuser, 'updateUser', { id: user.id, ...flags });
    expect((await refresh(client, again.body.refresh_token)).body.error).toBe('invalid_grant');
    const { shown, outcome } = await follow(client, user);
    expect(outcome).toBe('it wants access to your account');
    // and having been asked, no more
    expect((await shown.submit({ action: 'allow' })).parameters.code).toBeDefined();
    expect((await follow(client, user)).outcome).toBe('a code');
    expect((await refresh(client, (await tokensFor(client, user)).refresh_token)).status).toBe(200);
  });

  const worksOf = async ({ access_token }: { access_token: string }) =>
    (await world.as(access_token)('{ scopes { name } viewer { id } }')).data?.viewer !== undefined;
  it.each([
    ['a superuser', (id: string) => mutate(world.ask.superuser, 'updateUser', { id, isSuperuser: true })],
    ['a system auditor', (id: string) => mutate(world.ask.superuser, 'updateUser', { id, isSystemAuditor: true })],
    [
      'a member of another organization',
      (userId: string) => mutate(world.ask.superuser, 'setMember', { organizationId: world.other.id, userId, role: 'MEMBER' }),
    ],
  ])(
    'has given away nothing of what they may as %s: no token and no code works on, also of a grant that has run out',
    async (_, promote) => {
      // an application whose ADMIN has its tokens outlive its grants
      const client = await skipping({ accessValidity: 1_000_000, grantValidity: 1 });
      const asking = await skipping({ skipAuthorization: false });
      const user = await person([world.acme]);
      const [spared, asked] = [await tokensFor(client, user), await tokensFor(asking, user)];
      const { store } = world.operator;
      await store.write(({ db }) =>
        db
          .updateTable('oauth_grant')
          .set({ expires_at: new Date(0) } as never)
          .where('application_id', '=', client.databaseId)
          .execute(),
      );
      await purgeExpired(store);
      const { code, verifier } = await world.logIn(client, user.username);
      expect([await worksOf(spared), await worksOf(asked)]).toEqual([true, true]);
      expect((await promote(user.id)).userErrors).toEqual([]);
      expect([await worksOf(spared), await worksOf(asked)]).toEqual([false, true]);
      expect((await world.redeem(client, code, verifier)).body.error).toBe('invalid_grant');
    },
  );

  it('keeps what came of no question while they get no more rights, and loses it when a superuser trusts the application no more', async () => {
    const client = await skipping();
    await change(client, { trusted: true });
    const [user, superuser] = [await person([world.acme]), await person([], '', { isSuperuser: true })];
    const [own, theirs] = [await tokensFor(client, user), await tokensFor(client, superuser)];
    await mutate(world.ask.superuser, 'setMember', { organizationId: world.acme.id, userId: user.id, role: 'ADMIN' });
    expect([await worksOf(own), await worksOf(theirs)]).toEqual([true, true]);
    await change(client, { trusted: false });
    expect([await worksOf(own), await worksOf(theirs)]).toEqual([true, false]);
  });

  it('is asked when the application skips it no more', async () => {
    const [client, user] = [await skipping(), await person([world.acme])];
    const { refresh_token } = await tokensFor(client, user);
    await change(client, { skipAuthorization: false });
    expect((await follow(client, user)).outcome).toBe('it wants access to your account');
    expect((await refresh(client, refresh_token)).body.error).toBe('invalid_grant');
  });
});

describe('a password that a user gives to an application', () => {
  it('is a consent, which lasts when the user gets more rights', async () => {
    const client = await skipping({ authorizationGrantType: GrantType.PASSWORD, redirectUris: [], skipAuthorization: false });
    const user = await person([world.acme]);
    const { body } = await world.post('/oauth/token', client, { grant_type: 'password', username: user.username, password: PASSWORD });
    await mutate(world.ask.superuser, 'updateUser', { id: user.id, isSuperuser: true });
    expect((await refresh(client, body.refresh_token)).status).toBe(200);
  });
});
