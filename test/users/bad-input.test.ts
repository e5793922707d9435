import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { faultsOf, mutate } from '../support/mutate.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

describe('createUser', () => {
  it.each([
    [{}, ['REQUIRED username', 'REQUIRED password']],
    [{ username: ' ', password: 'short' }, ['BLANK username', 'INVALID password']],
    [{ username: 'x'.repeat(256), password: 'x'.repeat(1025) }, ['TOO_LONG username', 'TOO_LONG password']],
    [{ username: ' MEMBER ', password: 'correct horse' }, ['TAKEN username']],
    [{ username: 'nul\0', password: 'correct horse' }, ['INVALID username']],
    [{ username: '\u200b\u2060\u00ad\u3164', password: 'correct horse' }, ['BLANK username']],
    [{ username: 'bell\u0007', password: 'correct horse' }, ['INVALID username']],
    [{ username: 'two\nlines', password: 'correct horse' }, ['INVALID username']],
    [{ username: 'ada', password: '😀😀😀😀' }, ['INVALID password']],
    [{ username: 'ada', password: '😀'.repeat(1025) }, ['TOO_LONG password']],
    [{ username: 'ada', password: 'correct\0horse' }, ['INVALID password']],
    [{ username: 'ada', password: 'correct\ud800horse' }, ['INVALID password']],
    [{ username: 'ada', password: 'correct horse', email: 'ada@example.org\u200b' }, ['INVALID email']],
    [{ username: 'ada', password: 'correct horse', email: 'ada@exa mple.org' }, ['INVALID email']],
    [{ username: 'ada', password: 'correct horse', email: 'ada@@example.org' }, ['INVALID email']],
    [{ username: 'ada', password: 'correct horse', email: 'ada@-example.org' }, ['INVALID email']],
    [{ username: 'ada', password: 'correct horse', email: 'ada"<x>@example.org' }, ['INVALID email']],
    [{ username: 'ada', password: 'correct horse', email: `${'a'.repeat(243)}@example.org` }, ['TOO_LONG email']],
    [{ username: 'ada', password: 'correct horse', email: 'nonsense' }, ['INVALID email']],
    [
      { username: 'ada', password: 'correct horse', firstName: 'x'.repeat(256), lastName: '\0', email: 'x'.repeat(256) },
      ['TOO_LONG firstName', 'INVALID lastName', 'TOO_LONG email'],
    ],
  ])('answers %j with %j', async (input, faults) => {
    expect(await faultsOf(world.ask.superuser, 'createUser', input)).toEqual(faults);
    const { data } = await world.ask.superuser('{ users(search: "ada") { totalCount } }');
    expect(data.users.totalCount).toBe(0);
  });
});

describe('updateUser', () => {
  it('finds nobody under rubbish or the id of another type', async () => {
    expect(await faultsOf(world.ask.superuser, 'updateUser', { id: 'rubbish' })).toEqual(['NOT_FOUND id']);
    expect(await faultsOf(world.ask.superuser, 'updateUser', { id: world.acme.id })).toEqual(['NOT_FOUND id']);
  });

  it('takes one’s own name in other letters, and nobody else’s', async () => {
    const update = (username: string, currentPassword?: string) =>
      faultsOf(world.ask.member, 'updateUser', { id: world.users.member.id, username, currentPassword });
    expect(await update('MEMBER')).toEqual([]);
    expect(await update('Auditor', 'correct horse')).toEqual(['TAKEN username']);
    expect(await update('')).toEqual(['BLANK username']);
  });

  it('answers a stale version with a conflict', async () => {
    const { user } = await mutate(world.ask.superuser, 'createUser', { username: 'versioned', password: 'correct horse' }, 'user { id }');
    const update = (firstName: string) => faultsOf(world.ask.superuser, 'updateUser', { id: user.id, firstName, expectedVersion: 1 });
    expect(await update('One')).toEqual([]);
    expect(await update('Two')).toEqual(['CONFLICT expectedVersion']);
  });

  it('names every flag that is not one’s own to set', async () => {
    const input = { id: world.users.member.id, isSuperuser: true, isSystemAuditor: true, email: 'nonsense' };
    expect((await faultsOf(world.ask.member, 'updateUser', input)).toSorted()).toEqual([
      'FORBIDDEN isSuperuser',
      'FORBIDDEN isSystemAuditor',
      'INVALID email',
    ]);
  });

  it('keeps the last superuser', async () => {
    const { id } = world.users.superuser;
    expect(await faultsOf(world.ask.superuser, 'updateUser', { id, isSuperuser: false })).toEqual(['INVALID id']);
    expect(await faultsOf(world.ask.superuser, 'deleteUser', { id })).toEqual(['INVALID id']);
  });
});
