import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mint } from '../../support/mint.ts';
import { mutate } from '../../support/mutate.ts';
import { startWorld, type World } from '../../support/world.ts';

interface Page {
  edges: { cursor: string; node: { id: string } }[];
  nodes: { id: string; databaseId?: number; username?: string; name?: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount: number;
}

let world: World;
beforeAll(async () => {
  world = await startWorld();
  const { acme, users, other } = world;
  const applications = [await world.register(), await world.register({ organizationId: other.id })];
  for (let index = 0; index < 7; index++) {
    const username = `${index % 2 ? 'U' : 'u'}ser ${index}`;
    const { user } = await mutate(world.ask.superuser, 'createUser', { username, password: 'correct horse' }, 'user { id databaseId }');
    await mutate(world.ask.superuser, 'setMember', { organizationId: acme.id, userId: user.id, role: 'MEMBER' });
    const { organization } = await mutate(
      world.ask.superuser,
      'createOrganization',
      { name: `${index % 2 ? 'O' : 'o'}rg ${index}` },
      'organization { id }',
    );
    await mutate(world.ask.superuser, 'setMember', { organizationId: organization.id, userId: users.superuser.id, role: 'AUDITOR' });
    for (const application of applications) await mint(world, { application, user });
    await mint(world, { user: users.superuser });
    await mutate(world.ask.superuser, 'updateApplication', { id: applications[0]?.id, description: `change ${index}` });
  }
});
afterAll(() => world.stop());

const PAGE = (fields: string) =>
  `{ edges { cursor node { id } } nodes { ${fields} } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount }`;
const newest = (nodes: Page['nodes']) => nodes.toSorted((a, b) => (b.databaseId ?? 0) - (a.databaseId ?? 0));
const byName = (nodes: Page['nodes']) => {
  const key = ({ username, name }: Page['nodes'][number]) => (username ?? name ?? '').toLowerCase();
  return nodes.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
};

type Sort = (nodes: Page['nodes']) => Page['nodes'];
/** Every list that has one order, with a way to the page and that order. */
const LISTS: Readonly<Record<string, readonly [document: (args: string) => string, path: string, sort: Sort]>> = {
  users: [(args) => `{ users(${args}) ${PAGE('id username')} }`, 'users', byName],
  organizations: [(args) => `{ organizations(${args}) ${PAGE('id name')} }`, 'organizations', byName],
  tokens: [(args) => `{ tokens(${args}) ${PAGE('id databaseId')} }`, 'tokens', newest],
  activity: [(args) => `{ activity(${args}) ${PAGE('id')} }`, 'activity', (nodes) => nodes],
  'Application.tokens': [
    (args) => `{ applications { nodes { tokens(${args}) ${PAGE('id databaseId')} } } }`,
    'applications.nodes.0.tokens',
    newest,
  ],
  'Application.activity': [
    (args) => `{ applications { nodes { activity(${args}) ${PAGE('id')} } } }`,
    'applications.nodes.0.activity',
    (nodes) => nodes,
  ],
  'Organization.members': [
    (args) => `{ organizations { nodes { members(${args}) ${PAGE('id username')} } } }`,
    'organizations.nodes.0.members',
    byName,
  ],
  'User.organizations': [(args) => `{ viewer { organizations(${args}) ${PAGE('id name')} } }`, 'viewer.organizations', byName],
  'User.personalTokens': [(args) => `{ viewer { personalTokens(${args}) ${PAGE('id databaseId')} } }`, 'viewer.personalTokens', newest],
};

async function pageOf(document: string, path: string): Promise<Page> {
  const { data, errors } = await world.ask.superuser(document);
  if (errors) throw new Error(JSON.stringify(errors));
  return path.split('.').reduce((value, key) => value[key], data);
}

describe.each(Object.entries(LISTS))('the list %s', (_, [document, path, sort]) => {
  it('has its order, and each object once', async () => {
    const { nodes, totalCount } = await pageOf(document('first: 100'), path);
    expect(nodes.length).toBeGreaterThanOrEqual(7);
    expect([totalCount, (await pageOf(document('first: 0'), path)).totalCount]).toEqual([nodes.length, nodes.length]);
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
    expect(nodes).toEqual(sort(nodes));
  });

  it.each([3, 100])('is walked completely, forwards and backwards, by pages of %d', async (size) => {
    const all = (await pageOf(document('first: 100'), path)).edges;
    for (const [take, at] of [
      ['first', 'after'],
      ['last', 'before'],
    ] as const) {
      const walked: Page['edges'] = [];
      let args = `${take}: ${size}`;
      for (;;) {
        const { edges, pageInfo, totalCount } = await pageOf(document(args), path);
        expect(totalCount).toBe(all.length);
        if (at === 'after') walked.push(...edges);
        else walked.unshift(...edges);
        if (!(at === 'after' ? pageInfo.hasNextPage : pageInfo.hasPreviousPage)) break;
        expect(edges).toHaveLength(size);
        args = `${take}: ${size}, ${at}: "${at === 'after' ? pageInfo.endCursor : pageInfo.startCursor}"`;
      }
      expect(walked).toEqual(all);
    }
  });
});

describe('the activity', () => {
  it('is listed newest first', async () => {
    const { data } = await world.ask.superuser('{ applications { nodes { activity { nodes { operation changes { after } } } } } }');
    const after = data.applications.nodes[0].activity.nodes.map(({ changes }: { changes: { after: string }[] }) => changes[0]?.after);
    expect(after.slice(0, 3)).toEqual(['change 6', 'change 5', 'change 4']);
  });
});

describe('a member in a list', () => {
  it('comes with the role', async () => {
    const { data } = await world.ask.member('query($id: ID!) { organization(id: $id) { members { edges { role node { username } } } } }', {
      id: world.acme.id,
    });
    const roles = Object.fromEntries(
      data.organization.members.edges.map(({ role, node }: { role: string; node: { username: string } }) => [node.username, role]),
    );
    expect(roles).toMatchObject({ admin: 'ADMIN', auditor: 'AUDITOR', member: 'MEMBER', 'user 0': 'MEMBER' });
  });
});
