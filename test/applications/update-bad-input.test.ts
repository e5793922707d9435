import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { faultsOf, mutate } from '../support/mutate.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const update = async (changes: object) => faultsOf(world.ask.admin, 'updateApplication', { id: (await world.register()).id, ...changes });

const GARBAGE_IDS = ['', '1', 'rubbish', '%', 'QXBwbGljYXRpb246MA', 'QXBwbGljYXRpb246LTE', 'QXBwbGljYXRpb246OTk5OTk5OTk5OQ'];

describe('deleteApplication', () => {
  it('answers a stale version with the current one, and deletes nothing', async () => {
    const { id } = await world.register();
    await mutate(world.ask.admin, 'updateApplication', { id, description: 'first' });
    const { userErrors, deletedId } = await mutate(world.ask.admin, 'deleteApplication', { id, expectedVersion: 1 }, 'deletedId');
    expect(userErrors).toEqual([{ code: 'CONFLICT', field: ['expectedVersion'], message: expect.stringContaining('Its version is 2.') }]);
    expect(deletedId).toBeNull();
    const { data } = await world.ask.admin('query($id: ID!) { application(id: $id) { version } }', { id });
    expect(data.application).toEqual({ version: 2 });
    expect((await mutate(world.ask.admin, 'deleteApplication', { id, expectedVersion: 2 }, 'deletedId')).deletedId).toBe(id);
  });
});

describe('updateApplication', () => {
  it.each(GARBAGE_IDS)('finds no application with the id %j', async (id) => {
    expect(await faultsOf(world.ask.superuser, 'updateApplication', { id })).toEqual(['NOT_FOUND id']);
  });

  it('finds no application with the id of its organization', async () => {
    expect(await faultsOf(world.ask.superuser, 'updateApplication', { id: world.acme.id })).toEqual(['NOT_FOUND id']);
  });

  it('answers a stale version with the current one', async () => {
    const { id } = await world.register();
    await mutate(world.ask.admin, 'updateApplication', { id, expectedVersion: 1, description: 'first' });
    const { userErrors } = await mutate(world.ask.admin, 'updateApplication', { id, expectedVersion: 1, description: 'second' });
    expect(userErrors).toEqual([{ code: 'CONFLICT', field: ['expectedVersion'], message: expect.stringContaining('Its version is 2.') }]);
    const { data } = await world.ask.admin('query($id: ID!) { application(id: $id) { description version } }', { id });
    expect(data.application).toEqual({ description: 'first', version: 2 });
  });

  it('takes the grant type that the application has, and no other', async () => {
    expect(await update({ authorizationGrantType: 'AUTHORIZATION_CODE' })).toEqual([]);
    expect(await update({ authorizationGrantType: 'PASSWORD' })).toEqual(['IMMUTABLE authorizationGrantType']);
  });

  it('names the faults of every field at once, and changes nothing', async () => {
    const { id } = await world.register({ name: 'Unharmed' });
    const faults = await faultsOf(world.ask.admin, 'updateApplication', {
      id,
      name: '',
      description: 'changed',
      authorizationGrantType: 'PASSWORD',
      redirectUris: ['*'],
      scopes: ['READ'],
      accessValidity: 0,
    });
    expect(faults.toSorted()).toEqual([
      'BLANK name',
      'IMMUTABLE authorizationGrantType',
      'INVALID accessValidity',
      'INVALID_REDIRECT_URI redirectUris.0',
      'INVALID_SCOPE scopes.0',
    ]);
    const { data } = await world.ask.admin('query($id: ID!) { application(id: $id) { name description version } }', { id });
    expect(data.application).toEqual({ name: 'Unharmed', description: '', version: 1 });
  });

  it('leaves no application of the grant AUTHORIZATION_CODE without a redirect URI', async () => {
    expect(await update({ redirectUris: [] })).toEqual(['REQUIRED redirectUris']);
  });

  it('names fields of the input where the fault is in what it leaves as it was', async () => {
    expect(await update({ maximumScopes: ['read'] })).toEqual(['SCOPE_EXCEEDS_MAXIMUM maximumScopes']);
    const { id } = await world.register({ authorizationGrantType: 'CLIENT_CREDENTIALS' as never, redirectUris: [] });
    expect(await faultsOf(world.ask.admin, 'updateApplication', { id, clientType: 'PUBLIC' })).toEqual([
      'NOT_SUPPORTED_FOR_PUBLIC_CLIENT clientType',
    ]);
  });

  it('takes the name that the application has, in other letters', async () => {
    const { id } = await world.register({ name: 'Portal' });
    expect(await faultsOf(world.ask.admin, 'updateApplication', { id, name: 'PORTAL' })).toEqual([]);
  });
});

describe.each([
  ['deleteApplication', 'id'],
  ['rotateClientSecret', 'applicationId'],
  ['deleteClientSecret', 'id'],
])('%s', (operation, field) => {
  it.each([...GARBAGE_IDS, 'VXNlcjox'])('finds nothing with the id %j', async (id) => {
    expect(await faultsOf(world.ask.superuser, operation, { [field]: id })).toEqual([`NOT_FOUND ${field}`]);
  });
});
