import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { calculatePKCECodeChallenge, randomPKCECodeVerifier } from 'openid-client';
import { GrantType } from '../../../src/applications/application.rules.ts';
import { Browser } from '../../oauth/support/browser.ts';
import { PASSWORD, REDIRECT_URI } from '../../oauth/support/provider.ts';
import { FAULTS, MASK, TIME } from '../support/awx.ts';
import { basicOf, bearer, FORM, form, restOf } from '../support/rest.ts';
import { type DoorWorld, startDoors } from '../support/world.ts';

let world: DoorWorld;
beforeAll(async () => {
  world = await startDoors();
});
afterAll(() => world.stop());

const works = async (token: string) => (await restOf(world.url, bearer(token))('GET', '/api/v2/me/')).status === 200;

describe('a token', () => {
  it('of its user alone is shown once, writes unless something else is asked for, and is never refreshed', async () => {
    const { users, rest } = world;
    const { status, headers, body } = await rest.member('POST', '/api/v2/tokens/', { description: 'Mine' });
    const url = `/api/v2/tokens/${body.id}/`;
    expect({ status, body }).toMatchObject({
      status: 201,
      body: {
        id: expect.any(Number),
        type: 'o_auth2_access_token',
        url,
        related: { user: `/api/v2/users/${users.member.databaseId}/`, activity_stream: expect.stringMatching(/^\/api\/v2\//) },
        summary_fields: {
          user: { id: users.member.databaseId, username: 'member', first_name: '', last_name: '' },
          user_capabilities: { edit: true, delete: true },
        },
        created: TIME,
        modified: TIME,
        description: 'Mine',
        user: users.member.databaseId,
        token: expect.stringMatching(/^clt_at_/),
        refresh_token: null,
        application: null,
        expires: TIME,
        scope: 'write',
      },
    });
    expect(body.related).not.toHaveProperty('application');
    expect(body.summary_fields).not.toHaveProperty('application');
    expect(String(headers.location)).toMatch(new RegExp(`${url}$`));
    expect(await works(body.token)).toBe(true);
    expect((await rest.member('GET', url)).body).toEqual({ ...body, token: MASK });
  });

  it('of an application is shown with what refreshes it', async () => {
    const { databaseId } = await world.register({ name: 'Refreshing' });
    const list = `/api/v2/applications/${databaseId}/tokens/`;
    const { status, body } = await world.rest.member('POST', list, { scope: 'read' });
    expect({ status, body }).toMatchObject({
      status: 201,
      body: {
        application: databaseId,
        scope: 'read',
        token: expect.stringMatching(/^clt_at_/),
        refresh_token: expect.stringMatching(/^clt_rt_/),
        related: { application: `/api/v2/applications/${databaseId}/` },
        summary_fields: { application: { id: databaseId, name: 'Refreshing' } },
      },
    });
    const { body: listed } = await world.rest.member('GET', list);
    expect(listed).toMatchObject({ count: 1, results: [{ id: body.id, token: MASK, refresh_token: MASK }] });
    expect(JSON.stringify(listed)).not.toContain(body.token.slice(8));
  });

  it('of an application can be asked for where all tokens are', async () => {
    const { databaseId } = await world.register();
    const { status, body } = await world.rest.member('POST', '/api/v2/tokens/', { application: databaseId, scope: 'read' });
    expect({ status, body }).toMatchObject({ status: 201, body: { application: databaseId, scope: 'read' } });
  });

  it('is described anew, narrowed and deleted', async () => {
    const { body } = await world.rest.member('POST', '/api/v2/tokens/', { scope: 'write' });
    const holder = restOf(world.url, bearer(body.token));
    const patched = await world.rest.member('PATCH', body.url, { description: 'Anew' });
    expect(patched).toMatchObject({ status: 200, body: { description: 'Anew', scope: 'write', token: MASK } });
    const put = await world.rest.member('PUT', body.url, { description: 'Narrow', scope: 'read' });
    expect(put).toMatchObject({ status: 200, body: { description: 'Narrow', scope: 'read' } });
    expect((await holder('POST', '/api/v2/tokens/', {})).status).toBe(403);
    expect(await world.rest.member('DELETE', body.url)).toMatchObject({ status: 204, text: '' });
    expect(await works(body.token)).toBe(false);
  });

  it('never has more than the token that asks', async () => {
    const reader = await world.holding('member', ['read']);
    expect((await reader('POST', '/api/v2/tokens/', { scope: 'read' })).status).toBe(403);
    const { status, body } = await world.rest.admin('POST', '/api/v2/tokens/', { scope: 'admin' });
    expect({ status, body }).toEqual({ status: 400, body: { scope: FAULTS } });
  });

  it('is found by what it is for and whose it is', async () => {
    const { databaseId: application } = await world.register({ name: 'Sought' });
    const { body } = await world.rest.auditor('POST', '/api/v2/tokens/', { application, description: 'Sought here', scope: 'read' });
    const filters = [
      `application=${application}`,
      'application__name=Sought',
      'description__icontains=sought%20HERE',
      `id=${body.id}`,
      `scope=read&user=${world.users.auditor.databaseId}&description=Sought%20here`,
      `expires__gt=${new Date().toISOString()}&application__name__startswith=Sou`,
    ];
    for (const filter of filters) {
      const { body: found } = await world.rest.auditor('GET', `/api/v2/tokens/?${filter}`);
      expect({ filter, found }).toMatchObject({ filter, found: { count: 1, results: [{ id: body.id }] } });
    }
  });
});

describe('users', () => {
  it('are listed with their personal tokens, which are no tokens of applications', async () => {
    const { databaseId: id } = world.users.stranger;
    const { body: made } = await world.rest.stranger('POST', '/api/v2/tokens/', { description: 'Personal', scope: 'read' });
    const { body } = await world.rest.stranger('GET', `/api/v2/users/${id}/personal_tokens/`);
    expect(body.results).toContainEqual(expect.objectContaining({ id: made.id, token: MASK }));
    expect(body.results.every(({ application }: { application: unknown }) => application === null)).toBe(true);
    expect((await world.rest.stranger('GET', `/api/v2/users/${id}/`)).body).toMatchObject({ id, username: 'stranger' });
    expect((await world.rest.stranger('GET', '/api/v2/users/')).body).toMatchObject({ count: 1, results: [{ id }] });
    expect((await world.rest.superuser('GET', '/api/v2/users/')).body.count).toBe(Object.keys(world.users).length);
  });

  it('get no token made for them by others', async () => {
    for (const person of ['superuser', 'admin', 'auditor'] as const) {
      const { status, text } = await world.rest[person]('POST', '/api/v2/users/member/personal_tokens/', { scope: 'read' });
      expect([400, 403, 404]).toContain(status);
      expect(text).not.toContain('clt_at_');
    }
  });
});

describe('the OAuth endpoints', () => {
  it('give a token for a password, and revoke it', async () => {
    const client = await world.register({ authorizationGrantType: GrantType.PASSWORD, redirectUris: [] });
    const password = { grant_type: 'password', username: 'member', password: PASSWORD, scope: 'read' };
    for (const slash of ['/', '']) {
      const { status, body } = await world.post(`/api/o/token${slash}`, client, password);
      expect({ status, body }).toMatchObject({ status: 200, body: { token_type: 'Bearer', scope: 'read' } });
      expect(await works(body.access_token)).toBe(true);
      expect((await world.post(`/api/o/revoke_token${slash}`, client, { token: body.access_token })).status).toBe(200);
      expect(await works(body.access_token)).toBe(false);
    }
    const wrong = await world.post('/api/o/token/', client, { ...password, password: 'wrong' });
    expect(wrong).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('lead a browser through the code flow', async () => {
    const client = await world.register();
    const verifier = randomPKCECodeVerifier();
    const asked = new URLSearchParams({
      client_id: client.clientId,
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      scope: 'read',
      state: 'some state',
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const login = await new Browser(world.url).open(`${world.url}/api/o/authorize/?${asked}`);
    const consent = await login.submit({ username: 'member', password: PASSWORD, action: 'login' });
    const { parameters } = await consent.submit({ action: 'allow' });
    expect(parameters).toMatchObject({ code: expect.any(String), state: 'some state' });
    const fields = {
      grant_type: 'authorization_code',
      code: parameters.code as string,
      code_verifier: verifier,
      redirect_uri: REDIRECT_URI,
    };
    const { status, body } = await world.post('/api/o/token/', client, fields);
    expect({ status, scope: body.scope }).toEqual({ status: 200, scope: 'read' });
    expect(await works(body.access_token)).toBe(true);
  });
});

describe('the login of the command line', () => {
  const logIn = (fields: Record<string, string>) => world.nobody('POST', '/api/login/', form({ next: '/api/v2/', ...fields }), FORM);
  const cookiesOf = (headers: Readonly<Record<string, string | string[] | undefined>>) =>
    [headers['set-cookie'] ?? []].flat().map((cookie) => cookie.split(';')[0]);

  it('begins a session', async () => {
    const { status, headers, text } = await logIn({ username: 'member', password: PASSWORD });
    expect([200, 302, 303]).toContain(status);
    const cookie = cookiesOf(headers).join('; ');
    expect(cookie).not.toBe('');
    expect(text + cookie).not.toContain(PASSWORD);
    const { body } = await world.nobody('GET', '/api/v2/me/', undefined, { cookie });
    expect(body).toMatchObject({ count: 1, results: [{ username: 'member' }] });
  });

  it('begins none with a wrong password, or of nobody', async () => {
    for (const username of ['member', 'nobody-is-called-so']) {
      const { status, headers } = await logIn({ username, password: 'wrong' });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      const me = await world.nobody('GET', '/api/v2/me/', undefined, { cookie: cookiesOf(headers).join('; ') });
      expect(me.status).toBe(401);
    }
  });

  it('is none of a password in a header', async () => {
    const { headers } = await restOf(world.url, basicOf('member', PASSWORD))('GET', '/api/v2/me/');
    expect(headers).not.toHaveProperty('set-cookie');
  });
});
