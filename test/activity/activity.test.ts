import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mint } from '../support/mint.ts';
import { mutate } from '../support/mutate.ts';
import { type Person, startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const told = async (person: Person, filter: object): Promise<string[]> => {
  const { data } = await world.ask[person](
    'query($filter: ActivityFilter) { activity(first: 100, filter: $filter) { nodes { operation } totalCount } }',
    { filter },
  );
  expect(data.activity.totalCount).toBe(data.activity.nodes.length);
  return data.activity.nodes.map(({ operation }: { operation: string }) => operation);
};

describe('the activity of an application', () => {
  it('follows it to another organization, and says from where to where', async () => {
    const { acme, other, users } = world;
    const { id } = await world.register({ name: 'Mover' });
    await mutate(world.ask.superuser, 'setMember', { organizationId: other.id, userId: users.stranger.id, role: 'MEMBER' });
    await mutate(world.ask.superuser, 'updateApplication', { id, organizationId: other.id });
    const { data } = await world.ask.stranger(
      'query($id: ID!) { application(id: $id) { activity { totalCount nodes { operation changes { field before after } } } } }',
      { id },
    );
    const { nodes, totalCount } = data.application.activity;
    expect(totalCount).toBe(2);
    expect(nodes.map(({ operation }: { operation: string }) => operation)).toEqual(['UPDATE', 'CREATE']);
    expect(nodes[0].changes).toEqual([{ field: 'organizationId', before: acme.id, after: other.id }]);
    await mutate(world.ask.superuser, 'removeMember', { organizationId: other.id, userId: users.stranger.id });
  });

  it('names an actor who is gone no more', async () => {
    const { user } = await mutate(
      world.ask.superuser,
      'createUser',
      { username: 'passing', password: 'correct horse', isSuperuser: true },
      'user { id databaseId }',
    );
    const { accessToken } = await mint(world, { user, scopes: ['admin'] });
    const { id } = await world.register({ name: 'Remembering' });
    await mutate(world.as(accessToken), 'updateApplication', { id, description: 'touched' });
    const actor = async () =>
      (
        await world.ask.superuser('query($id: ID!) { application(id: $id) { activity(first: 1) { nodes { actor { username } } } } }', {
          id,
        })
      ).data.application.activity.nodes[0].actor;
    expect(await actor()).toEqual({ username: 'passing' });
    await mutate(world.ask.superuser, 'deleteUser', { id: user.id });
    expect(await actor()).toBeNull();
  });
});

describe('the activity on a token', () => {
  it('is for its owner, and for admins and auditors of the organization of its application', async () => {
    const application = await world.register({ name: 'Issuer' });
    const { token } = await mint(world, { application, user: world.users.member });
    const objectId = token.id;
    for (const person of ['superuser', 'systemAuditor', 'admin', 'auditor', 'member'] as const) {
      expect(await told(person, { objectId })).toEqual(['ISSUE_TOKEN']);
    }
    expect(await told('stranger', { objectId })).toEqual([]);
    const { token: of } = await mint(world, { application, user: world.users.auditor });
    expect(await told('member', { objectId: of.id })).toEqual([]);
  });

  it('that is personal is for its owner and those who read everything', async () => {
    const { token } = await mint(world, { user: world.users.member });
    const objectId = token.id;
    for (const person of ['superuser', 'systemAuditor', 'member'] as const)
      expect(await told(person, { objectId })).toEqual(['ISSUE_TOKEN']);
    for (const person of ['admin', 'auditor', 'stranger'] as const) expect(await told(person, { objectId })).toEqual([]);
  });
});

describe('where no organization is the gateway’s own', () => {
  it('all activity is elsewhere', async () => {
    await world.register({ name: 'Elsewhere' });
    const all = await told('superuser', {});
    expect(all.length).toBeGreaterThan(0);
    expect(await told('superuser', { builtIn: false })).toEqual(all);
    expect(await told('superuser', { builtIn: true })).toEqual([]);
  });
});

describe('an activity entry', () => {
  it('cannot be changed by any operation', async () => {
    const { data } = await world.ask.superuser('{ __schema { mutationType { fields { name } } } }');
    expect(data.__schema.mutationType.fields.filter(({ name }: { name: string }) => /activity|entry/i.test(name))).toEqual([]);
  });
});
