import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GrantType } from '../../../src/applications/application.rules.ts';
import { PASSWORD } from '../../oauth/support/provider.ts';
import { DETAIL, FAULTS, NOT_FOUND, newApplication } from '../support/awx.ts';
import { basicOf, bearer, FORM, form, type Reply, restOf } from '../support/rest.ts';
import { type DoorWorld, startDoors } from '../support/world.ts';

const LIST = '/api/v2/applications/';
const REQUIRED = ['This field is required.'];
const UNAUTHENTICATED = {
  detail: 'Authentication credentials were not provided. To establish a login session, visit /api/login/.',
};

let world: DoorWorld;
let acme: number;
beforeAll(async () => {
  world = await startDoors({ LIMIT_LOGIN_FAILURES: '3' });
  acme = world.acme.databaseId;
});
afterAll(() => world.stop());

const post = (body: unknown) => world.rest.admin('POST', LIST, body);
const create = async (more: object = {}) => (await post(newApplication(acme, more))).body;
const said = ({ status, body }: Reply) => ({ status, body });

describe('an application that is not right is refused, and told why by its fields:', () => {
  it('all that is missing at once', async () => {
    const missing = { name: REQUIRED, organization: REQUIRED, client_type: REQUIRED, authorization_grant_type: REQUIRED };
    expect(said(await post({}))).toEqual({ status: 400, body: missing });
    const { url } = await create();
    // what never changes need not be said again, as in AWX
    const { authorization_grant_type: _, ...changeable } = missing;
    expect(said(await world.rest.admin('PUT', url, {}))).toEqual({ status: 400, body: changeable });
    const { name: __, ...others } = changeable;
    expect(said(await world.rest.admin('PUT', url, { name: 'Named' }))).toEqual({ status: 400, body: others });
  });

  it.each([
    ['client_type', 'secret'],
    ['client_type', 7],
    ['client_type', null],
    ['authorization_grant_type', 'implicit'],
    ['authorization_grant_type', ['password']],
    ['skip_authorization', 'perhaps'],
    ['name', ''],
    ['name', null],
    ['name', 'x'.repeat(256)],
    ['name', { of: 'an object' }],
    ['organization', 'x'],
    ['organization', null],
    ['organization', [1]],
    ['organization', {}],
    ['organization', 1.5],
    ['organization', -1],
    ['organization', 999_999],
    ['organization', 1e300],
  ])('%s as %j', async (field, value) => {
    expect(said(await post(newApplication(acme, { [field]: value })))).toEqual({ status: 400, body: { [field]: FAULTS } });
  });

  it.each(['/relative', 'javascript:alert(1)', 'http://tower.com/api/v2/', 'https://a.example.org/#x', 'https://ok.example.org/ nonsense'])(
    'the redirect URIs %j',
    async (redirect_uris) => {
      const asked = newApplication(acme, { authorization_grant_type: 'authorization-code', redirect_uris });
      expect(said(await post(asked))).toEqual({ status: 400, body: { redirect_uris: FAULTS } });
      const { url } = await create({ authorization_grant_type: 'authorization-code', redirect_uris: 'https://ok.example.org/' });
      expect(said(await world.rest.admin('PATCH', url, { redirect_uris }))).toEqual({ status: 400, body: { redirect_uris: FAULTS } });
    },
  );

  it('several faults together', async () => {
    for (const wrong of [
      { name: {}, client_type: 'secret', organization: 'x' },
      { name: '', redirect_uris: '/relative' },
    ]) {
      const { status, body } = await post(newApplication(acme, wrong));
      expect({ status, fields: Object.keys(body).toSorted() }).toEqual({ status: 400, fields: Object.keys(wrong).toSorted() });
    }
  });

  it('a name that is taken', async () => {
    const TAKEN = { status: 400, body: { __all__: ['Application with this Name and Organization already exists.'] } };
    const { name } = await create();
    expect(said(await post(newApplication(acme, { name })))).toEqual(TAKEN);
    const { url } = await create();
    expect(said(await world.rest.admin('PATCH', url, { name }))).toEqual(TAKEN);
    const elsewhere = newApplication(world.other.databaseId, { name });
    expect((await world.rest.superuser('POST', LIST, elsewhere)).status).toBe(201);
  });

  it('of organizations, what is missing or taken', async () => {
    const { superuser } = world.rest;
    expect(said(await superuser('POST', '/api/v2/organizations/', {}))).toEqual({ status: 400, body: { name: REQUIRED } });
    const { status, text } = await superuser('POST', '/api/v2/organizations/', { name: 'Acme' });
    expect({ status, text }).toEqual({ status: 400, text: expect.stringContaining('already exists') });
  });

  it('and nothing is written', async () => {
    const { url, ...before } = await create({ description: 'As it was' });
    await world.rest.admin('PATCH', url, { description: 'Changed', client_type: 'secret' });
    expect((await world.rest.admin('GET', url)).body).toMatchObject({ description: 'As it was', modified: before.modified });
  });
});

describe('a request that cannot be read', () => {
  it.each(['{', '{"name": ', 'nonsense', '[1]', '"text"', 'null', '7', '', ' '])('with the body %j is 400', async (body) => {
    expect((await post(body)).status).toBe(400);
  });

  it('says that its body is no JSON', async () => {
    expect(said(await post('{"name": '))).toEqual({ status: 400, body: DETAIL });
  });

  it('is a form', async () => {
    const { status } = await world.rest.admin('POST', LIST, form({ name: 'Form' }), FORM);
    expect([400, 415]).toContain(status);
  });
});

describe('a path that is not there', () => {
  it.each([
    '/api/v1/',
    '/api/v2/teams/',
    '/api/nowhere',
    '/api/gateway/v1/teams/',
    '/api/v2/applications/1/nothing/',
    '/api/controller/v2/',
  ])('%s is not found, for anybody', async (path) => {
    for (const rest of [world.nobody, world.rest.admin])
      for (const method of ['GET', 'POST']) expect(said(await rest(method, path))).toEqual(NOT_FOUND);
  });

  it.each(['999999', '0', '99999999999999999999', 'x', '%00', 'a++b', 'a++Acme', '++', '%2B%2B'])('is the application %s', async (id) => {
    for (const method of ['GET', 'PATCH', 'DELETE'])
      expect(await world.rest.admin(method, `${LIST}${id}/`, {})).toMatchObject({ status: 404, body: DETAIL });
  });
});

describe('a method that is not there', () => {
  it.each([
    ['DELETE', LIST],
    ['PUT', LIST],
    ['PATCH', LIST],
    ['POST', `${LIST}1/`],
    ['POST', '/api/v2/ping/'],
    ['DELETE', '/api/v2/me/'],
    ['PUT', '/api/v2/tokens/'],
  ])('%s %s is 405, with those that are', async (method, path) => {
    const { status, headers, body } = await world.rest.admin(method, path, {});
    expect({ status, body }).toEqual({ status: 405, body: DETAIL });
    expect(headers.allow).toMatch(/GET/);
    expect(String(headers.allow).split(/,\s*/)).not.toContain(method);
  });
});

describe('who may not', () => {
  it('and has not said who they are', async () => {
    for (const [method, path] of [
      ['GET', LIST],
      ['POST', LIST],
      ['GET', `${LIST}1/`],
      ['GET', '/api/v2/me/'],
    ] as const) {
      const reply = await world.nobody(method, path);
      expect(said(reply)).toEqual({ status: 401, body: UNAUTHENTICATED });
      expect(reply.headers['www-authenticate']).toBe('Bearer realm=api');
    }
  });

  it('because their token does not work', async () => {
    const { status, headers, body } = await restOf(world.url, bearer('clt_at_nonsense'))('GET', LIST);
    expect({ status, body }).toEqual({ status: 401, body: DETAIL });
    expect(headers['www-authenticate']).toMatch(/^Bearer /);
  });

  it('because their token may only read', async () => {
    const reader = await world.holding('admin', ['read']);
    const { url } = await create();
    expect((await reader('GET', url)).status).toBe(200);
    for (const reply of [await reader('POST', LIST, newApplication(acme)), await reader('PATCH', url, {}), await reader('DELETE', url)])
      expect(said(reply)).toEqual({ status: 403, body: DETAIL });
    expect((await reader('GET', url)).status).toBe(200);
  });

  it('because they are nobody who could', async () => {
    const { url } = await create();
    for (const reply of [await world.rest.member('PATCH', url, { description: 'x' }), await world.rest.member('DELETE', url)])
      expect(said(reply)).toEqual({ status: 403, body: DETAIL });
  });

  it.each(['', 'Basic', 'Basic !', 'Basic Og==', `Basic ${Buffer.from('member').toString('base64')}`, 'Digest x', 'Bearer', 'Bearer a b'])(
    'with the header %j',
    async (authorization) => {
      const { status, headers, body } = await world.nobody('GET', LIST, undefined, { authorization });
      expect({ status, body }).toEqual({ status: 401, body: DETAIL });
      expect(headers['www-authenticate']).not.toMatch(/Basic/);
    },
  );

  it('and guess passwords are refused after some, as at every login', async () => {
    const me = (password: string) => restOf(world.url, basicOf('auditor', password))('GET', '/api/v2/me/');
    expect((await me(PASSWORD)).status).toBe(200);
    for (let times = 0; times < 3; times++) {
      const { status, headers, body } = await me('wrong');
      expect({ status, body }).toEqual({ status: 401, body: DETAIL });
      expect(headers['www-authenticate']).toBe('Bearer realm=api');
    }
    const refused = await me(PASSWORD);
    expect([401, 403, 429]).toContain(refused.status);
    expect(refused.body).toEqual(DETAIL);
    const client = await world.register({ authorizationGrantType: GrantType.PASSWORD, redirectUris: [] });
    const elsewhere = await world.post('/oauth/token', client, { grant_type: 'password', username: 'auditor', password: PASSWORD });
    expect(elsewhere.status).toBe(429);
    expect(world.logged.join('')).not.toContain(PASSWORD);
  });

  it('because a password is needed that has colons and letters of all kinds', async () => {
    const password = 'ä:b:c pässword';
    const { data } = await world.ask.superuser('mutation($input: CreateUserInput!) { createUser(input: $input) { userErrors { code } } }', {
      input: { username: 'colon', password },
    });
    expect(data.createUser.userErrors).toEqual([]);
    expect((await restOf(world.url, basicOf('colon', password))('GET', '/api/v2/me/')).status).toBe(200);
    expect((await restOf(world.url, basicOf('colon', 'ä'))('GET', '/api/v2/me/')).status).toBe(401);
  });
});

/** An address as Python's clients send it: what is no address is quoted, what is quoted already is not quoted again. */
const quoted = (url: string) => encodeURI(url).replace(/%25(?=[\dA-Fa-f]{2})/g, '%');

describe('an application by its name and that of its organization', () => {
  it.each(['Two words', 'a/b', '100%', 'C++', '+', 'a+b c', '%2F', 'näme', "quote's", 'dot.', '..', '?x=1#y', 'a&b=c', '[2F]'])(
    'is found if it is called %j',
    async (name) => {
      const { id, related } = await create({ name });
      const path = `${LIST}${encodeURIComponent(name)}++Acme/`;
      expect(await world.rest.admin('GET', path)).toMatchObject({ status: 200, body: { id, name } });
      expect(await world.rest.admin('GET', quoted(related.named_url))).toMatchObject({ status: 200, body: { id } });
      expect(await world.rest.admin('PATCH', path, { description: 'By name' })).toMatchObject({ status: 200, body: { id } });
      expect(await world.rest.admin('DELETE', path)).toMatchObject({ status: 204 });
    },
  );

  it('is the one of that organization', async () => {
    const [ours, theirs] = [await create({ name: 'Namesake' }), newApplication(world.other.databaseId, { name: 'Namesake' })];
    const { body } = await world.rest.superuser('POST', LIST, theirs);
    expect((await world.rest.superuser('GET', `${LIST}Namesake++Acme/`)).body.id).toBe(ours.id);
    expect((await world.rest.superuser('GET', `${LIST}Namesake++Other/`)).body.id).toBe(body.id);
    expect((await world.rest.admin('GET', `${LIST}Namesake++Other/`)).status).toBe(404);
  });
});
