import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startWorld, type World } from '../support/world.ts';

/** What users of the Ansible controller (AWX) do at `/api/v2/applications/`, said in GraphQL. */
describe('AWX /api/v2/applications/', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  const CREATE = `mutation ($input: CreateApplicationInput!) {
    createApplication(input: $input) {
      clientSecret
      application {
        id clientId name description clientType authorizationGrantType redirectUris skipAuthorization
        organization { id } secrets { hint } userCapabilities { edit delete }
      }
      userErrors { field code }
    }
  }`;

  const create = async (input: Record<string, unknown>) => {
    const { data, headers } = await world.ask.admin(CREATE, {
      input: { organizationId: world.acme.id, clientType: 'CONFIDENTIAL', authorizationGrantType: 'PASSWORD', ...input },
    });
    return { ...data.createApplication, headers };
  };

  it('creates an application with the defaults of its optional fields', async () => {
    const { application, userErrors } = await create({ name: 'Tower CLI' });
    expect(userErrors).toEqual([]);
    expect(application).toMatchObject({
      clientId: expect.stringMatching(/^[\w-]{40}$/),
      name: 'Tower CLI',
      description: '',
      clientType: 'CONFIDENTIAL',
      authorizationGrantType: 'PASSWORD',
      redirectUris: [],
      skipAuthorization: false,
      organization: { id: world.acme.id },
      userCapabilities: { edit: true, delete: true },
    });
  });

  it('creates an application with everything chosen', async () => {
    const input = {
      name: 'Automation Hub',
      description: 'Collections',
      authorizationGrantType: 'AUTHORIZATION_CODE',
      redirectUris: ['https://hub.example.org/complete'],
      skipAuthorization: true,
    };
    const { application } = await create(input);
    expect(application).toMatchObject(input);
  });

  it('shows the client secret once, to be kept by no cache, and only its last characters later', async () => {
    const { application, clientSecret, headers } = await create({ name: 'Once' });
    expect(clientSecret).toMatch(/^clt_sec_[\w-]{43}$/);
    expect(headers.get('cache-control')).toBe('no-store');
    const { data } = await world.ask.admin(`query ($id: ID!) { application(id: $id) { clientId name secrets { hint } } }`, {
      id: application.id,
    });
    expect(data.application.secrets).toEqual([{ hint: clientSecret.slice(-4) }]);
    expect(JSON.stringify(data)).not.toContain(clientSecret.slice(8));
  });

  it('gives a public client no secret', async () => {
    const { application, clientSecret } = await create({ name: 'Phone', clientType: 'PUBLIC' });
    expect(clientSecret).toBeNull();
    expect(application.secrets).toEqual([]);
  });

  it('asks for everything that is missing at once', async () => {
    const { data } = await world.ask.admin(CREATE, { input: {} });
    expect(data.createApplication.application).toBeNull();
    expect(data.createApplication.userErrors).toEqual(
      expect.arrayContaining(
        ['name', 'organizationId', 'clientType', 'authorizationGrantType'].map((field) => ({ field: [field], code: 'REQUIRED' })),
      ),
    );
  });

  const UPDATE = `mutation ($input: UpdateApplicationInput!) {
    updateApplication(input: $input) {
      application { name description authorizationGrantType clientId } userErrors { field code }
    }
  }`;

  it('updates what is given and leaves the rest (PATCH)', async () => {
    const { application } = await create({ name: 'Patched', description: 'Stays' });
    const { data } = await world.ask.admin(UPDATE, { input: { id: application.id, name: 'Patched again' } });
    expect(data.updateApplication).toEqual({
      application: {
        name: 'Patched again',
        description: 'Stays',
        authorizationGrantType: 'PASSWORD',
        clientId: application.clientId,
      },
      userErrors: [],
    });
  });

  it('takes the same grant type again (PUT), and never another', async () => {
    const { application } = await create({ name: 'Granted' });
    const put = (authorizationGrantType: string) =>
      world.ask.admin(UPDATE, { input: { id: application.id, name: 'Put', authorizationGrantType } });
    expect((await put('PASSWORD')).data.updateApplication).toMatchObject({ application: { name: 'Put' }, userErrors: [] });
    expect((await put('CLIENT_CREDENTIALS')).data.updateApplication).toEqual({
      application: null,
      userErrors: [{ field: ['authorizationGrantType'], code: 'IMMUTABLE' }],
    });
  });

  it('registers an application in the organization that was chosen, for its admins alone', async () => {
    const other = await world.ask.superuser(CREATE, {
      input: { name: 'Elsewhere', organizationId: world.other.id, clientType: 'PUBLIC', authorizationGrantType: 'DEVICE_CODE' },
    });
    expect(other.data.createApplication.application.organization).toEqual({ id: world.other.id });
    const { data } = await world.ask.member(CREATE, {
      input: { name: 'Not mine', organizationId: world.acme.id, clientType: 'PUBLIC', authorizationGrantType: 'DEVICE_CODE' },
    });
    expect(data.createApplication).toMatchObject({
      application: null,
      userErrors: [{ field: ['organizationId'], code: 'FORBIDDEN' }],
    });
  });

  it('lists the tokens of an application and what was done to it', async () => {
    const { application } = await create({ name: 'Watched' });
    const minted = await world.ask.member(
      `mutation ($id: ID!) {
        createToken(input: { applicationId: $id, scopes: ["read"], description: "ci" }) { accessToken refreshToken userErrors { code } }
      }`,
      { id: application.id },
    );
    expect(minted.data.createToken).toEqual({
      accessToken: expect.stringMatching(/^clt_at_/),
      refreshToken: expect.stringMatching(/^clt_rt_/),
      userErrors: [],
    });
    await world.ask.admin(UPDATE, { input: { id: application.id, description: 'Seen' } });

    const { data } = await world.ask.auditor(
      `query ($id: ID!) {
        application(id: $id) {
          organization { name }
          createdBy { username }
          userCapabilities { edit delete }
          tokens { totalCount nodes { description scopes state user { username } } }
          tokenCounts { total active }
          activity { nodes { operation actor { username } changes { field before after } } }
        }
      }`,
      { id: application.id },
    );
    expect(data.application).toMatchObject({
      organization: { name: 'Acme' },
      createdBy: { username: 'admin' },
      userCapabilities: { edit: false, delete: false },
      tokens: { totalCount: 1, nodes: [{ description: 'ci', scopes: ['read'], state: 'ACTIVE', user: { username: 'member' } }] },
      tokenCounts: { total: 1, active: 1 },
      activity: {
        nodes: [
          { operation: 'UPDATE', actor: { username: 'admin' }, changes: [{ field: 'description', before: '', after: 'Seen' }] },
          { operation: 'CREATE', actor: { username: 'admin' } },
        ],
      },
    });
  });

  it('finds applications by what their name or description contains', async () => {
    await create({ name: 'Zebra crossing' });
    await create({ name: 'Something else', description: 'Counts ZEBRAS' });
    const { data } = await world.ask.member(`{ applications(filter: { search: "zebra" }, orderBy: { field: NAME }) { nodes { name } } }`);
    expect(data.applications.nodes).toEqual([{ name: 'Something else' }, { name: 'Zebra crossing' }]);
  });

  it('deletes an application with its tokens, which fail from the next request on', async () => {
    const { application } = await create({ name: 'Doomed' });
    const minted = await world.ask.member(`mutation ($id: ID!) { createToken(input: { applicationId: $id }) { accessToken } }`, {
      id: application.id,
    });
    const client = world.as(minted.data.createToken.accessToken);
    expect((await client('{ viewer { username } }')).data.viewer).toEqual({ username: 'member' });
    const { data } = await world.ask.admin(
      `mutation ($id: ID!) { deleteApplication(input: { id: $id }) { deletedId revokedTokenCount userErrors { code } } }`,
      { id: application.id },
    );
    expect(data.deleteApplication).toEqual({ deletedId: application.id, revokedTokenCount: 1, userErrors: [] });
    expect((await client('{ viewer { username } }')).status).toBe(401);
  });
});
