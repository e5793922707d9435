import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Ask } from '../support/gateway.ts';
import { grant } from '../support/grant.ts';
import { mint } from '../support/mint.ts';
import { faultsOf, mutate } from '../support/mutate.ts';
import { type Made, type Person, startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** A program of a person: an application that is not trusted, its token, and tokens that are none of its business. */
async function program(person: Person) {
  const user = world.users[person];
  const [application, another] = [await world.register(), await world.register()];
  const scopes = person === 'superuser' ? ['admin'] : ['write'];
  const issue = (wanted: object) => mint(world, { scopes, ...wanted });
  const own = await issue({ application, user });
  const fellow = await issue({ application, user });
  const foreign = {
    personal: await issue({ user }),
    'of another application': await issue({ application: another, user }),
    'of somebody else at the same application': await issue({
      application,
      user: world.users[person === 'member' ? 'auditor' : 'member'],
      scopes: ['write'],
    }),
    'that the client got for itself': await issue({ application, scopes: ['read'] }),
  };
  const grants = { own: await grant(world, user, application), foreign: await grant(world, user, another) };
  return { user, application, another, ask: world.as(own.accessToken), own, fellow, foreign, grants };
}

const works = async (accessToken: string) => (await world.as(accessToken)('{ scopes { name } }')).status === 200;
const node = async (ask: Ask, { id }: { id: string }) => (await ask('query($id: ID!) { node(id: $id) { id } }', { id })).data.node;
const ids = (nodes: { id: string }[]) => nodes.map(({ id }) => id).toSorted();

describe.each(['superuser', 'systemAuditor', 'admin', 'auditor', 'member'] as const)(
  'a token of a %s at an untrusted application',
  (person) => {
    it('mints no token, not even for its own application', async () => {
      const { ask, application } = await program(person);
      for (const input of [{}, { applicationId: application.id }]) {
        const { errors } = await ask('mutation($input: CreateTokenInput!) { createToken(input: $input) { accessToken } }', { input });
        expect(errors?.[0].extensions.code).toBe('FORBIDDEN');
      }
    });

    it('changes and revokes no token of another grant, which look like none', async () => {
      const { ask, foreign } = await program(person);
      for (const { token, accessToken } of Object.values(foreign)) {
        expect(await faultsOf(ask, 'updateToken', { id: token.id, description: 'mine now' })).toEqual(['NOT_FOUND id']);
        expect(await faultsOf(ask, 'revokeToken', { id: token.id })).toEqual(['NOT_FOUND id']);
        expect(await works(accessToken)).toBe(true);
      }
    });

    it('reads and counts the tokens of its own grant alone', async () => {
      const { ask, user, application, another, own, fellow, foreign } = await program(person);
      const mine = ids([own.token, fellow.token]);
      for (const { token } of Object.values(foreign)) expect(await node(ask, token)).toBeNull();
      expect(await node(ask, own.token)).toEqual({ id: own.token.id });
      const { data } = await ask(
        `query($application: ID!, $another: ID!, $user: ID!) {
        tokens(first: 100) { totalCount nodes { id } }
        viewer { personalTokens { totalCount nodes { id } } }
        ofUser: tokens(filter: { userId: $user }) { totalCount }
        own: application(id: $application) { tokens(first: 1) { totalCount } tokenCounts { total active } }
        other: application(id: $another) { tokens { totalCount nodes { id } } tokenCounts { total } }
      }`,
        { application: application.id, another: another.id, user: user.id },
      );
      expect({ total: data.tokens.totalCount, ids: ids(data.tokens.nodes) }).toEqual({ total: 2, ids: mine });
      expect(data.viewer.personalTokens).toEqual({ totalCount: 0, nodes: [] });
      expect(data.ofUser.totalCount).toBe(2);
      expect(data.own).toEqual({ tokens: { totalCount: 2 }, tokenCounts: { total: 2, active: 2 } });
      expect(data.other).toEqual({ tokens: { totalCount: 0, nodes: [] }, tokenCounts: { total: 0 } });
    });

    it('sees and withdraws its own grant alone', async () => {
      const { ask, grants, own, foreign, another } = await program(person);
      expect((await ask('{ viewer { grants { id } } }')).data.viewer.grants).toEqual([{ id: grants.own.id }]);
      expect(await node(ask, grants.foreign)).toBeNull();
      expect(await faultsOf(ask, 'revokeGrant', { id: grants.foreign.id })).toEqual(['NOT_FOUND id']);
      expect(await faultsOf(ask, 'revokeGrant', { applicationId: another.id })).toEqual(['NOT_FOUND applicationId']);
      expect(await faultsOf(ask, 'revokeGrant', { id: grants.own.id })).toEqual([]);
      expect(await works(own.accessToken)).toBe(false);
      expect(await works(foreign['of another application'].accessToken)).toBe(true);
    });

    it('revokes together the tokens of its own grant alone', async () => {
      const { ask, user, application, another, own, fellow, foreign } = await program(person);
      for (const input of [{ userId: user.id }, { applicationId: application.id }, { applicationId: another.id, userId: user.id }]) {
        expect((await faultsOf(ask, 'revokeTokens', input)).join()).toMatch(/^FORBIDDEN/);
      }
      expect(
        (await mutate(ask, 'revokeTokens', { applicationId: application.id, userId: user.id }, 'revokedTokenCount')).revokedTokenCount,
      ).toBe(2);
      for (const { accessToken } of [own, fellow]) expect(await works(accessToken)).toBe(false);
      for (const { accessToken } of Object.values(foreign)) expect(await works(accessToken)).toBe(true);
    });

    it('is told of no token and no grant by the activity', async () => {
      const { ask, user } = await program(person);
      const asked = `query($user: ID!) {
      all: activity(first: 100) { nodes { objectType } }
      own: activity(first: 100, filter: { actorId: $user }) { nodes { objectType } }
    }`;
      const { data } = await ask(asked, { user: user.id });
      const types = [...data.all.nodes, ...data.own.nodes].map(({ objectType }: { objectType: string }) => objectType);
      expect(types).toContain('Application');
      expect(types.filter((type: string) => ['Token', 'Grant'].includes(type))).toEqual([]);
    });
  },
);

it('a token that a client got for itself reaches no token', async () => {
  const application: Made = await world.register();
  const [own, other] = [await mint(world, { application }), await mint(world, { application })];
  const ask = world.as(own.accessToken);
  for (const { token } of [own, other]) {
    expect(await node(ask, token)).toBeNull();
    expect(await faultsOf(ask, 'revokeToken', { id: token.id })).toEqual(['NOT_FOUND id']);
  }
  expect((await ask('{ tokens { totalCount } }')).data.tokens.totalCount).toBe(0);
});
