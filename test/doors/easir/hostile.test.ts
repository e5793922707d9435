import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Moments } from '../../support/moments.ts';
import { faultsOf } from '../../support/mutate.ts';
import { startWorld, type World } from '../../support/world.ts';
import { restAt } from '../support/rest.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ DOORS: 'easir' });
});
afterAll(() => world.stop());

describe('a redirect URI that somebody takes away', () => {
  it('does not come back by a change that was under way', async () => {
    const [kept, taken] = ['https://a.example.org/', 'https://taken.example.org/'];
    const { id, clientId } = await world.register({ redirectUris: [kept, taken] });
    const rest = restAt(world.url, await world.tokenOf(world.users.superuser.databaseId, ['admin']));
    const put = () => rest('PUT', `/applications/${clientId}`, { name: 'Changed', redirect_uri: 'https://new.example.org/' });
    const come = new Moments(world.app.store).before(0, 'write', async () => {
      expect(await faultsOf(world.ask.superuser, 'updateApplication', { id, redirectUris: [kept] })).toEqual([]);
    });
    const changed = await put();
    expect(await come()).toBe(true);
    expect({ status: changed.status, errors: changed.json.errors }).toEqual({
      status: 409,
      errors: [{ message: expect.stringMatching(/Read it again/), code: 'conflict' }],
    });
    const { application } = (await world.ask.superuser(`{ application(id: "${id}") { redirectUris } }`)).data as {
      application: { redirectUris: string[] };
    };
    expect(application.redirectUris).toEqual([kept]);
    expect((await put()).status).toBe(200);
  });
});
