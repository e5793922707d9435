import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectSame, NONE } from '../support/hidden.ts';
import { descriptionAt } from '../support/openapi.ts';
import { type DoorWorld, startDoors } from '../support/world.ts';

let world: DoorWorld;
let application: { clientId: string };
beforeAll(async () => {
  world = await startDoors();
  application = await world.register({ name: 'Secret project', organizationId: world.other.id });
});
afterAll(() => world.stop());

describe('what one may not see', () => {
  it('is answered like what is not there', async () => {
    for (const method of ['GET', 'PUT', 'DELETE'])
      await expectSame(world, method, (id) => [`/applications/${id}`, method === 'PUT' ? {} : undefined], [application.clientId, NONE]);
  });

  it('is there for who may see it', async () => {
    const { clientId } = application;
    const { status, body } = await world.rest.superuser('GET', `/applications/${clientId}`);
    expect({ status, body }).toMatchObject({ status: 200, body: { client_id: clientId } });
  });

  it('is in no list', async () => {
    const { status, text } = await world.rest.admin('GET', '/applications?per_page=100');
    expect(status).toBe(200);
    expect(text).not.toContain('Secret project');
    expect(text).not.toContain(application.clientId);
  });
});

describe('the door of EASI’R', () => {
  it('serves its description, which is valid and holds', async () => {
    const { held } = await descriptionAt(world.rest.superuser, '/applications/openapi.json');
    const given = { name: 'Held', redirect_uri: 'https://crm.example.org/callback' };
    const { client_id } = await held('POST', '/applications', given, 201);
    await held('POST', '/applications', {}, 422);
    await held('GET', '/applications');
    await held('GET', `/applications/${client_id}`);
    await held('PUT', `/applications/${client_id}`, { ...given, name: 'Held again' });
    await held('GET', '/applications/nobody-has-this', undefined, 404);
  });
});
