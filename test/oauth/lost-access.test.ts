import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRandom } from '../../src/demo/random.ts';
import { grant } from '../support/grant.ts';
import { mint } from '../support/mint.ts';
import { faultsOf, mutate } from '../support/mutate.ts';
import type { Made } from '../support/world.ts';
import { type Client, type OAuthWorld, PASSWORD, startOAuthWorld } from './support/provider.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const STATES = 60;

let world: OAuthWorld;
let observer: Client;
beforeAll(async () => {
  world = await startOAuthWorld({ LIMIT_CREDENTIALS: '100000' });
  observer = await world.register();
});
afterAll(() => world.stop());

let count = 0;
const newUser = async (input: object = {}): Promise<Made & { username: string }> =>
  (
    await mutate(
      world.ask.superuser,
      'createUser',
      { username: `somebody ${++count}`, password: PASSWORD, ...input },
      'user { id databaseId username }',
    )
  ).user;
const setMember = async (user: Made, organization: Made = world.acme) =>
  expect(await faultsOf(world.ask.superuser, 'setMember', { organizationId: organization.id, userId: user.id, role: 'MEMBER' })).toEqual(
    [],
  );
const removeMember = async (user: Made) =>
  expect(await faultsOf(world.ask.superuser, 'removeMember', { organizationId: world.acme.id, userId: user.id })).toEqual([]);

const isActive = async (client: Client, token: string) => (await world.post('/oauth/introspect', client, { token })).body.active;
const refreshes = async (client: Client, refresh_token: string) =>
  (await world.post('/oauth/token', client, { grant_type: 'refresh_token', refresh_token })).status === 200;
const worksInGraphql = async (token: string) => (await world.as(token)('{ scopes { name } }')).status === 200;
const tellsOfUser = async (token: string) =>
  (await fetch(`${world.url}/oauth/userinfo`, { headers: { authorization: `Bearer ${token}` } })).status === 200;

/** What every door says of an access token. */
const saidOf = async (client: Client, token: string) => ({
  graphql: await worksInGraphql(token),
  introspection: await isActive(client, token),
  userinfo: await tellsOfUser(token),
});
const NOTHING_WORKS = { graphql: false, introspection: false, userinfo: false };
const EVERYTHING_WORKS = { graphql: true, introspection: true, userinfo: true };

/** Ways to lose the right to an application, and to get it back. */
const LOSSES: Readonly<
  Record<string, { user: () => Promise<Made & { username: string }>; lose: (of: Of) => unknown; regain: (of: Of) => unknown }>
> = {
  'a membership': {
    user: async () => {
      const user = await newUser();
      await setMember(user);
      return user;
    },
    lose: ({ user }) => removeMember(user),
    regain: ({ user }) => setMember(user),
  },
  'being a superuser': {
    user: () => newUser({ isSuperuser: true }),
    lose: ({ user }) => flag(user, { isSuperuser: false }),
    regain: ({ user }) => flag(user, { isSuperuser: true }),
  },
  'being a system auditor': {
    user: () => newUser({ isSystemAuditor: true }),
    lose: ({ user }) => flag(user, { isSystemAuditor: false }),
    regain: ({ user }) => flag(user, { isSystemAuditor: true }),
  },
  'the organization of an application that moves': {
    user: async () => {
      const user = await newUser();
      await setMember(user);
      return user;
    },
    lose: ({ client }) => move(client, world.other),
    regain: ({ client }) => move(client, world.acme),
  },
};
interface Of {
  readonly user: Made;
  readonly client: Client;
}
const flag = async ({ id }: Made, flags: object) => expect(await faultsOf(world.ask.superuser, 'updateUser', { id, ...flags })).toEqual([]);
const move = async ({ id }: Client, { id: organizationId }: Made) =>
  expect(await faultsOf(world.ask.superuser, 'updateApplication', { id, organizationId })).toEqual([]);

describe.each(Object.entries(LOSSES))('with %s', (_, { user: makeUser, lose, regain }) => {
  it('tokens, grants and codes at the application end, and do not revive with a new one', async () => {
    const user = await makeUser();
    const client = await world.register();
    const { body } = await world.tokensOf(client, user.username);
    const { code, verifier } = await world.logIn(client, user.username);
    const personal = await world.tokenOf(user.databaseId);
    expect(await saidOf(client, body.access_token)).toEqual(EVERYTHING_WORKS);
    await lose({ user, client });
    expect(await saidOf(client, body.access_token)).toEqual(NOTHING_WORKS);
    expect(await isActive(client, body.refresh_token)).toBe(false);
    await regain({ user, client });
    expect(await saidOf(client, body.access_token)).toEqual(NOTHING_WORKS);
    expect(await refreshes(client, body.refresh_token)).toBe(false);
    expect((await world.redeem(client, code, verifier)).body.error).toBe('invalid_grant');
    expect((await world.as(personal)('{ viewer { grants { id } } }')).data.viewer.grants).toEqual([]);
  });
});

it('a membership that ends leaves the tokens at other organizations, and personal ones', async () => {
  const user = await newUser();
  for (const organization of [world.acme, world.other]) await setMember(user, organization);
  const application = await world.register({ organizationId: world.other.id });
  const [elsewhere, personal] = [await mint(world, { application, user }), await mint(world, { user })];
  await removeMember(user);
  expect([await worksInGraphql(elsewhere.accessToken), await worksInGraphql(personal.accessToken)]).toEqual([true, true]);
});

it('a superuser who was a member too keeps the tokens there when the flag is taken', async () => {
  const user = await newUser({ isSuperuser: true });
  await setMember(user);
  const [here, there] = [await world.register(), await world.register({ organizationId: world.other.id })];
  const [kept, lost] = [await mint(world, { application: here, user }), await mint(world, { application: there, user })];
  await flag(user, { isSuperuser: false });
  expect([await worksInGraphql(kept.accessToken), await worksInGraphql(lost.accessToken)]).toEqual([true, false]);
});

it('a token of a user who was deleted is inactive', async () => {
  const user = await newUser();
  await setMember(user);
  const client = await world.register();
  const { body } = await world.tokensOf(client, user.username);
  expect(await faultsOf(world.ask.superuser, 'deleteUser', { id: user.id })).toEqual([]);
  expect(await saidOf(observer, body.access_token)).toEqual(NOTHING_WORKS);
});

it('a code of a grant that was withdrawn while it was made is not redeemed', async () => {
  const client = await world.register();
  const { code, verifier } = await world.logIn(client);
  // as if the code had been stored just after the grant and all its codes were deleted
  await world.operator.store.write(({ db }) => db.deleteFrom('oauth_grant').where('application_id', '=', client.databaseId).execute());
  expect((await world.redeem(client, code, verifier)).body.error).toBe('invalid_grant');
});

describe(`in ${STATES} states at random, with the seed ${SEED}`, () => {
  it('every door says the same of a token', async () => {
    const random = createRandom(SEED);
    const { store } = world.operator;
    for (let index = 0; index < STATES; index++) {
      const user = await newUser({ isSuperuser: random.chance(15), isSystemAuditor: random.chance(15) });
      const home = random.pick([world.acme, world.other]);
      if (random.chance(60)) await setMember(user, random.pick([world.acme, world.other]));
      const application = await world.register({ organizationId: home.id });
      const scopes = ['openid', 'read'];
      const { token, accessToken, refreshToken } = await mint(world, { application, user, scopes, expiresIn: random.pick([-5, 600]) });
      const later = (seconds: number) => new Date(Date.now() + seconds * 1000) as never;
      const state = {
        refresh_expires_at: later(random.pick([-5, 600])),
        ...(random.chance(20) && { revoked_at: later(-1) }),
      };
      // behind the back of the product, which would not let most of this come about
      await store.write(async ({ db }) => {
        await db.updateTable('token').set(state).where('id', '=', token.databaseId).execute();
        if (random.chance(20))
          await db.updateTable('application').set({ enabled: false }).where('id', '=', application.databaseId).execute();
      });
      const fellow = home === world.acme ? observer : await world.register({ organizationId: home.id });
      const { graphql, ...others } = await saidOf(fellow, accessToken);
      expect({ index, ...others }).toEqual({ index, introspection: graphql, userinfo: graphql });
      const active = await isActive(fellow, refreshToken as string);
      expect({ index, refreshes: await refreshes(application, refreshToken as string) }).toEqual({ index, refreshes: active });
    }
  }, 600_000);

  it('what is ended for good is exactly what its user may not use', async () => {
    const random = createRandom(SEED + 1);
    for (let index = 0; index < STATES / 3; index++) {
      const flags = { isSuperuser: random.chance(10), isSystemAuditor: random.chance(10) };
      const user = await newUser(flags);
      const member = [world.acme, world.other].filter(() => random.chance(50));
      for (const organization of member) await setMember(user, organization);
      const tokens = await Promise.all(
        [world.acme, world.other].map(async (organization) => {
          const application = await world.register({ organizationId: organization.id });
          await grant(world, user, application);
          return mint(world, { application, user });
        }),
      );
      const before = await Promise.all(tokens.map(({ accessToken }) => worksInGraphql(accessToken)));
      // a right to nothing is lost, and so all that is not covered by another right
      await setMember(user);
      await removeMember(user);
      if (member.includes(world.acme)) await setMember(user);
      const after = await Promise.all(tokens.map(({ accessToken }) => worksInGraphql(accessToken)));
      const readsAll = flags.isSuperuser || flags.isSystemAuditor;
      expect({ index, before, after }).toEqual({
        index,
        before: [world.acme, world.other].map((organization) => readsAll || member.includes(organization)),
        after: [readsAll, readsAll || member.includes(world.other)],
      });
    }
  }, 600_000);
});
