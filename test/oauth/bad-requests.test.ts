import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GrantType } from '../../src/applications/application.rules.ts';
import { deleteApplication } from '../../src/applications/application.service.ts';
import { removeMember } from '../../src/organizations/organization.service.ts';
import { createUser, deleteUser } from '../../src/users/user.service.ts';
import { basic, type Client, type OAuthWorld, PASSWORD, REDIRECT_URI, startOAuthWorld } from './support/provider.ts';

let world: OAuthWorld;
beforeAll(async () => {
  world = await startOAuthWorld();
});
afterAll(() => world.stop());

const set = async ({ id }: Client, change: Record<string, unknown>) => {
  const { data } = await world.ask.superuser(
    'mutation ($input: UpdateApplicationInput!) { updateApplication(input: $input) { userErrors { code } } }',
    { input: { id, ...change } },
  );
  expect(data.updateApplication.userErrors).toEqual([]);
};

describe('an authorization request', () => {
  it.each([
    ['without PKCE', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['with plain PKCE', { code_challenge: 'a'.repeat(43), code_challenge_method: 'plain' }, 'invalid_request'],
    ['with PKCE of no method, which means plain', { code_challenge_method: undefined }, 'invalid_request'],
    ['with a challenge that is none', { code_challenge: 'short' }, 'invalid_request'],
    ['for an unknown scope', { scope: 'openid frobnicate' }, 'invalid_scope'],
    ['for a scope in another case', { scope: 'Write' }, 'invalid_scope'],
    ['for a scope above the maximum', { scope: 'admin' }, 'invalid_scope'],
    ['for a scope with characters that no scope has', { scope: 'wr"ite' }, 'invalid_scope'],
    ['for a token in the fragment', { response_type: 'token' }, 'unsupported_response_type'],
    ['of no response type', { response_type: undefined }, 'invalid_request'],
    ['with a request object', { request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_not_supported'],
    ['that must not ask, where nobody is logged in', { prompt: 'none' }, 'login_required'],
  ])('%s is refused to the client', async (_, parameters, error) => {
    const client = await world.registerPublic({ maximumScopes: ['write'] });
    const { page } = await world.authorize(client, parameters);
    expect(page.url).toMatch(new RegExp(`^${REDIRECT_URI}[?#]`));
    const given = new URLSearchParams(page.url.split(/[?#]/)[1]);
    expect(Object.fromEntries(given)).toMatchObject({ error, state: 'some state', iss: world.url });
  });

  it.each(['scope', 'state', 'code_challenge', 'response_type'])('that repeats %s is refused', async (name) => {
    const client = await world.registerPublic();
    const { page } = await world.authorize(client);
    expect(page.title).toMatch(/^Sign in to /);
    const search = new URLSearchParams({ client_id: client.clientId, redirect_uri: REDIRECT_URI, response_type: 'code', scope: 'write' });
    search.append(name, 'one');
    search.append(name, 'two');
    const response = await fetch(`${world.url}/oauth/authorize?${search}`, { redirect: 'manual' });
    expect(new URL(response.headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_request');
  });

  it.each(['client_id', 'redirect_uri'])('that repeats %s gets a page and no redirect', async (name) => {
    const client = await world.registerPublic({ redirectUris: [REDIRECT_URI, `${REDIRECT_URI}/other`] });
    const search = new URLSearchParams({ client_id: client.clientId, redirect_uri: REDIRECT_URI, response_type: 'code', scope: 'write' });
    search.append(name, search.get(name) ?? '');
    const response = await fetch(`${world.url}/oauth/authorize?${search}`, { redirect: 'manual', headers: { accept: 'text/html' } });
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/<h1>(There is no such application|You are not sent on|This request cannot be answered)</);
  });

  it.each([
    ['an unknown client', async () => ({ ...(await world.registerPublic()), clientId: 'nobody' })],
    [
      'a disabled application',
      async () => {
        const client = await world.registerPublic();
        await set(client, { enabled: false });
        return client;
      },
    ],
    [
      'a deleted application',
      async () => {
        const client = await world.registerPublic();
        await deleteApplication(world.operator, { id: client.id });
        return client;
      },
    ],
  ])('of %s gets a page', async (_, register) => {
    const { page } = await world.authorize(await register());
    expect(page.status).toBe(400);
    expect(page.text).toContain('invalid_client');
  });

  it('of a client that is not registered for codes is refused', async () => {
    const client = await world.register({ authorizationGrantType: GrantType.CLIENT_CREDENTIALS });
    const { page } = await world.authorize(client);
    expect(page.status).toBe(400);
    expect(page.response.headers.get('location')).toBeNull();
  });
});

describe('a code', () => {
  it.each([
    ['with another verifier', 'b'.repeat(43), 'invalid_grant'],
    ['with no verifier', '', 'invalid_grant'],
    ['with a verifier that is none', 'short', 'invalid_request'],
  ])('is not redeemed %s', async (_, wrong, error) => {
    const client = await world.registerPublic();
    const { code } = await world.logIn(client);
    const { status, body } = await world.redeem(client, code, wrong);
    expect({ status, error: body.error }).toEqual({ status: 400, error });
  });

  it('that is replayed takes back what it was redeemed for', async () => {
    const client = await world.registerPublic();
    const { code, verifier } = await world.logIn(client);
    const first = await world.redeem(client, code, verifier);
    const refreshed = await world.post('/oauth/token', client, { grant_type: 'refresh_token', refresh_token: first.body.refresh_token });
    const replay = await world.redeem(client, code, verifier);
    expect({ status: replay.status, error: replay.body.error }).toEqual({ status: 400, error: 'invalid_grant' });
    for (const { body } of [first, refreshed]) expect((await world.as(body.access_token)('{ viewer { id } }')).status).toBe(401);
  });

  it('of another client is not redeemed', async () => {
    const [client, other] = [await world.registerPublic(), await world.registerPublic()];
    const { code, verifier } = await world.logIn(client);
    const { status, body } = await world.redeem(other, code, verifier);
    expect({ status, error: body.error }).toEqual({ status: 400, error: 'invalid_grant' });
  });

  it('that has expired is not redeemed', async () => {
    const client = await world.registerPublic();
    const { code, verifier } = await world.logIn(client);
    await world.operator.store.write(async ({ db }) => {
      const rows = await db.selectFrom('oauth_artifact').where('kind', '=', 'AuthorizationCode').select(['id', 'payload']).execute();
      for (const { id, payload } of rows) {
        const read = typeof payload === 'string' ? JSON.parse(payload) : payload;
        const late = JSON.stringify({ ...read, exp: Math.floor(Date.now() / 1000) - 1 });
        await db
          .updateTable('oauth_artifact')
          .set({ payload: late as never })
          .where('id', '=', id)
          .execute();
      }
    });
    const { status, body } = await world.redeem(client, code, verifier);
    expect({ status, error: body.error }).toEqual({ status: 400, error: 'invalid_grant' });
  });

  it('of a user who was deleted, or left the organization, is not redeemed', async () => {
    const client = await world.registerPublic();
    const made = await createUser(world.operator, { username: 'leaver', password: PASSWORD, isSystemAuditor: true });
    const left = await world.logIn(client, 'leaver');
    await deleteUser(world.operator, { id: (made.user as { id: string }).id });
    expect((await world.redeem(client, left.code, left.verifier)).body.error).toBe('invalid_grant');

    const { code, verifier } = await world.logIn(client, 'auditor');
    await removeMember(world.operator, { organizationId: world.acme.id, userId: world.users.auditor.id });
    expect((await world.redeem(client, code, verifier)).body.error).toBe('invalid_grant');
  });
});

describe('a token request', () => {
  const machine = (input = {}) => world.register({ authorizationGrantType: GrantType.CLIENT_CREDENTIALS, redirectUris: [], ...input });
  const fields = { grant_type: 'client_credentials' };

  it.each([
    ['a wrong secret', 'clt_sec_wrong'],
    ['an empty secret', ''],
    ['a secret of 8 kB', 'x'.repeat(8_000)],
  ])('with %s is refused', async (_, clientSecret) => {
    const client = await machine();
    const wrong = await world.post('/oauth/token', { ...client, clientSecret }, fields);
    expect({ status: wrong.status, error: wrong.body.error }).toEqual({ status: 401, error: 'invalid_client' });
  });

  it('says nothing of which clients there are', async () => {
    const client = await machine();
    const wrong = await world.post('/oauth/token', { ...client, clientSecret: 'wrong' }, fields);
    const unknown = await world.post('/oauth/token', { ...client, clientId: 'nobody' }, fields);
    expect({ status: wrong.status, body: wrong.body }).toEqual({
      status: 401,
      body: { error: 'invalid_client', error_description: 'client authentication failed' },
    });
    expect({ status: unknown.status, body: unknown.body }).toEqual({ status: 401, body: wrong.body });
    expect(wrong.headers.get('www-authenticate')).toMatch(/^Basic /);
  });

  it('with the secret in the query string is refused', async () => {
    const { clientId, clientSecret } = await machine();
    const search = new URLSearchParams({ client_id: clientId, client_secret: clientSecret as string, ...fields });
    const { status, body } = await world.post(`/oauth/token?${search}`, undefined, {});
    expect({ status, error: body.error }).toEqual({ status: 400, error: 'invalid_request' });
    expect(world.logged.join('')).not.toContain(clientSecret);
  });

  it('that repeats a parameter is refused', async () => {
    const client = await machine();
    const body = new URLSearchParams(fields);
    body.append('scope', 'read');
    body.append('scope', 'write');
    expect((await world.post('/oauth/token', client, body)).body.error).toBe('invalid_request');
    const twice = new URLSearchParams([...new URLSearchParams(fields), ...new URLSearchParams(fields)]);
    expect((await world.post('/oauth/token', client, twice)).body.error).toBe('invalid_request');
  });

  it('with two proofs of who the client is is refused', async () => {
    const client = await machine();
    const response = await fetch(`${world.url}/oauth/token`, {
      method: 'POST',
      headers: { authorization: basic(client) },
      body: new URLSearchParams({ ...fields, client_id: client.clientId, client_secret: client.clientSecret as string }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'invalid_request' });
  });

  it.each([
    ['above the maximum', 'admin'],
    ['that is unknown', 'frobnicate'],
    ['that is unknown beside one that is not', 'read frobnicate'],
    ['that only a user has', 'openid'],
  ])('for a scope %s is refused', async (_, scope) => {
    const { status, body } = await world.post('/oauth/token', await machine(), { ...fields, scope });
    expect({ status, error: body.error }).toEqual({ status: 400, error: 'invalid_scope' });
  });

  it.each([
    ['authorization_code', 'unauthorized_client'],
    ['password', 'unauthorized_client'],
    ['urn:ietf:params:oauth:grant-type:device_code', 'unauthorized_client'],
    ['implicit', 'unsupported_grant_type'],
    ['frobnicate', 'unsupported_grant_type'],
  ])('for the grant type %s, which the client is not registered for, is refused', async (grant_type, error) => {
    const { status, body } = await world.post('/oauth/token', await machine(), { grant_type });
    expect({ status, error: body.error }).toEqual({ status: 400, error });
  });

  it('of a disabled application is refused, and served again when it is enabled', async () => {
    const client = await machine();
    await set(client, { enabled: false });
    expect((await world.post('/oauth/token', client, fields)).body.error).toBe('invalid_client');
    await set(client, { enabled: true });
    expect((await world.post('/oauth/token', client, fields)).status).toBe(200);
  });

  it('for the password grant says that it is not served, and how to switch it on', async () => {
    const client = await world.register({ authorizationGrantType: GrantType.PASSWORD, redirectUris: [] });
    const { status, body } = await world.post('/oauth/token', client, { grant_type: 'password', username: 'member', password: PASSWORD });
    expect({ status, error: body.error }).toEqual({ status: 400, error: 'unauthorized_client' });
    expect(body.error_description).toMatch(/RFC 9700.*PASSWORD_GRANT=true/);
  });

  it.each(['GET', 'PUT', 'DELETE'])('by %s finds nothing', async (method) => {
    const response = await fetch(`${world.url}/oauth/token`, { method });
    expect([404, 405]).toContain(response.status);
  });

  it('that is no form, or longer than any is, is refused', async () => {
    const json = await fetch(`${world.url}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(fields),
    });
    expect(await json.json()).toMatchObject({ error: 'invalid_request' });
    const long = await world.post('/oauth/token', await machine(), { ...fields, scope: 'x'.repeat(100_000) });
    expect(long.body.error).toBe('invalid_request');
  });
});
