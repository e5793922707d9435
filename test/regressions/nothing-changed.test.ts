import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

describe('an update that changes nothing', () => {
  it('leaves the version of an application as it was', async () => {
    const { id } = await world.register({ name: 'Portal', description: 'For all' });
    const update =
      'mutation ($input: UpdateApplicationInput!) { updateApplication(input: $input) { application { version } userErrors { code } } }';
    const { data } = await world.ask.admin(update, { input: { id, name: 'Portal', description: 'For all' } });
    expect(data.updateApplication).toEqual({ application: { version: 1 }, userErrors: [] });
    const changed = await world.ask.admin(update, { input: { id, name: 'Gate' } });
    expect(changed.data.updateApplication.application.version).toBe(2);
    const { data: found } = await world.ask.admin('{ applications(filter: { search: "gate" }) { nodes { id } } }');
    expect(found.applications.nodes).toEqual([{ id }]);
  });

  it('leaves the version of a user as it was', async () => {
    const { data } = await world.ask.member(
      'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { version } userErrors { code } } }',
      {
        input: { id: world.users.member.id, username: 'member' },
      },
    );
    expect(data.updateUser).toEqual({ user: { version: 1 }, userErrors: [] });
  });
});

describe('a cursor', () => {
  it('goes on in a list whose filter says null where it said nothing', async () => {
    await world.register();
    const { data } = await world.ask.admin('{ applications(first: 1) { pageInfo { endCursor } } }');
    const { errors } = await world.ask.admin(
      'query ($after: String) { applications(after: $after, filter: { vendor: null }) { nodes { id } } }',
      {
        after: data.applications.pageInfo.endCursor,
      },
    );
    expect(errors).toBeUndefined();
  });
});
