import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { newApplication } from '../support/awx.ts';
import { descriptionAt } from '../support/openapi.ts';
import { type DoorWorld, startDoors } from '../support/world.ts';

let world: DoorWorld;
beforeAll(async () => {
  world = await startDoors();
});
afterAll(() => world.stop());

describe('the door of AWX', () => {
  it('serves its description, which is valid and holds', async () => {
    const { held } = await descriptionAt(world.rest.superuser, '/api/openapi.json');
    const list = '/api/v2/applications/';
    const organization = world.acme.databaseId;
    const { url } = await held('POST', list, newApplication(organization), 201);
    await held('POST', list, newApplication(organization, { client_type: 'public' }), 201);
    await held('POST', list, {}, 400);
    await held('GET', list);
    await held('GET', `${list}?page_size=1`);
    await held('GET', `${list}?page=1000`, undefined, 404);
    await held('GET', url);
    await held('GET', `${list}999999/`, undefined, 404);
    await held('PATCH', url, { description: 'held' });
    await held('GET', `${url}activity_stream/`);
    await held('POST', `${url}tokens/`, { scope: 'read' }, 201);
    await held('GET', `${url}tokens/`);
    const token = await held('POST', '/api/v2/tokens/', { scope: 'read' }, 201);
    await held('GET', token.url);
    await held('GET', '/api/v2/tokens/');
    await held('GET', '/api/v2/organizations/');
    await held('GET', `/api/v2/organizations/${organization}/`);
    for (const path of ['/api/', '/api/v2/', '/api/v2/ping/', '/api/v2/config/', '/api/v2/me/', '/api/v2/users/']) await held('GET', path);
  });
});
