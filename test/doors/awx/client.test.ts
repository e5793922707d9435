import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD } from '../../oauth/support/provider.ts';
import { MASK, NOT_FOUND, newApplication } from '../support/awx.ts';
import { basicOf, bearer, type Rest, restOf } from '../support/rest.ts';
import { type DoorWorld, startDoors } from '../support/world.ts';

let world: DoorWorld;
let acme: number;
beforeAll(async () => {
  world = await startDoors({ REDIRECT_URI_RULES: 'http-hosts' });
  acme = world.acme.databaseId;
});
afterAll(() => world.stop());

/** The one result of a list. */
async function only(rest: Rest, path: string): Promise<Record<string, unknown>> {
  const { status, body } = await rest('GET', path);
  expect({ path, status, count: body?.count, results: body?.results?.length }).toEqual({ path, status: 200, count: 1, results: 1 });
  return body.results[0];
}

describe('the module "application"', () => {
  it('gets a token by a password, registers, changes and deletes an application, and deletes its token', async () => {
    const byPassword = restOf(world.url, basicOf('admin', PASSWORD));
    const asked = { description: 'Ansible Module Token', application: null, scope: 'write' };
    const made = await byPassword('POST', '/api/v2/tokens/', asked);
    expect({ status: made.status, body: made.body }).toMatchObject({
      status: 201,
      body: {
        ...asked,
        id: expect.any(Number),
        type: 'o_auth2_access_token',
        token: expect.stringMatching(/^clt_at_/),
        refresh_token: null,
      },
    });
    const module = restOf(world.url, bearer(made.body.token));
    const { id: organization } = await only(module, '/api/v2/organizations/?name=Acme');
    expect(organization).toBe(acme);

    const find = `/api/v2/applications/?organization=${organization}&name=foo`;
    expect((await module('GET', find)).body).toEqual({ count: 0, next: null, previous: null, results: [] });
    const wanted = { name: 'foo', organization, authorization_grant_type: 'password', client_type: 'public', description: 'bar' };
    const created = await module('POST', '/api/v2/applications/', wanted);
    expect({ status: created.status, body: created.body }).toMatchObject({ status: 201, body: wanted });

    const found = await only(module, find);
    expect(found).toMatchObject({ id: created.body.id, url: `/api/v2/applications/${created.body.id}/`, ...wanted });
    const changed = await module('PATCH', found.url as string, { description: 'baz' });
    expect({ status: changed.status, body: changed.body }).toMatchObject({ status: 200, body: { ...wanted, description: 'baz' } });
    expect(await module('DELETE', found.url as string)).toMatchObject({ status: 204, text: '' });
    expect((await module('GET', find)).body.count).toBe(0);

    expect(await byPassword('DELETE', `/api/v2/tokens/${made.body.id}/`)).toMatchObject({ status: 204, text: '' });
    expect((await module('GET', '/api/v2/me/')).status).toBe(401);
  });

  it('asks for an id or a name at once', async () => {
    const [byId, byName] = [await world.register({ name: 'By id' }), await world.register({ name: '5' })];
    const path = `/api/v2/applications/?or__id=${byId.databaseId}&or__name=5`;
    const { body } = await world.rest.admin('GET', path);
    expect(body.results.map(({ id }: { id: number }) => id).toSorted()).toEqual([byId.databaseId, byName.databaseId].toSorted());
  });
});

describe('infra.aap_configuration', () => {
  it('registers a redirect URI that is http on another host, where the settings allow it', async () => {
    const wanted = newApplication(acme, { authorization_grant_type: 'authorization-code', redirect_uris: 'http://tower.com/api/v2/' });
    const { status, body } = await world.rest.admin('POST', '/api/v2/applications/', wanted);
    expect({ status, body }).toMatchObject({ status: 201, body: wanted });
  });

  it('compares redirect URIs with what it has registered, in the same order', async () => {
    const redirect_uris = 'http://tower.com/api/v2/ http://tower.com/api/v2/teams https://a.example.org/';
    const wanted = newApplication(acme, { authorization_grant_type: 'authorization-code', redirect_uris });
    const { body } = await world.rest.admin('POST', '/api/v2/applications/', wanted);
    expect((await world.rest.admin('GET', body.url)).body.redirect_uris).toBe(redirect_uris);
    const turned = redirect_uris.split(' ').toReversed().join(' ');
    expect((await world.rest.admin('PATCH', body.url, { redirect_uris: turned })).body.redirect_uris).toBe(turned);
    expect((await world.rest.admin('GET', body.url)).body.redirect_uris).toBe(turned);
  });
});

describe('awx export --applications', () => {
  it('asks what can be posted, and follows the organization to its natural key', async () => {
    const created = await world.rest.admin('POST', '/api/v2/applications/', newApplication(acme, { name: 'Exported', description: 'x' }));
    const { body: options } = await world.rest.admin('OPTIONS', '/api/v2/applications/');
    const fields = Object.keys(options.actions.POST);
    expect(fields).toEqual(expect.arrayContaining(['name', 'description', 'organization', 'client_type', 'authorization_grant_type']));
    const exported = await only(world.rest.admin, '/api/v2/applications/?name=Exported');
    for (const field of fields) expect(Object.keys(exported)).toContain(field);
    const { related } = exported as { related: Record<string, string> };
    const { status, body } = await world.rest.admin('GET', related.organization as string);
    expect({ status, key: [body.type, body.name] }).toEqual({ status: 200, key: ['organization', 'Acme'] });
    for (const path of Object.values(created.body.related) as string[]) {
      expect({ path, status: (await world.rest.admin('GET', encodeURI(path))).status }).toEqual({ path, status: 200 });
    }
  });
});

describe('awx login', () => {
  it.each(['by name', 'by number'])('makes a personal token for a user %s', async (how) => {
    const { databaseId: id } = world.users.member;
    const path = `/api/v2/users/${how === 'by name' ? 'member' : id}/personal_tokens/`;
    const asked = { description: 'Tower CLI', application: null, scope: 'write' };
    const { status, headers, body } = await restOf(world.url, basicOf('member', PASSWORD))('POST', path, asked);
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { ...asked, user: id, summary_fields: { user: { id, username: 'member' } } },
    });
    expect(headers['cache-control']).toBe('no-store');
    const { body: me } = await restOf(world.url, bearer(body.token))('GET', '/api/v2/me/');
    expect(me).toMatchObject({ count: 1, results: [{ id, username: 'member' }] });
  });
});

describe('ansible.platform', () => {
  it('sends {} with every request, under its own prefix', async () => {
    const platform = (method: string, path: string, body: object = {}) => world.rest.admin(method, `/api/gateway/v1${path}`, body);
    const organizations = (await platform('GET', '/organizations/?name=Acme')).body;
    expect(organizations).toMatchObject({ count: 1, results: [{ id: acme, name: 'Acme', type: 'organization' }] });
    const wanted = newApplication(acme);
    const { status, body } = await platform('POST', '/applications/', wanted);
    expect({ status, body }).toMatchObject({ status: 201, body: { ...wanted, type: 'o_auth2_application' } });
    const one = `/applications/${body.id}/`;
    const found = await platform('GET', `/applications/?organization=${acme}&name=${encodeURIComponent(wanted.name)}`);
    expect(found.body).toMatchObject({ count: 1, results: [{ id: body.id, client_secret: MASK }] });
    expect(await platform('GET', one)).toMatchObject({ status: 200, body: wanted });
    expect(await platform('PATCH', one, { description: 'changed' })).toMatchObject({ status: 200, body: { description: 'changed' } });
    expect(await platform('DELETE', one)).toMatchObject({ status: 204, text: '' });
    expect(await platform('GET', one)).toMatchObject({ status: 404 });
    expect(await platform('GET', '/no/such/thing/')).toMatchObject(NOT_FOUND);
  });

  it('may send {} to the other prefix, too', async () => {
    const { body } = await world.rest.admin('POST', '/api/v2/applications/', newApplication(acme));
    expect(await world.rest.admin('GET', body.url, {})).toMatchObject({ status: 200, body: { id: body.id } });
    expect(await world.rest.admin('DELETE', body.url, {})).toMatchObject({ status: 204 });
  });
});

describe('the awx command line', () => {
  const TYPES = ['string', 'id', 'integer', 'boolean', 'choice', 'datetime', 'object', 'field'];

  it('finds its resources', async () => {
    const { body: root } = await world.nobody('GET', '/api/');
    const { body: resources } = await world.nobody('GET', root.current_version);
    const offered = ['ping', 'config', 'me', 'organizations', 'users', 'applications', 'tokens', 'activity_stream'];
    expect(Object.keys(resources)).toEqual(expect.arrayContaining(offered));
    for (const [name, path] of Object.entries<string>(resources)) {
      expect({ name, path }).toEqual({ name, path: expect.stringMatching(/^\/api\/.*\/$/) });
      expect({ path, status: (await world.rest.admin('GET', path)).status }).toEqual({ path, status: 200 });
    }
  });

  it.each(['/api/v2/applications/', '/api/v2/tokens/'])('learns the fields of %s', async (path) => {
    const { status, headers, body } = await world.rest.admin('OPTIONS', path);
    expect(status).toBe(200);
    expect(String(headers.allow).split(/,\s*/)).toEqual(expect.arrayContaining(['GET', 'POST', 'OPTIONS']));
    expect(body).toMatchObject({
      name: expect.any(String),
      description: expect.any(String),
      renders: expect.arrayContaining(['application/json']),
      parses: expect.arrayContaining(['application/json']),
    });
    expect(Object.keys(body.actions).toSorted()).toEqual(['GET', 'POST']);
    for (const [action, fields] of Object.entries<Record<string, { type: string }>>(body.actions)) {
      for (const [name, field] of Object.entries(fields)) {
        expect({ action, name, type: field.type, known: TYPES.includes(field.type) }).toMatchObject({ known: true });
        expect({ action, name, field }).toMatchObject({ field: { label: expect.any(String) } });
        if (field.type === 'choice') expect({ name, field }).toMatchObject({ field: { choices: expect.any(Array) } });
      }
    }
  });

  it('learns what an application needs, and what it may choose', async () => {
    const { body } = await world.rest.admin('OPTIONS', '/api/v2/applications/');
    const { GET, POST } = body.actions;
    const required = Object.keys(POST).filter((name) => POST[name].required);
    expect(required.toSorted()).toEqual(['authorization_grant_type', 'client_type', 'name', 'organization']);
    const choices = (field: { choices: [string, string][] }) => field.choices.map(([value]) => value).toSorted();
    expect(choices(POST.client_type)).toEqual(['confidential', 'public']);
    expect(choices(POST.authorization_grant_type)).toEqual(['authorization-code', 'password']);
    expect(POST).toMatchObject({ name: { type: 'string' }, skip_authorization: { type: 'boolean', required: false } });
    expect(GET).toMatchObject({
      id: { label: expect.any(String) },
      name: { type: 'string', filterable: true, help_text: expect.any(String) },
      created: { type: 'datetime' },
      client_type: { type: 'choice' },
    });
    expect(body.search_fields).toEqual(['name', 'description']);
    const { body: created } = await world.rest.admin('POST', '/api/v2/applications/', newApplication(acme));
    expect(Object.keys(GET).filter((name) => !(name in created))).toEqual([]);
  });

  it.each(['1', '999999'])('learns from number %s, be it there or not, what can be done to one', async (id) => {
    const { status, headers, body } = await world.rest.admin('OPTIONS', `/api/v2/applications/${id}/`);
    expect({ status, allow: headers.allow }).toEqual({ status: 200, allow: 'GET, PUT, PATCH, DELETE, HEAD, OPTIONS' });
    for (const action of Object.keys(body.actions ?? {})) expect(['GET', 'POST']).toContain(action);
  });
});

describe('Terraform', () => {
  it('puts all fields', async () => {
    const { body: created } = await world.rest.admin('POST', '/api/v2/applications/', newApplication(acme));
    const all = {
      ...newApplication(acme, { client_type: 'public', description: 'Put' }),
      redirect_uris: 'https://put.example.org/',
      skip_authorization: true,
    };
    const { status, body } = await world.rest.admin('PUT', created.url, all);
    expect({ status, body }).toMatchObject({ status: 200, body: { ...all, id: created.id, client_id: created.client_id } });
    expect((await world.rest.admin('GET', created.url)).body).toEqual(body);
  });
});
