import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  for (const name of ['First', 'Second']) await world.register({ name });
});
afterAll(() => world.stop());

it('a cursor is the same, whether the key of the order is selected or not', async () => {
  const cursors = async (fields: string) => {
    const { data } = await world.ask.member(`{ applications(orderBy: { field: CREATED_AT }) { edges { cursor node { ${fields} } } } }`);
    return data.applications.edges.map(({ cursor }: { cursor: string }) => cursor);
  };
  const selected = await cursors('createdAt');
  expect(selected).toHaveLength(2);
  expect(await cursors('name')).toEqual(selected);
});
