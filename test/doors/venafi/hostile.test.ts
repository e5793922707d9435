import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Moments } from '../../support/moments.ts';
import { faultsOf } from '../../support/mutate.ts';
import { call, expectInvalid, newApplication, startVenafi } from '../support/venafi.ts';
import type { DoorWorld } from '../support/world.ts';

let world: DoorWorld;
beforeAll(async () => {
  world = await startVenafi();
});
afterAll(() => world.stop());

describe('a short text of long scopes', () => {
  /** A hundred times as long when it is written out. */
  const scope = `${'a'.repeat(20_000)}:0,${Array.from({ length: 1_000 }, (_, index) => index).join()}`;

  it.each(['oauth', 'device'])('is not written out for nobody at vedauth/authorize/%s', async (path) => {
    const asked = { client_id: 'anybody', username: 'nobody', password: 'none', scope };
    const { status, body } = await world.nobody('POST', `/vedauth/authorize/${path}`, asked);
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { error: 'invalid_request', error_description: expect.stringMatching(/^Scopes/) },
    });
  });

  it('is not taken for an application', async () => {
    for (const given of [{ Scope: scope }, { MaximumScope: scope }, { MaximumScope: undefined, MaxScope: scope }]) {
      const reply = await call(world.rest.admin, 'CreateApplication', newApplication(given));
      expectInvalid(reply);
      expect(reply.body.error_description).toMatch(/^Scopes/);
    }
  });
});

describe('the scope for superusers, once it is taken away', () => {
  it('does not come back by a change that was under way', async () => {
    const { id, clientId: ID } = await world.register({ scopes: ['read'], maximumScopes: ['admin'] });
    const update = () =>
      call(world.rest.superuser, 'UpdateApplication', { Application: { ID, Name: 'Changed', Scope: '', MaximumScope: 'admin' } });
    const come = new Moments(world.app.store).before(0, 'write', async () => {
      expect(await faultsOf(world.ask.superuser, 'updateApplication', { id, maximumScopes: ['read'] })).toEqual([]);
    });
    const changed = await update();
    expect(await come()).toBe(true);
    expect({ status: changed.status, body: changed.body }).toMatchObject({ status: 200, body: { Result: 1, Success: false } });
    const { application } = (await world.ask.superuser(`{ application(id: "${id}") { maximumScopes } }`)).data as {
      application: { maximumScopes: string[] };
    };
    expect(application.maximumScopes).toEqual(['read']);
    expect((await update()).body.Application.MaximumScope).toBe('admin');
  });
});
