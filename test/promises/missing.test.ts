import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toGlobalId } from '../../src/shared/ids.ts';
import { mint } from '../support/mint.ts';
import { mutate } from '../support/mutate.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let token: string;
/** What a member of `acme` may not read, and what there is not, by type. */
const hidden = {} as Record<'Application' | 'ClientSecret' | 'Token' | 'Organization' | 'User' | 'ActivityEntry', string>;
const absent = (type: keyof typeof hidden) => toGlobalId(type, 999_999);

beforeAll(async () => {
  world = await startWorld();
  const { other, users } = world;
  token = (await mint(world, { user: users.admin })).accessToken;
  const application = await world.register({ organizationId: other.id, clientId: 'hidden-client' });
  const { data } = await world.ask.superuser('query($id: ID!) { application(id: $id) { secrets { id } activity { nodes { id } } } }', {
    id: application.id,
  });
  hidden.Application = application.id;
  hidden.ClientSecret = data.application.secrets[0].id;
  hidden.ActivityEntry = data.application.activity.nodes[0].id;
  hidden.Token = (await mint(world, { application, user: users.stranger })).token.id;
  hidden.Organization = other.id;
  hidden.User = users.stranger.id;
});
afterAll(() => world.stop());

/** The body of an answer, byte for byte. */
async function body(query: string, variables: Record<string, unknown>): Promise<string> {
  const response = await fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  return `${response.status} ${await response.text()}`;
}

const mutation = (operation: string, input: string) =>
  `mutation($id: ID!) { ${operation}(input: { ${input} }) { userErrors { field code message } } }`;

const DOCUMENTS: readonly (readonly [keyof typeof hidden, string])[] = [
  ...(['Application', 'ClientSecret', 'Token', 'Organization', 'User', 'ActivityEntry'] as const).flatMap((type) => [
    [type, 'query($id: ID!) { node(id: $id) { id } }'] as const,
    [type, 'query($id: ID!) { nodes(ids: [$id]) { id } }'] as const,
  ]),
  ['Application', 'query($id: ID!) { application(id: $id) { id } }'],
  ['Organization', 'query($id: ID!) { organization(id: $id) { id } }'],
  ['User', 'query($id: ID!) { user(id: $id) { id } }'],
  ['Organization', 'query($id: ID!) { applications(filter: { organizationId: $id }) { totalCount nodes { id } } }'],
  ['Application', 'query($id: ID!) { tokens(filter: { applicationId: $id }) { totalCount nodes { id } } }'],
  ['User', 'query($id: ID!) { tokens(filter: { userId: $id }) { totalCount nodes { id } } }'],
  ['Application', 'query($id: ID!) { activity(filter: { objectId: $id }) { totalCount nodes { id } } }'],
  ['User', 'query($id: ID!) { activity(filter: { actorId: $id }) { totalCount nodes { id } } }'],
  ['Application', mutation('updateApplication', 'id: $id, expectedVersion: 99, name: ""')],
  ['Application', mutation('deleteApplication', 'id: $id, expectedVersion: 99')],
  ['Application', mutation('addClientSecret', 'applicationId: $id, clientSecret: "short", expiresAt: "2001-01-01T00:00:00Z"')],
  ['Application', mutation('rotateClientSecret', 'applicationId: $id, keepPreviousFor: -1')],
  ['ClientSecret', mutation('deleteClientSecret', 'id: $id')],
  ['Application', mutation('createToken', 'applicationId: $id, scopes: ["admin"]')],
  ['Token', mutation('updateToken', 'id: $id, expectedVersion: 99')],
  ['Token', mutation('revokeToken', 'id: $id')],
  ['Application', mutation('revokeTokens', 'applicationId: $id')],
  ['User', mutation('revokeTokens', 'userId: $id')],
  ['Organization', mutation('updateOrganization', 'id: $id, expectedVersion: 99, name: ""')],
  ['Organization', mutation('createApplication', 'organizationId: $id, name: "Application 1"')],
  ['Organization', mutation('applyApplications', 'organizationId: $id, applications: [], prune: true')],
  ['User', mutation('updateUser', 'id: $id, username: ""')],
];

describe('what one may not read is answered byte for byte like what there is not', () => {
  it.each(DOCUMENTS)('%s in %s', async (type, document) => {
    const answer = await body(document, { id: hidden[type] });
    expect(answer).toBe(await body(document, { id: absent(type) }));
    expect(answer).toMatch(/^200 /);
    expect(answer).not.toContain('FORBIDDEN');
  });

  it('as the user of what one reads, to whom it is not said whose it is', async () => {
    const { superuser, member } = world.users;
    const application = await world.register();
    await mutate(world.ask.superuser, 'updateApplication', { id: application.id, description: 'touched' });
    await mutate(world.ask.superuser, 'revokeTokens', { applicationId: application.id });
    await mint(world, { application, user: superuser });
    const documents = [
      'query($id: ID) { activity(filter: { actorId: $id }) { totalCount nodes { id operation actor { id } } pageInfo { hasNextPage endCursor } } }',
      'query($id: ID) { applications { nodes { tokens(filter: { userId: $id }) { totalCount nodes { id user { id } } } } } }',
      'query($id: ID) { tokens(filter: { userId: $id }) { totalCount nodes { id user { id } } } }',
      'query($id: ID) { users { nodes { personalTokens(filter: { userId: $id }) { totalCount } } } }',
    ];
    for (const document of documents) {
      // before: the admin does read these rows, and sees nobody in them
      const all = await body(document, { id: null });
      if (!document.includes('personalTokens')) expect(all).toMatch(/"(actor|user)":null/);
      expect(await body(document, { id: superuser.id })).toBe(await body(document, { id: absent('User') }));
    }
    const seen = await world.ask.superuser('query($id: ID) { activity(filter: { actorId: $id }) { totalCount } }', { id: superuser.id });
    expect(seen.data.activity.totalCount).toBeGreaterThan(0);
    // who becomes a fellow is found, and no more when that ends
    await mint(world, { application, user: member });
    const ofMember = async () => JSON.parse((await body(documents[2] as string, { id: member.id })).slice(4)).data.tokens.totalCount;
    expect(await ofMember()).toBe(1);
    await mutate(world.ask.superuser, 'removeMember', { organizationId: world.acme.id, userId: member.id });
    expect(await ofMember()).toBe(0);
    await mutate(world.ask.superuser, 'setMember', { organizationId: world.acme.id, userId: member.id, role: 'MEMBER' });
    expect(await ofMember()).toBe(1);
  });

  it('by client id', async () => {
    const document = 'query($id: String) { application(clientId: $id) { id } }';
    expect(await body(document, { id: 'hidden-client' })).toBe(await body(document, { id: 'no-such-client' }));
  });

  it('as organization to move to, and as member to be', async () => {
    const { id } = await world.register();
    const move = (organizationId: string) => mutate(world.ask.admin, 'updateApplication', { id, organizationId });
    expect(await move(hidden.Organization)).toEqual(await move(absent('Organization')));
    const set = (userId: string) => mutate(world.ask.admin, 'setMember', { organizationId: world.acme.id, userId, role: 'MEMBER' });
    expect(await set(hidden.User)).toEqual(await set(absent('User')));
    const remove = (userId: string) => mutate(world.ask.admin, 'removeMember', { organizationId: world.acme.id, userId });
    expect(await remove(hidden.User)).toEqual(await remove(absent('User')));
  });
});
