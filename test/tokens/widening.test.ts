import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mint } from '../support/mint.ts';
import { faultsOf, mutate } from '../support/mutate.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const EXCEEDS = ['SCOPE_EXCEEDS_MAXIMUM scopes.0'];
const set = (person: 'superuser' | 'admin' | 'member', id: string, scopes: string[]) =>
  faultsOf(world.ask[person], 'updateToken', { id, scopes });
const ofMember = async (scopes: string[]) => {
  const application = await world.register({ scopes: ['read'], maximumScopes: ['write'] });
  return (await mint(world, { application, user: world.users.member, scopes })).token;
};

describe('a token of an application', () => {
  it.each(['admin', 'superuser'] as const)('is narrowed by a %s, and not widened beyond what its user has left it', async (person) => {
    const { id } = await ofMember(['write']);
    expect(await set(person, id, ['read'])).toEqual([]);
    expect(await set(person, id, ['write'])).toEqual(EXCEEDS);
    expect(await set(person, id, [])).toEqual([]);
    expect(await set(person, id, ['read'])).toEqual(EXCEEDS);
  });

  it('is widened again by its user, to what was granted', async () => {
    const { id } = await ofMember(['write']);
    expect(await set('admin', id, ['read'])).toEqual([]);
    const { token } = await mutate(world.ask.member, 'updateToken', { id, scopes: ['write'] }, 'token { scopes grantedScopes }');
    expect(token).toEqual({ scopes: ['write'], grantedScopes: ['write'] });
  });

  it('is not widened beyond what was granted, not even by its user', async () => {
    const { id } = await ofMember(['read']);
    for (const person of ['admin', 'superuser', 'member'] as const) expect(await set(person, id, ['write'])).toEqual(EXCEEDS);
  });

  it('that a client got for itself is widened by nobody', async () => {
    const application = await world.register({ maximumScopes: ['write'] });
    const { token } = await mint(world, { application, scopes: ['read'] });
    for (const person of ['admin', 'superuser'] as const) expect(await set(person, token.id, ['write'])).toEqual(EXCEEDS);
  });
});

describe('a personal token', () => {
  it('is widened by its user alone', async () => {
    const { token } = await mint(world, { user: world.users.member, scopes: ['read'] });
    expect(await set('superuser', token.id, ['write'])).toEqual(EXCEEDS);
    expect(await set('member', token.id, ['write'])).toEqual([]);
  });
});
