import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mint } from '../support/mint.ts';
import { faultsOf, mutate } from '../support/mutate.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const create = (input: object) => faultsOf(world.ask.member, 'createToken', input);

describe('createToken', () => {
  it.each(['', 'rubbish', 'VXNlcjox'])('finds no application with the id %j', async (applicationId) => {
    expect(await create({ applicationId })).toEqual(['NOT_FOUND applicationId']);
  });

  it.each([
    [['nonsense'], ['INVALID_SCOPE scopes.0']],
    [['READ'], ['INVALID_SCOPE scopes.0']],
    [['read', 'write', 'read'], ['INVALID_SCOPE scopes.2']],
  ])('takes no scopes like %j', async (scopes, faults) => {
    expect(await create({ scopes })).toEqual(faults);
  });

  it('tells one fault of a list that is longer than one of scopes can be', async () => {
    const scopes = Array.from({ length: 10_000 }, () => 'nonsense');
    expect(await create({ scopes })).toEqual(['LIMIT_EXCEEDED scopes']);
    expect(await create({ scopes: scopes.slice(0, 50) })).toHaveLength(50);
  });

  it('repeats no scope that is longer than any', async () => {
    const { userErrors } = await mutate(world.ask.member, 'createToken', { scopes: ['x'.repeat(100_000)] });
    expect(userErrors).toEqual([{ code: 'INVALID_SCOPE', field: ['scopes', '0'], message: 'There is no scope "…".' }]);
  });

  it('takes no scope above the one of the token that asks', async () => {
    const { accessToken } = await mint(world, { user: world.users.superuser, scopes: ['write'] });
    const { token, userErrors } = await mutate(world.as(accessToken), 'createToken', { scopes: ['read', 'admin'] }, 'token { id }');
    expect(token).toBeNull();
    expect(userErrors).toEqual([
      { code: 'SCOPE_EXCEEDS_MAXIMUM', field: ['scopes', '1'], message: '"admin" is above what the token that asks has: write read.' },
    ]);
  });

  it('takes no scope above the rights of the user', async () => {
    const { accessToken } = await mint(world, { user: world.users.admin, scopes: ['admin'] });
    expect(await faultsOf(world.as(accessToken), 'createToken', { scopes: ['admin'] })).toEqual(['SCOPE_EXCEEDS_MAXIMUM scopes.0']);
  });

  it('takes no scope above the maximum of the application', async () => {
    const { id: applicationId } = await world.register({ scopes: ['read'], maximumScopes: ['read'] });
    expect(await create({ applicationId, scopes: ['write'] })).toEqual(['SCOPE_EXCEEDS_MAXIMUM scopes.0']);
    expect(await create({ applicationId })).toEqual([]);
  });

  it.each([0, -1])('takes no validity of %d seconds', async (expiresIn) => {
    expect(await create({ expiresIn })).toEqual(['INVALID expiresIn']);
  });

  it('takes no validity beyond what the application allows', async () => {
    const { id: applicationId } = await world.register({ accessValidity: 60 });
    expect(await create({ applicationId, expiresIn: 61 })).toEqual(['LIMIT_EXCEEDED expiresIn']);
    expect(await create({ applicationId, expiresIn: 60 })).toEqual([]);
    expect(await create({ expiresIn: 7_776_001 })).toEqual(['LIMIT_EXCEEDED expiresIn']);
  });

  it('names the faults of every field at once, and issues nothing', async () => {
    const count = async () => (await world.ask.member('{ tokens { totalCount } }')).data;
    const before = await count();
    const faults = await create({ applicationId: 'rubbish', scopes: ['x'], description: 'x'.repeat(256), expiresIn: -1 });
    expect(faults.toSorted()).toEqual(['INVALID expiresIn', 'INVALID_SCOPE scopes.0', 'NOT_FOUND applicationId', 'TOO_LONG description']);
    expect(await count()).toEqual(before);
  });
});

describe('updateToken', () => {
  it('finds no token with rubbish or the id of another type', async () => {
    expect(await faultsOf(world.ask.superuser, 'updateToken', { id: 'rubbish' })).toEqual(['NOT_FOUND id']);
    expect(await faultsOf(world.ask.superuser, 'updateToken', { id: world.acme.id })).toEqual(['NOT_FOUND id']);
  });

  it('answers a stale version with a conflict', async () => {
    const { token } = await mint(world, { user: world.users.member });
    expect(await faultsOf(world.ask.member, 'updateToken', { id: token.id, description: 'one', expectedVersion: 1 })).toEqual([]);
    expect(await faultsOf(world.ask.member, 'updateToken', { id: token.id, description: 'two', expectedVersion: 1 })).toEqual([
      'CONFLICT expectedVersion',
    ]);
  });

  it('raises no token above the one that asks, nor above its application', async () => {
    const application = await world.register({ scopes: ['read'], maximumScopes: ['read'] });
    const { token } = await mint(world, { application, user: world.users.member, scopes: ['read'] });
    expect(await faultsOf(world.ask.member, 'updateToken', { id: token.id, scopes: ['write'] })).toEqual([
      'SCOPE_EXCEEDS_MAXIMUM scopes.0',
    ]);
    const { token: own } = await mint(world, { user: world.users.superuser, scopes: ['read'] });
    const { accessToken } = await mint(world, { user: world.users.superuser, scopes: ['write'] });
    expect(await faultsOf(world.as(accessToken), 'updateToken', { id: own.id, scopes: ['admin'] })).toEqual([
      'SCOPE_EXCEEDS_MAXIMUM scopes.0',
    ]);
  });

  it('raises no token above the rights of its user', async () => {
    const { token } = await mint(world, { user: world.users.member, scopes: ['read'] });
    expect(await faultsOf(world.ask.superuser, 'updateToken', { id: token.id, scopes: ['admin'] })).toEqual([
      'SCOPE_EXCEEDS_MAXIMUM scopes.0',
    ]);
  });
});

describe('revokeToken', () => {
  it('says of a revoked token that it is', async () => {
    const { token } = await mint(world, { user: world.users.member });
    expect(await faultsOf(world.ask.member, 'revokeToken', { id: token.id })).toEqual([]);
    expect(await faultsOf(world.ask.member, 'revokeToken', { id: token.id })).toEqual(['ALREADY_REVOKED id']);
  });

  it('finds no token with rubbish or the id of another type', async () => {
    expect(await faultsOf(world.ask.superuser, 'revokeToken', { id: 'rubbish' })).toEqual(['NOT_FOUND id']);
    expect(await faultsOf(world.ask.superuser, 'revokeToken', { id: world.users.member.id })).toEqual(['NOT_FOUND id']);
  });
});

describe('revokeTokens', () => {
  it('needs an application or a user', async () => {
    expect(await faultsOf(world.ask.superuser, 'revokeTokens', {})).toEqual(['REQUIRED']);
    expect(await faultsOf(world.ask.superuser, 'revokeTokens', { applicationId: null, userId: null })).toEqual(['REQUIRED']);
  });

  it('finds neither under rubbish', async () => {
    expect(await faultsOf(world.ask.superuser, 'revokeTokens', { applicationId: 'rubbish', userId: world.acme.id })).toEqual([
      'NOT_FOUND applicationId',
      'NOT_FOUND userId',
    ]);
  });
});
