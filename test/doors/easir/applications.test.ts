import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GrantType } from '../../../src/applications/application.rules.ts';
import { timeOf } from '../../../src/doors/easir/applications.ts';
import { mint } from '../../support/mint.ts';
import { startWorld, type World } from '../../support/world.ts';
import { type Rest, restAt } from '../support/rest.ts';

const MASK = '************';
const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

let world: World;
let admin: Rest;
let member: Rest;
beforeAll(async () => {
  world = await startWorld({ DOORS: 'easir', LOG_LEVEL: 'trace' });
  [admin, member] = (await Promise.all(
    (['admin', 'member'] as const).map(async (person) => restAt(world.url, await world.tokenOf(world.users[person].databaseId))),
  )) as [Rest, Rest];
});
afterAll(() => world.stop());

const REDIRECT_URI = 'https://crm.example.org/callback';
let count = 0;
const create = async (rest: Rest = admin, more: Record<string, unknown> = {}) =>
  rest('POST', '/applications', { name: `CRM ${++count}`, redirect_uri: REDIRECT_URI, ...more });
const codesOf = ({ json }: { json: { errors: { code: string; field?: string }[] } }) =>
  json.errors.map(({ code, field }) => (field === undefined ? code : `${field} ${code}`));

describe('an application', () => {
  it('is made, read, changed and deleted', async () => {
    const made = await create();
    expect(made.status).toBe(201);
    expect(made.json).toEqual({
      name: `CRM ${count}`,
      client_id: expect.any(String),
      client_secret: expect.stringMatching(/^clt_sec_/),
      redirect_uri: REDIRECT_URI,
      created_at: expect.stringMatching(TIME),
      updated_at: expect.stringMatching(TIME),
    });
    const path = `/applications/${made.json.client_id}`;
    expect((await member('GET', path)).json).toEqual({ ...made.json, client_secret: MASK });
    const changed = await admin('PUT', path, { name: 'CRM renamed', redirect_uri: 'https://crm.example.org/new' });
    expect([changed.status, changed.json.name, changed.json.redirect_uri]).toEqual([200, 'CRM renamed', 'https://crm.example.org/new']);
    const removed = await admin('DELETE', path);
    expect([removed.status, removed.text]).toEqual([204, '']);
  });

  it('keeps further redirect URIs, and what is not named', async () => {
    const others = ['https://b.example.org/', 'https://c.example.org/'];
    const { clientId } = await world.register({ name: 'Several', redirectUris: ['https://a.example.org/', ...others] });
    const path = `/applications/${clientId}`;
    expect((await admin('PUT', path, { name: 'Several still' })).json.redirect_uri).toBe('https://a.example.org/');
    await admin('PUT', path, { name: 'Several still', redirect_uri: 'https://d.example.org/' });
    const { data } = await world.ask.superuser(`{ application(clientId: "${clientId}") { name redirectUris } }`);
    expect(data.application).toEqual({ name: 'Several still', redirectUris: ['https://d.example.org/', ...others] });
  });

  it('has its times in UTC, without fractions', () => {
    expect(timeOf(new Date('2020-11-09T21:07:25.963Z'))).toBe('2020-11-09 21:07:25');
  });

  it('shows neither a secret nor a redirect URI where there is none', async () => {
    const { clientId } = await world.register({
      authorizationGrantType: GrantType.DEVICE_CODE,
      clientType: 'PUBLIC' as never,
      redirectUris: [],
    });
    expect((await member('GET', `/applications/${clientId}`)).json).toMatchObject({ client_secret: null, redirect_uri: null });
  });
});

describe('what cannot be taken', () => {
  it.each([
    ['nothing', {}, ['name validation.required', 'redirect_uri validation.required']],
    ['a blank name', { name: ' ', redirect_uri: REDIRECT_URI }, ['name validation.required']],
    ['a long name', { name: 'x'.repeat(256), redirect_uri: REDIRECT_URI }, ['name validation.max']],
    ['a name that is a number', { name: 7, redirect_uri: REDIRECT_URI }, ['name validation.string']],
    ['a name that is a list', { name: ['x'], redirect_uri: REDIRECT_URI }, ['name validation.string']],
    ['what is no URL', { name: 'x', redirect_uri: '/callback' }, ['redirect_uri validation.active_url']],
    ['a script', { name: 'x', redirect_uri: 'javascript:alert(1)' }, ['redirect_uri validation.active_url']],
    ['a long URL', { name: 'x', redirect_uri: `https://a.example.org/${'x'.repeat(250)}` }, ['redirect_uri validation.max']],
  ])('is told field by field: %s', async (_, body, codes) => {
    const answer = await admin('POST', '/applications', body);
    expect([answer.status, codesOf(answer)]).toEqual([422, codes]);
  });

  it('is a name that is taken, and an update without one', async () => {
    const { client_id } = (await create(admin, { name: 'Taken' })).json;
    expect(codesOf(await create(admin, { name: 'TAKEN' }))).toEqual(['name validation.unique']);
    const updated = await admin('PUT', `/applications/${client_id}`, {});
    expect([updated.status, codesOf(updated)]).toEqual([422, ['name validation.required']]);
  });

  it.each([['rubbish'], ['[1]'], ['"x"'], ['null']])('is the body %s', async (body) => {
    const answer = await admin('POST', '/applications', body);
    expect([answer.status, codesOf(answer)]).toEqual([400, ['bad_request']]);
  });

  it('is a method that is not there', async () => {
    const answer = await admin('PATCH', '/applications/x', {});
    expect([answer.status, codesOf(answer), answer.headers.allow]).toEqual([
      405,
      ['method_not_allowed'],
      'GET, PUT, DELETE, HEAD, OPTIONS',
    ]);
  });
});

describe('rights', () => {
  it('are those of the API', async () => {
    const { client_id } = (await create()).json;
    const path = `/applications/${client_id}`;
    for (const answer of [await create(member), await member('PUT', path, { name: 'x' }), await member('DELETE', path)])
      expect([answer.status, codesOf(answer)]).toEqual([403, ['unauthorized']]);
    const reader = restAt(world.url, await world.tokenOf(world.users.admin.databaseId, ['read']));
    for (const answer of [await create(reader), await reader('PUT', path, { name: 'x' }), await reader('DELETE', path)])
      expect([answer.status, codesOf(answer)]).toEqual([403, ['unauthorized']]);
    const nobody = await restAt(world.url)('GET', '/applications');
    expect([nobody.status, codesOf(nobody)]).toEqual([401, ['unauthenticated']]);
  });

  it('to create and update are a trusted client’s', async () => {
    const through = async (trusted: boolean) => {
      const application = await world.register({ trusted });
      return restAt(world.url, (await mint(world, { application, user: world.users.admin })).accessToken);
    };
    const [trusted, other] = [await through(true), await through(false)];
    const made = await create(trusted);
    expect(made.status).toBe(201);
    const path = `/applications/${made.json.client_id}`;
    expect((await trusted('PUT', path, { name: 'By a trusted client' })).status).toBe(200);
    expect((await other('GET', path)).status).toBe(200);
    for (const answer of [await create(other), await other('PUT', path, { name: 'x' })])
      expect([answer.status, codesOf(answer)]).toEqual([403, ['unauthorized']]);
  });

  it('do not tell whether something exists', async () => {
    const { client_id } = (await create()).json;
    const stranger = restAt(world.url, await world.tokenOf(world.users.stranger.databaseId));
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const [hidden, absent] = [
        await stranger(method, `/applications/${client_id}`, { name: 'x' }),
        await stranger(method, '/applications/nobody', { name: 'x' }),
      ];
      expect([hidden.status, hidden.text]).toEqual([404, absent.text]);
    }
  });

  it('of a superuser need an organization to be named, where there are several', async () => {
    const superuser = restAt(world.url, await world.tokenOf(world.users.superuser.databaseId, ['write']));
    const answer = await create(superuser);
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('DOORS_EASIR_ORGANIZATION')]);
  });
});

describe('what was deleted', () => {
  it('is missing for who could see it, and not found for others', async () => {
    const { client_id } = (await create()).json;
    await admin('DELETE', `/applications/${client_id}`);
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const answer = await admin(method, `/applications/${client_id}`, { name: 'x' });
      expect([answer.status, codesOf(answer)]).toEqual([410, ['missing']]);
    }
    expect((await member('GET', `/applications/${client_id}`)).status).toBe(410);
    const stranger = restAt(world.url, await world.tokenOf(world.users.stranger.databaseId));
    expect((await stranger('GET', `/applications/${client_id}`)).status).toBe(404);
    for (const other of [client_id.slice(1), client_id.slice(0, -1), client_id.toUpperCase(), 'clientId', '%22', '%00'])
      expect([other, (await admin('GET', `/applications/${other}`)).status]).toEqual([other, 404]);
  });
});

describe('the list', () => {
  it('has 15 on a page, counts pages from 0, and says where its neighbours are', async () => {
    for (let time = 0; time < 20; time++) await create();
    const first = (await member('GET', '/applications')).json;
    const { total } = first.pagination;
    expect(first.data.length).toBe(15);
    expect(first.pagination).toMatchObject({ page: 0, per_page: 15, urls: { previous: null } });
    const seen: string[] = [];
    for (let url = '/applications?per_page=7'; url; ) {
      const { data, pagination } = (await member('GET', url.replace(/^https?:\/\/[^/]+/, ''))).json;
      seen.push(...data.map(({ client_id }: { client_id: string }) => client_id));
      url = pagination.urls.next;
    }
    expect([seen.length, new Set(seen).size]).toEqual([total, total]);
    const behind = (await member('GET', '/applications?page=1000')).json;
    expect(behind).toMatchObject({ data: [], pagination: { total, page: 1000, urls: { next: null } } });
    expect((await member('GET', '/applications?per_page=1000')).json.pagination.per_page).toBe(100);
  });

  it.each([
    ['page=x', 'page validation.integer'],
    ['page=-1', 'page validation.min'],
    ['page=99999999999999999999', 'page validation.integer'],
    ['page=1000000000', 'page validation.max'],
    ['per_page=0', 'per_page validation.min'],
  ])('has no page %s', async (search, code) => {
    const answer = await member('GET', `/applications?${search}`);
    expect([answer.status, codesOf(answer)]).toEqual([422, [code]]);
  });

  it('costs as many statements for many as for one', async () => {
    const reads = async (search: string) => {
      const before = world.logged.length;
      expect((await member('GET', `/applications?${search}`)).status).toBe(200);
      return world.logged.slice(before).filter((line) => /"sql":"(select|with)/i.test(line)).length;
    };
    expect([await reads('per_page=1'), await reads('per_page=15'), await reads('per_page=1&page=3')]).toEqual([3, 3, 3]);
  });
});

describe('the description', () => {
  it('is open, and no client id hides behind it', async () => {
    expect((await restAt(world.url)('GET', '/applications/openapi.json')).json.openapi).toBe('3.1.0');
    await expect(world.register({ clientId: 'openapi.json' })).rejects.toThrow('clientId');
  });
});
