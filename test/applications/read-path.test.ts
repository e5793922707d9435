import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

describe('the list of applications', () => {
  it('shows a new application with its organization and tokens', async () => {
    const { id } = await world.register({ name: 'Portal' });
    const { data, errors } = await world.ask.member(
      `{ applications { totalCount nodes { id name organization { name } tokens { totalCount } tokenCounts { total } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.applications).toEqual({
      totalCount: 1,
      nodes: [{ id, name: 'Portal', organization: { name: 'Acme' }, tokens: { totalCount: 0 }, tokenCounts: { total: 0 } }],
    });
  });
});
