import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema } from '../../src/schema.ts';
import { mint } from '../support/mint.ts';
import { mutate } from '../support/mutate.ts';
import { type Made, startWorld, type World } from '../support/world.ts';
import { CASES, type Entry } from './activity.table.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const activity = async () => {
  const { data } = await world.ask.superuser(
    '{ activity(first: 2) { totalCount nodes { operation objectType objectId objectName actor { id } changes { field before after } } } }',
  );
  return data.activity as { totalCount: number; nodes: Entry[] };
};

describe('activity', () => {
  it('is promised of every mutation', () => {
    const mutations = Object.keys(buildSchema().getMutationType()?.getFields() ?? {});
    expect(Object.keys(CASES).sort()).toEqual(mutations.sort());
  });

  it.each(Object.entries(CASES))('of %s is one entry, with who, what and how', async (operation, { input, entry }) => {
    const given = await input(world);
    const before = await activity();
    const { userErrors } = await mutate(world.ask.superuser, operation, given);
    expect(userErrors).toEqual([]);
    const { totalCount, nodes } = await activity();
    expect(totalCount).toBe(before.totalCount + 1);
    expect(nodes[0]).toMatchObject({ actor: { id: world.users.superuser.id }, ...entry });
    expect(nodes[0]?.objectId).toEqual(expect.any(String));
  });

  it('of a refused mutation is none', async () => {
    const before = await activity();
    const { userErrors } = await mutate(world.ask.superuser, 'createApplication', {});
    expect(userErrors).not.toEqual([]);
    expect((await activity()).totalCount).toBe(before.totalCount);
  });
});

describe('what is deleted', () => {
  it('is outlived by its activity', async () => {
    const { id: organizationId } = (await mutate(world.ask.superuser, 'createOrganization', { name: 'Perished' }, 'organization { id }'))
      .organization;
    const application = await world.register({ organizationId, name: 'Perished too' });
    const owner = (
      await mutate(world.ask.superuser, 'createUser', { username: 'perished', password: 'correct horse' }, 'user { id databaseId }')
    ).user;
    const { token } = await mint(world, { application, user: owner });
    const { token: personal } = await mint(world, { user: owner });
    await mutate(world.ask.superuser, 'deleteOrganization', { id: organizationId });
    await mutate(world.ask.superuser, 'deleteUser', { id: owner.id });
    const ids = [organizationId, application.id, owner.id, token.id, personal.id];
    const { data } = await world.ask.superuser('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect(data.nodes).toEqual(ids.map(() => null));
    for (const objectId of ids) {
      const { data } = await world.ask.superuser(
        'query($objectId: ID!) { activity(filter: { objectId: $objectId }) { nodes { objectId } } }',
        { objectId },
      );
      expect(data.activity.nodes.length).toBeGreaterThan(0);
      expect(new Set(data.activity.nodes.map((node: { objectId: string }) => node.objectId))).toEqual(new Set([objectId]));
    }
  });

  it('takes along what belongs to it, and nothing else', async () => {
    const { operator } = world;
    const [doomed, spared] = [await world.register({ name: 'Doomed' }), await world.register({ name: 'Spared' })];
    const tokens = await Promise.all([doomed, spared].map((application) => mint(world, { application, user: world.users.superuser })));
    const { deletedId, revokedTokenCount } = await mutate(
      world.ask.admin,
      'deleteApplication',
      { id: doomed.id },
      'deletedId revokedTokenCount',
    );
    expect([deletedId, revokedTokenCount]).toEqual([doomed.id, 1]);
    const left = (table: 'client_secret' | 'token', { databaseId }: Made) =>
      operator.store.read(true).selectFrom(table).where('application_id', '=', databaseId).selectAll().execute();
    expect([...(await left('client_secret', doomed)), ...(await left('token', doomed))]).toEqual([]);
    expect([(await left('client_secret', spared)).length, (await left('token', spared)).length]).toEqual([1, 1]);
    const statuses = await Promise.all(tokens.map(async ({ accessToken }) => (await world.as(accessToken)('{ viewer { id } }')).status));
    expect(statuses).toEqual([401, 200]);
  });
});
