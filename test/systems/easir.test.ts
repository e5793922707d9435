import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Ask } from '../support/gateway.ts';
import { startWorld, type World } from '../support/world.ts';

/** What users of a CRM (EASI'R) do at `/applications`, said in GraphQL. */
describe("EASI'R /applications", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  const CREATE = `mutation ($input: CreateApplicationInput!) {
    createApplication(input: $input) { application { id clientId name redirectUris } userErrors { field code } }
  }`;
  const create = (ask: Ask, input: Record<string, unknown>) =>
    ask(CREATE, {
      input: {
        organizationId: world.acme.id,
        clientType: 'CONFIDENTIAL',
        authorizationGrantType: 'AUTHORIZATION_CODE',
        redirectUris: ['https://crm.example.org/callback'],
        ...input,
      },
    });

  /** Asks with a token that was issued for an application. */
  const throughApplication = async (trusted: boolean): Promise<Ask> => {
    const { id } = await world.register({ trusted, maximumScopes: ['write'] });
    const { data } = await world.ask.admin(`mutation ($id: ID!) { createToken(input: { applicationId: $id }) { accessToken } }`, { id });
    return world.as(data.createToken.accessToken);
  };

  it('lists applications page by page', async () => {
    for (const name of ['Page A', 'Page B', 'Page C']) await create(world.ask.admin, { name });
    const page = `query ($after: String) {
      applications(first: 2, after: $after, filter: { search: "page " }) {
        totalCount nodes { name } pageInfo { hasNextPage endCursor }
      }
    }`;
    const first = (await world.ask.member(page)).data.applications;
    expect(first).toMatchObject({ totalCount: 3, nodes: [{ name: 'Page A' }, { name: 'Page B' }], pageInfo: { hasNextPage: true } });
    const second = (await world.ask.member(page, { after: first.pageInfo.endCursor })).data.applications;
    expect(second).toMatchObject({ totalCount: 3, nodes: [{ name: 'Page C' }], pageInfo: { hasNextPage: false } });
  });

  it('gets an application by its client id', async () => {
    const { data } = await create(world.ask.admin, { name: 'By client id' });
    const { clientId, name } = data.createApplication.application;
    const found = await world.ask.member(`query ($clientId: String!) { application(clientId: $clientId) { name } }`, { clientId });
    expect(found.data.application).toEqual({ name });
    const none = await world.ask.member(`{ application(clientId: "nobody-has-this") { name } }`);
    expect(none.data.application).toBeNull();
  });

  it('takes a name of up to 255 characters', async () => {
    expect((await create(world.ask.admin, { name: 'x'.repeat(255) })).data.createApplication.userErrors).toEqual([]);
    expect((await create(world.ask.admin, { name: 'y'.repeat(256) })).data.createApplication).toEqual({
      application: null,
      userErrors: [{ field: ['name'], code: 'TOO_LONG' }],
    });
  });

  it('needs one valid redirect URI', async () => {
    const refused = async (redirectUris: string[]) =>
      (await create(world.ask.admin, { name: 'Redirected', redirectUris })).data.createApplication.userErrors;
    expect(await refused([])).toEqual([{ field: ['redirectUris'], code: 'REQUIRED' }]);
    expect(await refused(['/callback'])).toEqual([{ field: ['redirectUris', '0'], code: 'INVALID_REDIRECT_URI' }]);
    expect(await refused(['https://crm.example.org/callback'])).toEqual([]);
  });

  it('updates and deletes an application', async () => {
    const { id } = (await create(world.ask.admin, { name: 'Before' })).data.createApplication.application;
    const updated = await world.ask.admin(
      `mutation ($id: ID!) {
        updateApplication(input: { id: $id, name: "After", redirectUris: ["https://crm.example.org/new"] }) {
          application { name redirectUris } userErrors { code }
        }
      }`,
      { id },
    );
    expect(updated.data.updateApplication).toEqual({
      application: { name: 'After', redirectUris: ['https://crm.example.org/new'] },
      userErrors: [],
    });
    const deleted = await world.ask.admin(
      `mutation ($id: ID!) { deleteApplication(input: { id: $id }) { deletedId userErrors { code } } }`,
      {
        id,
      },
    );
    expect(deleted.data.deleteApplication).toEqual({ deletedId: id, userErrors: [] });
    expect((await world.ask.admin(`query ($id: ID!) { application(id: $id) { id } }`, { id })).data.application).toBeNull();
  });

  it('lets a trusted client create and update', async () => {
    const client = await throughApplication(true);
    const { data } = await create(client, { name: 'By a trusted client' });
    expect(data.createApplication.userErrors).toEqual([]);
    const { id } = data.createApplication.application;
    const updated = await client(
      `mutation ($id: ID!) { updateApplication(input: { id: $id, vendor: "CRM" }) { application { vendor } userErrors { code } } }`,
      { id },
    );
    expect(updated.data.updateApplication).toEqual({ application: { vendor: 'CRM' }, userErrors: [] });
  });

  it('lets any other client read, but neither create, update nor delete', async () => {
    const { id } = await world.register({ name: 'Left alone' });
    const client = await throughApplication(false);
    expect((await client(`query ($id: ID!) { application(id: $id) { name } }`, { id })).data.application).toEqual({ name: 'Left alone' });
    const update = `mutation ($id: ID!) { updateApplication(input: { id: $id, vendor: "CRM" }) { userErrors { code } } }`;
    const remove = `mutation ($id: ID!) { deleteApplication(input: { id: $id }) { userErrors { code } } }`;
    for (const answer of [await create(client, { name: 'Refused' }), await client(update, { id }), await client(remove, { id })]) {
      expect(answer.data).toBeNull();
      expect(answer.errors?.[0]).toMatchObject({ message: expect.stringContaining('trusted'), extensions: { code: 'FORBIDDEN' } });
    }
    const { data } = await world.ask.admin(`query ($id: ID!) { application(id: $id) { name vendor } }`, { id });
    expect(data.application).toEqual({ name: 'Left alone', vendor: null });
  });
});
