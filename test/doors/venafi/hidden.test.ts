import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectSame, NONE } from '../support/hidden.ts';
import { descriptionAt } from '../support/openapi.ts';
import { call, newApplication, startVenafi } from '../support/venafi.ts';
import type { DoorWorld } from '../support/world.ts';

let world: DoorWorld;
let application: { clientId: string };
beforeAll(async () => {
  world = await startVenafi();
  application = await world.register({ name: 'Secret project', organizationId: world.other.id });
});
afterAll(() => world.stop());

describe('what one may not see', () => {
  it('is answered like what is not there', async () => {
    for (const method of ['GetApplication', 'DeleteApplication', 'GrantCount', 'UserCount', 'EnumerateGrants', 'RevokeGrants'])
      await expectSame(world, 'POST', (id) => [`/vedsdk/OAuth/${method}`, { ApplicationId: id }], [application.clientId, NONE]);
    await expectSame(world, 'POST', (id) => ['/vedsdk/OAuth/GetApplications', { ApplicationIds: [id] }], [application.clientId, NONE]);
    await expectSame(world, 'POST', (id) => ['/vedsdk/OAuth/UpdateApplication', { Application: { ID: id, Name: 'x' } }], [
      application.clientId,
      NONE,
    ]);
  });

  it('is there for who may see it', async () => {
    const { clientId } = application;
    const { body } = await call(world.rest.superuser, 'GetApplication', { ApplicationId: clientId });
    expect(body).toMatchObject({ Application: { ID: clientId } });
  });

  it('is in no list', async () => {
    const { status, text } = await call(world.rest.admin, 'EnumerateApplications', { Start: 0, Count: 100 });
    expect(status).toBe(200);
    expect(text).not.toContain('Secret project');
    expect(text).not.toContain(application.clientId);
  });
});

describe('the door of Venafi', () => {
  it('serves its description, which is valid and holds', async () => {
    const { held, faultsOf } = await descriptionAt(world.rest.superuser, '/vedsdk/openapi.json');
    const application = newApplication({ AccessValidity: 600, Renewable: false });
    const { ApplicationId } = application;
    const ask = (method: string, body: object) => held('POST', `/vedsdk/OAuth/${method}`, body);
    await ask('CreateApplication', application);
    await ask('GetApplication', { ApplicationId });
    await ask('GetApplication', { ApplicationId: 'nobody-has-this' });
    await ask('GetApplications', { ApplicationIds: [ApplicationId] });
    await ask('EnumerateApplications', { Start: 0, Count: 10, OrderBy: 1 });
    for (const method of ['GrantCount', 'UserCount', 'EnumerateGrants']) await ask(method, { ApplicationId });
    for (const method of ['GetRole', 'GetScopes']) await ask(method, {});
    await ask('DeleteApplication', { ApplicationId });
    const refused = await call(world.nobody, 'GetApplication', { ApplicationId });
    expect(faultsOf('POST', '/vedsdk/OAuth/GetApplication', refused)).toEqual([]);
  });
});
