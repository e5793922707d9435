import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GrantType } from '../../src/applications/application.rules.ts';
import { type OAuthWorld, PASSWORD, startOAuthWorld } from './support/provider.ts';

let world: OAuthWorld;
beforeAll(async () => {
  world = await startOAuthWorld({ PASSWORD_GRANT: 'true', LIMIT_LOGIN_FAILURES: '3', LIMIT_LOGIN_SECONDS: '60' });
});
afterAll(() => world.stop());

const register = (input = {}) => world.register({ authorizationGrantType: GrantType.PASSWORD, redirectUris: [], ...input });
const ask = async (client: Awaited<ReturnType<typeof register>>, fields: Record<string, string> = {}) => {
  const { status, headers, body } = await world.post('/oauth/token', client, {
    grant_type: 'password',
    username: 'member',
    password: PASSWORD,
    ...fields,
  });
  return { status, ...body, ...(headers.has('retry-after') && { retryAfter: Number(headers.get('retry-after')) }) };
};

describe('the password grant, where it is switched on', () => {
  it('gives the application’s own scope when none is asked for, and shows the user what they gave', async () => {
    const client = await register({ scopes: ['read'], maximumScopes: ['write'] });
    expect(await ask(client)).toMatchObject({ status: 200, scope: 'read', token_type: 'Bearer', refresh_token: expect.any(String) });
    const { data } = await world.ask.member('{ viewer { grants { application { id } scopes } } }');
    expect(data.viewer.grants).toContainEqual({ application: { id: client.id }, scopes: ['read'] });
  });

  it('is for users who may read the application', async () => {
    expect(await ask(await register(), { username: 'stranger' })).toMatchObject({ status: 400, error: 'invalid_grant' });
  });

  it('gives admin to superusers alone', async () => {
    const client = await register({ maximumScopes: ['admin'] });
    expect(await ask(client, { scope: 'admin' })).toMatchObject({ status: 400, error: 'invalid_scope' });
    expect(await ask(client, { scope: 'write admin' })).toMatchObject({ status: 200, scope: 'write' });
    expect(await ask(client, { scope: 'admin', username: 'superuser' })).toMatchObject({ status: 200, scope: 'admin' });
  });

  it('needs a name and a password', async () => {
    const client = await register();
    expect(await ask(client, { password: '' })).toMatchObject({ status: 400, error: 'invalid_request' });
    expect(await ask(client, { username: '' })).toMatchObject({ status: 400, error: 'invalid_request' });
  });

  it('is no way around what is refused after wrong passwords, and answers unknown users alike', async () => {
    const client = await register();
    const wrong = await ask(client, { username: 'auditor', password: 'wrong' });
    expect(wrong).toMatchObject({ status: 400, error: 'invalid_grant' });
    expect(await ask(client, { username: 'nobody', password: 'wrong' })).toEqual(wrong);
    for (let times = 0; times < 2; times++) await ask(client, { username: 'auditor', password: 'wrong' });
    const refused = await ask(client, { username: 'auditor' });
    expect(refused).toMatchObject({ status: 429, error: 'invalid_grant', error_description: expect.stringContaining('Try again in') });
    expect(refused.retryAfter).toBeGreaterThan(0);
    expect(refused.retryAfter).toBeLessThanOrEqual(60);
  });

  it('writes no password to the log', async () => {
    await ask(await register());
    expect(world.logged.join('')).not.toContain(PASSWORD);
  });
});
