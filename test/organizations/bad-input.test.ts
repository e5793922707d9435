import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { faultsOf, mutate } from '../support/mutate.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

describe('createOrganization', () => {
  it.each([
    [{}, ['REQUIRED name']],
    [{ name: null }, ['REQUIRED name']],
    [{ name: ' ' }, ['BLANK name']],
    [{ name: 'x'.repeat(256), description: 'x'.repeat(10_001) }, ['TOO_LONG name', 'TOO_LONG description']],
    [{ name: ' ACME ' }, ['TAKEN name']],
    [{ name: 'nul\0' }, ['INVALID name']],
    [{ name: '\udfff' }, ['INVALID name']],
  ])('answers %j with %j', async (input, faults) => {
    expect(await faultsOf(world.ask.superuser, 'createOrganization', input)).toEqual(faults);
  });
});

describe('updateOrganization', () => {
  it('finds nothing under rubbish or the id of another type', async () => {
    expect(await faultsOf(world.ask.superuser, 'updateOrganization', { id: 'rubbish' })).toEqual(['NOT_FOUND id']);
    expect(await faultsOf(world.ask.superuser, 'updateOrganization', { id: world.users.admin.id })).toEqual(['NOT_FOUND id']);
  });

  it('takes its own name in other letters, and no other that is taken', async () => {
    const update = (name: string) => faultsOf(world.ask.admin, 'updateOrganization', { id: world.acme.id, name });
    expect(await update('ACME')).toEqual([]);
    expect(await update('oTHER')).toEqual(['TAKEN name']);
    expect(await update('')).toEqual(['BLANK name']);
  });

  it('answers a stale version with a conflict', async () => {
    const { organization } = await mutate(world.ask.superuser, 'createOrganization', { name: 'Versioned' }, 'organization { id }');
    const update = (description: string) =>
      faultsOf(world.ask.superuser, 'updateOrganization', { id: organization.id, description, expectedVersion: 1 });
    expect(await update('one')).toEqual([]);
    expect(await update('two')).toEqual(['CONFLICT expectedVersion']);
  });
});

describe('setMember', () => {
  it('takes no other role', async () => {
    const { errors } = await world.ask.admin('mutation($input: SetMemberInput!) { setMember(input: $input) { userErrors { code } } }', {
      input: { organizationId: world.acme.id, userId: world.users.member.id, role: 'OWNER' },
    });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  });

  it('finds neither organization nor user under ids of another type', async () => {
    const { acme, users } = world;
    const set = (organizationId: string, userId: string) =>
      faultsOf(world.ask.superuser, 'setMember', { organizationId, userId, role: 'MEMBER' });
    expect(await set(users.member.id, users.member.id)).toEqual(['NOT_FOUND organizationId']);
    expect(await set(acme.id, acme.id)).toEqual(['NOT_FOUND userId']);
    expect(await set('rubbish', users.member.id)).toEqual(['NOT_FOUND organizationId']);
  });

  it('finds no user whom an admin cannot see', async () => {
    const { acme, users } = world;
    expect(await faultsOf(world.ask.admin, 'setMember', { organizationId: acme.id, userId: users.stranger.id, role: 'MEMBER' })).toEqual([
      'NOT_FOUND userId',
    ]);
  });
});

describe('removeMember', () => {
  it('finds nobody who is not a member', async () => {
    const { acme, users } = world;
    expect(await faultsOf(world.ask.superuser, 'removeMember', { organizationId: acme.id, userId: users.stranger.id })).toEqual([
      'NOT_FOUND userId',
    ]);
  });
});
