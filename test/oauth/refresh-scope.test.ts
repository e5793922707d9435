import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { faultsOf } from '../support/mutate.ts';
import { type Client, type OAuthWorld, startOAuthWorld } from './support/provider.ts';

let world: OAuthWorld;
beforeAll(async () => {
  world = await startOAuthWorld();
});
afterAll(() => world.stop());

const refresh = async (client: Client, refresh_token: string, more = {}) =>
  (await world.post('/oauth/token', client, { grant_type: 'refresh_token', refresh_token, ...more })).body;
const set = async ({ id }: Client, change: object) =>
  expect(await faultsOf(world.ask.superuser, 'updateApplication', { id, ...change })).toEqual([]);
const scopesOf = async (accessToken: string) => {
  const { data } = await world.ask.superuser('{ tokens(first: 100) { nodes { id hint scopes grantedScopes } } }');
  return data.tokens.nodes.find(({ hint }: { hint: string }) => hint === accessToken.slice(-4));
};

describe('a refresh that asks for less (RFC 6749, section 6)', () => {
  it('narrows the access token, and not the refresh token', async () => {
    const client = await world.registerPublic();
    const { body } = await world.tokensOf(client, 'member', 'openid write');
    const narrowed = await refresh(client, body.refresh_token, { scope: 'openid' });
    expect(narrowed.scope).toBe('openid');
    expect(await scopesOf(narrowed.access_token)).toMatchObject({ scopes: ['openid'], grantedScopes: ['openid', 'write'] });
    const { errors } = await world.as(narrowed.access_token)('{ viewer { id } }');
    expect(errors?.[0].extensions.code).toBe('FORBIDDEN');
    expect((await refresh(client, narrowed.refresh_token)).scope).toBe('openid write');
  });

  it('leaves every later one all that was granted to ask for, and nothing more', async () => {
    const client = await world.registerPublic({ maximumScopes: ['write'], scopes: ['read'] });
    let { body } = await world.tokensOf(client, 'member', 'openid read');
    for (const [scope, expected] of [
      ['openid', 'openid'],
      ['read', 'read'],
      ['openid read', 'openid read'],
    ]) {
      body = await refresh(client, body.refresh_token, { scope });
      expect(body.scope).toBe(expected);
    }
    expect((await refresh(client, body.refresh_token, { scope: 'write' })).error).toBe('invalid_scope');
  });
});

it('a maximum that was narrowed for a while comes back', async () => {
  const client = await world.registerPublic();
  let { body } = await world.tokensOf(client, 'member', 'openid write');
  await set(client, { scopes: ['read'], maximumScopes: ['read'] });
  body = await refresh(client, body.refresh_token);
  expect(body.scope).toBe('openid read');
  await set(client, { scopes: ['write'], maximumScopes: ['write'] });
  expect((await refresh(client, body.refresh_token)).scope).toBe('openid write');
});

describe('a token that somebody else has narrowed', () => {
  it('gets no more by refreshing, until its user widens it', async () => {
    const client = await world.registerPublic();
    const { body } = await world.tokensOf(client, 'member', 'write');
    const { id } = await scopesOf(body.access_token);
    expect(await faultsOf(world.ask.admin, 'updateToken', { id, scopes: ['read'] })).toEqual([]);
    expect((await refresh(client, body.refresh_token, { scope: 'write' })).error).toBe('invalid_scope');
    const narrowed = await refresh(client, body.refresh_token);
    expect(narrowed.scope).toBe('read');
    const latest = await scopesOf(narrowed.access_token);
    expect(await faultsOf(world.ask.admin, 'updateToken', { id: latest.id, scopes: ['write'] })).toEqual([
      'SCOPE_EXCEEDS_MAXIMUM scopes.0',
    ]);
    expect(await faultsOf(world.ask.member, 'updateToken', { id: latest.id, scopes: ['write'] })).toEqual([]);
    expect((await refresh(client, narrowed.refresh_token)).scope).toBe('write');
  });

  it('is narrowed with what refreshing had made of it already', async () => {
    const client = await world.registerPublic();
    const { body } = await world.tokensOf(client, 'member', 'write');
    const later = await refresh(client, body.refresh_token);
    const { id } = await scopesOf(body.access_token);
    expect(await faultsOf(world.ask.admin, 'updateToken', { id, scopes: ['read'] })).toEqual([]);
    expect((await scopesOf(later.access_token)).scopes).toEqual(['read']);
    expect((await refresh(client, later.refresh_token)).scope).toBe('read');
  });
});

it('an access token that is refreshed late ends with the grant', async () => {
  const client = await world.registerPublic({ grantValidity: 100, accessValidity: 3_600 });
  const { body } = await world.tokensOf(client);
  const refreshed = await refresh(client, body.refresh_token);
  expect(refreshed.expires_in).toBeLessThanOrEqual(100);
  expect(refreshed.expires_in).toBeGreaterThan(0);
});
