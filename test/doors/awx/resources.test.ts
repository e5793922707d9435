import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GrantType } from '../../../src/applications/application.rules.ts';
import { PASSWORD } from '../../oauth/support/provider.ts';
import { mint } from '../../support/mint.ts';
import { MASK, newApplication, TIME } from '../support/awx.ts';
import { basicOf, FORM, form, restOf } from '../support/rest.ts';
import { type DoorWorld, startDoors } from '../support/world.ts';

let world: DoorWorld;
let acme: number;
beforeAll(async () => {
  world = await startDoors();
  acme = world.acme.databaseId;
});
afterAll(() => world.stop());

const create = async (more: object = {}) => (await world.rest.admin('POST', '/api/v2/applications/', newApplication(acme, more))).body;

describe('the roots', () => {
  it('tell everybody where the API is', async () => {
    const { status, headers, body } = await world.nobody('GET', '/api/');
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        description: expect.any(String),
        current_version: '/api/v2/',
        available_versions: { v2: '/api/v2/' },
        oauth2: '/api/o/',
        custom_logo: '',
        custom_login_info: '',
        login_redirect_override: '',
      },
    });
    expect(headers).toMatchObject({ 'x-api-product-name': 'AWX', 'cache-control': 'no-store' });
    expect(headers).not.toHaveProperty('x-api-product-version');
  });

  it('say what runs', async () => {
    const ping = await world.nobody('GET', '/api/v2/ping/');
    expect({ status: ping.status, body: ping.body }).toMatchObject({
      status: 200,
      body: { version: expect.stringMatching(/^\d/), ha: false, active_node: expect.any(String), instances: [] },
    });
    expect((await world.nobody('GET', '/api/v2/config/')).status).toBe(401);
    expect((await world.rest.member('GET', '/api/v2/config/')).body).toMatchObject({
      version: ping.body.version,
      license_info: {},
      time_zone: 'UTC',
    });
  });

  it.each(['/api', '/api/v2', '/api/v2/ping', '/api/v2/me', '/api/v2/organizations', '/api/v2/applications'])(
    '%s answers as with a slash at its end',
    async (path) => {
      const [without, having] = [await world.rest.member('GET', path), await world.rest.member('GET', `${path}/`)];
      expect({ status: without.status, text: without.text }).toEqual({ status: 200, text: having.text });
    },
  );

  it('answer HEAD as GET, without a body', async () => {
    expect(await world.rest.member('HEAD', '/api/v2/applications/')).toMatchObject({ status: 200, text: '' });
  });

  it('name the product with every answer, and none is kept', async () => {
    const paths = ['/api/v2/me/', '/api/v2/applications/', '/api/v2/applications/999999/', '/api/nowhere/', '/api/v2/tokens/?page=x'];
    for (const rest of [world.rest.member, world.nobody]) {
      for (const path of paths) {
        const { headers } = await rest('GET', path);
        expect({ path, headers }).toMatchObject({ headers: { 'x-api-product-name': 'AWX', 'cache-control': 'no-store' } });
        expect(headers).not.toHaveProperty('x-api-product-version');
      }
    }
  });
});

describe('an application', () => {
  it('is answered whole, with its address, and its secret is shown this once', async () => {
    const wanted = newApplication(acme, { redirect_uris: 'https://one.example.org/', description: 'Whole', skip_authorization: true });
    const { status, headers, body } = await world.rest.admin('POST', '/api/v2/applications/', wanted);
    const url = `/api/v2/applications/${body.id}/`;
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        id: expect.any(Number),
        type: 'o_auth2_application',
        url,
        related: {
          named_url: expect.stringMatching(/^\/api\/v2\/applications\/.*\+\+Acme\/$/),
          tokens: `${url}tokens/`,
          activity_stream: `${url}activity_stream/`,
          organization: `/api/v2/organizations/${acme}/`,
        },
        summary_fields: {
          organization: { id: acme, name: 'Acme', description: '' },
          user_capabilities: { edit: true, delete: true },
          tokens: { count: 0, results: [] },
        },
        created: TIME,
        modified: TIME,
        client_id: expect.stringMatching(/^[\w-]{40}$/),
        client_secret: expect.stringMatching(/^clt_sec_/),
        ...wanted,
      },
    });
    expect(String(headers.location)).toMatch(new RegExp(`${url}$`));
    expect((await world.rest.admin('GET', url)).body).toEqual({ ...body, client_secret: MASK });
    expect((await world.rest.admin('PATCH', url, {})).body.client_secret).toBe(MASK);
    const credentials = basicOf(body.client_id, body.client_secret);
    const fields = form({ grant_type: 'password', username: 'member', password: PASSWORD });
    expect((await restOf(world.url, credentials)('POST', '/api/o/token/', fields, FORM)).status).toBe(200);
  });

  it('has the defaults of what is not given', async () => {
    expect(await create()).toMatchObject({ description: '', redirect_uris: '', skip_authorization: false });
  });

  it('has no key of a secret when it is public', async () => {
    const body = await create({ client_type: 'public' });
    expect(body).not.toHaveProperty('client_secret');
    expect((await world.rest.admin('GET', body.url)).body).toEqual(body);
  });

  it('says what a MEMBER may do', async () => {
    const { body } = await world.rest.member('GET', (await create()).url);
    expect(body.summary_fields.user_capabilities).toEqual({ edit: false, delete: false });
  });

  it('sums up at most ten of its tokens', async () => {
    const application = await world.register();
    for (let count = 0; count < 12; count++) await mint(world, { application, user: world.users.member, scopes: ['read'] });
    const { tokens } = (await world.rest.admin('GET', `/api/v2/applications/${application.databaseId}/`)).body.summary_fields;
    expect(tokens).toEqual({ count: 12, results: Array(10).fill({ id: expect.any(Number), token: MASK, scope: 'read' }) });
  });

  it.each([
    [GrantType.CLIENT_CREDENTIALS, 'client-credentials'],
    [GrantType.DEVICE_CODE, 'urn:ietf:params:oauth:grant-type:device_code'],
  ])('with the grant type %s is shown with it, and none can be made', async (authorizationGrantType, word) => {
    const { databaseId } = await world.register({ authorizationGrantType, redirectUris: [] });
    expect((await world.rest.admin('GET', `/api/v2/applications/${databaseId}/`)).body.authorization_grant_type).toBe(word);
    const asked = newApplication(acme, { authorization_grant_type: word });
    const { status, body } = await world.rest.admin('POST', '/api/v2/applications/', asked);
    expect({ status, fields: Object.keys(body) }).toEqual({ status: 400, fields: ['authorization_grant_type'] });
  });

  it('keeps its grant type, whatever is sent', async () => {
    const { url, name } = await create();
    const patched = await world.rest.admin('PATCH', url, { authorization_grant_type: 'authorization-code', description: 'patched' });
    expect(patched).toMatchObject({ status: 200, body: { authorization_grant_type: 'password', description: 'patched' } });
    const all = newApplication(acme, { name, authorization_grant_type: 'authorization-code', redirect_uris: 'https://put.example.org/' });
    const put = await world.rest.admin('PUT', url, all);
    expect(put).toMatchObject({ status: 200, body: { authorization_grant_type: 'password', redirect_uris: 'https://put.example.org/' } });
  });

  it('changes nothing but what PATCH names', async () => {
    const before = await create({ description: 'Left alone', redirect_uris: 'https://one.example.org/', skip_authorization: true });
    const { body } = await world.rest.admin('PATCH', before.url, { name: 'Named anew' });
    const named_url = expect.stringContaining('++Acme/');
    const related = { ...before.related, named_url };
    expect(body).toEqual({ ...before, client_secret: MASK, name: 'Named anew', modified: TIME, related });
  });

  it('moves to another organization', async () => {
    const { url } = await create();
    const { body } = await world.rest.superuser('PATCH', url, { organization: world.other.databaseId });
    expect(body).toMatchObject({
      organization: world.other.databaseId,
      related: { organization: `/api/v2/organizations/${world.other.databaseId}/` },
      summary_fields: { organization: { name: 'Other' } },
    });
  });

  it('has a list of what was done to it', async () => {
    const { url } = await create();
    await world.rest.admin('PATCH', url, { description: 'done' });
    const { status, body } = await world.rest.auditor('GET', `${url}activity_stream/`);
    expect({ status, body }).toMatchObject({ status: 200, body: { count: 2, next: null, previous: null } });
    expect(body.results).toHaveLength(2);
  });
});
