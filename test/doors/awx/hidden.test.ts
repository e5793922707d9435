import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mint } from '../../support/mint.ts';
import { newApplication } from '../support/awx.ts';
import { expectSame, NOTHING, told } from '../support/hidden.ts';
import { type DoorWorld, startDoors } from '../support/world.ts';

let world: DoorWorld;
let application: { databaseId: number; clientId: string };
let tokenId: number;
beforeAll(async () => {
  world = await startDoors();
  application = await world.register({ name: 'Secret project', organizationId: world.other.id });
  tokenId = (await mint(world, { user: world.users.superuser, scopes: ['read'] })).token.databaseId;
});
afterAll(() => world.stop());

describe('what one may not see is answered like what is not there', () => {
  it('by number', async () => {
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE'])
      await expectSame(world, method, (id) => [`/api/v2/applications/${id}/`, method === 'GET' ? undefined : {}], [
        application.databaseId,
        NOTHING,
      ]);
    for (const rest of ['tokens', 'activity_stream'])
      await expectSame(world, 'GET', (id) => [`/api/v2/applications/${id}/${rest}/`], [application.databaseId, NOTHING]);
    await expectSame(world, 'POST', (id) => [`/api/v2/applications/${id}/tokens/`, { scope: 'read' }], [application.databaseId, NOTHING]);
    for (const method of ['GET', 'PATCH', 'DELETE'])
      await expectSame(world, method, (id) => [`/api/v2/tokens/${id}/`, method === 'PATCH' ? {} : undefined], [tokenId, NOTHING]);
    for (const method of ['GET', 'PATCH'])
      await expectSame(world, method, (id) => [`/api/v2/organizations/${id}/`, method === 'PATCH' ? {} : undefined], [
        world.other.databaseId,
        NOTHING,
      ]);
    await expectSame(world, 'GET', (id) => [`/api/v2/users/${id}/`], [world.users.stranger.databaseId, NOTHING]);
    await expectSame(world, 'GET', (id) => [`/api/v2/users/${id}/personal_tokens/`], ['stranger', 'strangest']);
    await expectSame(world, 'GET', (id) => [`/api/gateway/v1/applications/${id}/`], [application.databaseId, NOTHING]);
  });

  it('by what can be done to it', async () => {
    const [hidden, none] = await Promise.all(
      [application.databaseId, NOTHING].map((id) => told(world, 'OPTIONS', `/api/v2/applications/${id}/`)),
    );
    expect(hidden).toEqual(none);
  });

  it('by name', async () => {
    for (const method of ['GET', 'DELETE'])
      await expectSame(world, method, (name) => [`/api/v2/applications/${encodeURIComponent(name)}++Other/`], [
        'Secret project',
        'Public project',
      ]);
    await expectSame(world, 'GET', (name) => [`/api/v2/applications/x++${name}/`], ['Other', 'Outer']);
  });

  it('in what is asked for', async () => {
    const other = world.other.databaseId;
    const asked = newApplication(0);
    await expectSame(world, 'POST', (id) => ['/api/v2/applications/', { ...asked, organization: id }], [other, NOTHING]);
    const own = await world.register();
    await expectSame(world, 'PATCH', (id) => [`/api/v2/applications/${own.databaseId}/`, { organization: id }], [other, NOTHING]);
    await expectSame(world, 'POST', (id) => ['/api/v2/tokens/', { application: id, scope: 'read' }], [application.databaseId, NOTHING]);
    for (const lookup of ['organization', 'organization__id', 'id', 'id__in'])
      await expectSame(world, 'GET', (id) => [`/api/v2/applications/?${lookup}=${id}`], [
        lookup.startsWith('id') ? application.databaseId : other,
        NOTHING,
      ]);
    await expectSame(world, 'GET', (name) => [`/api/v2/applications/?organization__name=${name}`], ['Other', 'Outer']);
    await expectSame(world, 'GET', (name) => [`/api/v2/organizations/?name=${name}`], ['Other', 'Outer']);
    await expectSame(world, 'GET', (name) => [`/api/v2/applications/?search=${name}`], ['Secret', 'Public']);
    await expectSame(world, 'GET', (id) => [`/api/v2/tokens/?application=${id}`], [application.databaseId, NOTHING]);
    await expectSame(world, 'GET', (id) => [`/api/v2/tokens/?user=${id}`], [world.users.stranger.databaseId, NOTHING]);
  });

  it('and is there for who may see it', async () => {
    const { superuser } = world.rest;
    const { databaseId, clientId } = application;
    expect(await superuser('GET', `/api/v2/applications/${databaseId}/`)).toMatchObject({ status: 200, body: { client_id: clientId } });
    expect(await superuser('GET', '/api/v2/applications/Secret%20project++Other/')).toMatchObject({ body: { id: databaseId } });
    expect(await superuser('GET', `/api/v2/tokens/${tokenId}/`)).toMatchObject({ status: 200, body: { id: tokenId } });
  });

  it('and lists and counts have nothing of it', async () => {
    for (const list of ['applications', 'organizations', 'activity_stream', 'users', 'tokens']) {
      const { status, text } = await world.rest.admin('GET', `/api/v2/${list}/?page_size=200`);
      expect({ list, status }).toEqual({ list, status: 200 });
      expect(text).not.toMatch(/Secret project|"Other"|"stranger"/);
      expect(text).not.toContain(application.clientId);
    }
  });
});
