import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mint } from '../../support/mint.ts';
import type { Person } from '../../support/world.ts';
import { bearer, FORM, form, type Reply, type Rest, restOf } from '../support/rest.ts';
import { type DoorWorld, startDoors } from '../support/world.ts';

const LIST = '/applications';
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);

let world: DoorWorld;
/** What is asked with a token of a trusted client, for an ADMIN. */
let trusted: Rest;
beforeAll(async () => {
  world = await startDoors({ REDIRECT_URI_RULES: 'http-hosts' });
  trusted = await client(true);
});
afterAll(() => world.stop());

/** A client that a person uses. */
async function client(isTrusted: boolean, person: Person = 'admin', scopes = ['write']): Promise<Rest> {
  const application = await world.register({ trusted: isTrusted });
  const { accessToken } = await mint(world, { application, user: world.users[person], scopes });
  return restOf(world.url, bearer(accessToken));
}

let count = 0;
const newApplication = (more: object = {}) => ({
  name: `Made through the CRM ${++count}`,
  redirect_uri: 'https://crm.example.org/callback',
  ...more,
});
const create = async (more: object = {}) => (await trusted('POST', LIST, newApplication(more))).body;
const said = ({ status, body }: Reply) => ({ status, body });
const isMasked = (secret: unknown) => typeof secret === 'string' && !secret.startsWith('clt_sec_');
/** An answer that is one error, of no field. */
const refused = (status: number, code: string) => ({ status, body: { errors: [{ message: expect.stringMatching(/\S/), code }] } });
const fault = (field: string, code: string) => ({ message: expect.stringMatching(/\S/), code, field });

describe('the requests of its own page', () => {
  it('create, get, list, update and delete an application', async () => {
    const given = { name: 'Some application', redirect_uri: 'http://example.com' };
    const created = await trusted('POST', LIST, given);
    expect(said(created)).toEqual({
      status: 201,
      body: {
        ...given,
        client_id: expect.stringMatching(/^[\w-]{40}$/),
        client_secret: expect.stringMatching(/^clt_sec_/),
        created_at: TIME,
        updated_at: TIME,
      },
    });
    expect(created.headers['cache-control']).toMatch(/no-store/);
    const { client_id, client_secret } = created.body;
    const path = `${LIST}/${client_id}`;
    const { status, body } = await trusted('GET', path);
    expect({ status, body }).toEqual({ status: 200, body: { ...created.body, client_secret: expect.any(String) } });
    expect(isMasked(body.client_secret)).toBe(true);
    expect(client_secret).not.toBe(body.client_secret);

    const list = await trusted('GET', `${LIST}?per_page=100`);
    expect(list.status).toBe(200);
    expect(list.body.data).toContainEqual(body);
    expect(list.text).not.toContain('clt_sec_');

    const changed = { name: 'Some other application', redirect_uri: 'http://example.com/other' };
    expect(said(await trusted('PUT', path, changed))).toEqual({ status: 200, body: { ...body, ...changed, updated_at: TIME } });
    expect((await trusted('GET', path)).body).toMatchObject(changed);

    expect(await trusted('DELETE', path)).toMatchObject({ status: 204, text: '' });
    for (const method of ['GET', 'DELETE']) expect(said(await trusted(method, path))).toEqual(refused(410, 'missing'));
    expect(said(await trusted('PUT', path, changed))).toEqual(refused(410, 'missing'));
  });
});

describe('a list', () => {
  const get = (query: string) => trusted('GET', `${LIST}?${query}`);
  const names = (reply: Reply): string[] => reply.body.data.map(({ name }: { name: string }) => name);

  it('has 15 on a page, and pages from 0', async () => {
    for (let made = 0; made < 17; made++) await world.register({ name: `Listed ${made}` });
    const { status, body } = await trusted('GET', LIST);
    expect({ status, pagination: body.pagination }).toEqual({
      status: 200,
      pagination: {
        total: expect.any(Number),
        page: 0,
        per_page: 15,
        urls: { previous: null, next: expect.stringContaining('page=1') },
      },
    });
    expect(body.data).toHaveLength(15);
    for (const row of body.data)
      expect(Object.keys(row).toSorted()).toEqual(['client_id', 'client_secret', 'created_at', 'name', 'redirect_uri', 'updated_at']);
    const { data } = await world.ask.admin('{ applications { totalCount } }');
    expect(body.pagination.total).toBe(data.applications.totalCount);
  });

  it('is followed by its addresses, there and back', async () => {
    const { total } = (await get('per_page=4')).body.pagination;
    const found: string[] = [];
    let url: string | null = `${LIST}?page=0&per_page=4`;
    for (let page = 0; url; page++) {
      const at: URL = new URL(url, world.url);
      const reply: Reply = await trusted('GET', at.pathname + at.search);
      expect(reply.body.pagination).toMatchObject({ total, page, per_page: 4 });
      expect(reply.body.pagination.urls.previous === null).toBe(page === 0);
      found.push(...names(reply));
      url = reply.body.pagination.urls.next;
    }
    expect(found).toHaveLength(total);
    expect(new Set(found).size).toBe(total);
  });

  it('shows what its reader may read', async () => {
    const { status, body } = await world.rest.stranger('GET', LIST);
    expect({ status, body }).toEqual({
      status: 200,
      body: { data: [], pagination: { total: 0, page: 0, per_page: 15, urls: { previous: null, next: null } } },
    });
  });

  it.each(['page=-1', 'page=x', 'per_page=0', 'per_page=x', 'per_page=100000', 'page=100000', 'page=99999999999999999999', 'page=1.5'])(
    'of %s is no fault of the gateway, and not everything',
    async (query) => {
      const { status, body } = await get(query);
      expect([200, 400, 404, 422]).toContain(status);
      expect(body.data?.length ?? 0).toBeLessThanOrEqual(200);
      if (status !== 200)
        expect(body).toEqual({ errors: [expect.objectContaining({ message: expect.any(String), code: expect.any(String) })] });
    },
  );
});

describe('an application that is not right is refused as the field says', () => {
  const sent = async (method: string, body: unknown) => {
    const path = method === 'POST' ? LIST : `${LIST}/${(await create()).client_id}`;
    return said(await trusted(method, path, body));
  };

  it.each(['POST', 'PUT'])('by %s', async (method) => {
    const cases: [object, object][] = [
      [{ name: undefined }, fault('name', 'validation.required')],
      [{ name: '' }, fault('name', 'validation.required')],
      [{ name: 'x'.repeat(256) }, fault('name', 'validation.max')],
      [{ redirect_uri: 'nonsense' }, fault('redirect_uri', 'validation.active_url')],
      [{ redirect_uri: 'javascript:alert(1)' }, fault('redirect_uri', 'validation.active_url')],
      [{ redirect_uri: `https://crm.example.org/${'x'.repeat(255)}` }, fault('redirect_uri', 'validation.max')],
    ];
    for (const [wrong, error] of cases)
      expect({ wrong, ...(await sent(method, newApplication(wrong))) }).toEqual({ wrong, status: 422, body: { errors: [error] } });
  });

  it('with all faults together', async () => {
    const { status, body } = await sent('POST', { name: 'x'.repeat(256), redirect_uri: 'nonsense' });
    expect({ status, errors: body.errors.length }).toEqual({ status: 422, errors: 2 });
    expect(body.errors).toEqual(expect.arrayContaining([fault('name', 'validation.max'), fault('redirect_uri', 'validation.active_url')]));
  });

  it('and takes a name of 255 characters', async () => {
    expect((await trusted('POST', LIST, newApplication({ name: 'y'.repeat(255) }))).status).toBe(201);
  });

  it('as is a name that is taken', async () => {
    const { name } = await create();
    const { status, body } = await sent('POST', newApplication({ name }));
    expect({ status, body }).toEqual({ status: 422, body: { errors: [fault('name', expect.stringMatching(/^validation\./) as never)] } });
  });

  it.each([
    { name: 7 },
    { name: ['x'] },
    { redirect_uri: 7 },
    { redirect_uri: ['https://crm.example.org/'] },
    { name: { of: 'an object' } },
  ])('with %j', async (wrong) => {
    const { status, body } = await sent('POST', newApplication(wrong));
    expect({ status, body }).toEqual({
      status: 422,
      body: { errors: [fault(Object.keys(wrong)[0] as string, expect.any(String) as never)] },
    });
  });

  it.each(['{', 'nonsense', '[1]', '"text"', 'null'])('with the body %j', async (text) => {
    const { status, body } = await sent('POST', text);
    expect([400, 422]).toContain(status);
    expect(body.errors.length).toBeGreaterThan(0);
  });

  it('also where they come as a form', async () => {
    const { status, body } = await trusted('POST', LIST, form({ name: '', redirect_uri: 'nonsense' }), FORM);
    expect({ status, errors: body.errors.length }).toEqual({ status: 422, errors: 2 });
  });
});

describe('what is refused', () => {
  it('is to change anything through a client that is not trusted', async () => {
    const { client_id } = await create();
    const untrusted = await client(false);
    expect((await untrusted('GET', `${LIST}/${client_id}`)).status).toBe(200);
    for (const reply of [
      await untrusted('POST', LIST, newApplication()),
      await untrusted('PUT', `${LIST}/${client_id}`, newApplication()),
      await untrusted('DELETE', `${LIST}/${client_id}`),
    ])
      expect(said(reply)).toEqual(refused(403, 'unauthorized'));
    expect((await trusted('GET', `${LIST}/${client_id}`)).status).toBe(200);
  });

  it('is to change anything with a token that may only read', async () => {
    const { client_id } = await create();
    const reader = await client(true, 'admin', ['read']);
    expect((await reader('GET', LIST)).status).toBe(200);
    for (const reply of [await reader('POST', LIST, newApplication()), await reader('DELETE', `${LIST}/${client_id}`)])
      expect(said(reply)).toEqual(refused(403, 'unauthorized'));
  });

  it('is everything without a token that works', async () => {
    for (const rest of [world.nobody, restOf(world.url, bearer('clt_at_nonsense'))]) {
      for (const [method, path] of [
        ['GET', LIST],
        ['POST', LIST],
        ['GET', `${LIST}/x`],
        ['DELETE', `${LIST}/x`],
      ] as const) {
        const { status, body } = await rest(method, path);
        expect([401, 403]).toContain(status);
        expect(body).toEqual({ errors: [{ message: expect.any(String), code: expect.any(String) }] });
      }
    }
  });

  it.each(['nobody-has-this', '%00', '..%2f', 'x'.repeat(300)])('is what is not there: %s', async (id) => {
    for (const method of ['GET', 'DELETE']) expect(said(await trusted(method, `${LIST}/${id}`))).toEqual(refused(404, 'not_found'));
    expect(said(await trusted('PUT', `${LIST}/${id}`, newApplication()))).toEqual(refused(404, 'not_found'));
  });

  it('is to know of what was deleted, for who may not have known of it before', async () => {
    const { client_id } = await create();
    await trusted('DELETE', `${LIST}/${client_id}`);
    const [deleted, none] = [
      await world.rest.stranger('GET', `${LIST}/${client_id}`),
      await world.rest.stranger('GET', `${LIST}/${'x'.repeat(40)}`),
    ];
    expect({ status: deleted.status, text: deleted.text }).toEqual({ status: 404, text: none.text });
  });

  it.each([
    ['PUT', LIST],
    ['DELETE', LIST],
    ['PATCH', LIST],
    ['POST', `${LIST}/x`],
    ['PATCH', `${LIST}/x`],
  ])('is %s %s, which is no method there', async (method, path) => {
    const { status, headers, body } = await trusted(method, path, newApplication());
    expect({ status, body }).toEqual(refused(405, expect.any(String) as never));
    expect(headers.allow).toMatch(/GET/);
  });
});
