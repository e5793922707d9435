import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as activity from '../../src/activity/activity.policy.ts';
import * as applications from '../../src/applications/application.policy.ts';
import * as grants from '../../src/grants/grant.policy.ts';
import * as organizations from '../../src/organizations/organization.policy.ts';
import { type Context, createContext } from '../../src/query/context.ts';
import type { Query } from '../../src/query/dialect/dialect.ts';
import { read } from '../../src/query/read.ts';
import { ANONYMOUS, type Viewer } from '../../src/shared/viewer.ts';
import { viewerOfUser } from '../../src/tokens/authentication.ts';
import * as tokens from '../../src/tokens/token.policy.ts';
import * as users from '../../src/users/user.policy.ts';
import { grant } from '../support/grant.ts';
import { mint } from '../support/mint.ts';
import { type Made, PEOPLE, startWorld, type World } from '../support/world.ts';

/** Tokens of an application of the first organization that is not trusted. */
const PROGRAMS = ['program of superuser', 'program of admin', 'program of member'] as const;
const VIEWERS = [...PEOPLE, ...PROGRAMS, 'client', 'nobody'] as const;

let world: World;
const viewers = {} as Record<(typeof VIEWERS)[number], Viewer>;

beforeAll(async () => {
  world = await startWorld();
  const { other, operator } = world;
  const applications = [await world.register(), await world.register(), await world.register({ organizationId: other.id })];
  for (const application of applications) {
    // also of people who have no role there, because they had one once
    for (const person of PEOPLE) {
      await mint(world, { application, user: world.users[person] });
      await grant(world, world.users[person], application);
    }
    await mint(world, { application });
  }
  for (const person of PEOPLE) {
    const { token } = await mint(world, { user: world.users[person] });
    await world.ask[person]('mutation($id: ID!) { revokeToken(input: { id: $id }) { userErrors { code } } }', { id: token.id });
    viewers[person] = await viewerOfUser(operator.store, world.users[person].databaseId, ['write']);
  }
  // the admin of one organization is an ordinary member of the other
  await world.ask.superuser(
    'mutation($o: ID!, $u: ID!) { setMember(input: { organizationId: $o, userId: $u, role: MEMBER }) { userErrors { code } } }',
    { o: other.id, u: world.users.admin.id },
  );
  viewers.admin = await viewerOfUser(operator.store, world.users.admin.databaseId, ['write']);
  for (const person of ['superuser', 'admin', 'member'] as const) {
    const application = applications[0] as Made;
    viewers[`program of ${person}`] = { ...viewers[person], trusted: false, applicationId: application.databaseId };
  }
  viewers.client = { ...ANONYMOUS, tokenId: 1, scopes: new Set(['read', 'write']), trusted: true };
  viewers.nobody = ANONYMOUS;
});
afterAll(() => world.stop());

interface Feature {
  readonly table: 'application' | 'token' | 'organization' | 'user' | 'activity_entry' | 'oauth_grant';
  readonly readable: (query: Query, context: Context) => Query;
  readonly canRead: (viewer: Viewer, row: Record<string, never>, organizationOf: ReadonlyMap<number, number>) => boolean;
}

const FEATURES: Readonly<Record<string, Feature>> = {
  organizations: {
    table: 'organization',
    readable: organizations.readable,
    canRead: (viewer, row) => organizations.canRead(viewer, { databaseId: row.id as never }),
  },
  applications: {
    table: 'application',
    readable: applications.readable,
    canRead: (viewer, row) => applications.canRead(viewer, { organizationId: row.organization_id as never }),
  },
  tokens: {
    table: 'token',
    readable: tokens.readable,
    canRead: (viewer, row, organizationOf) =>
      tokens.canRead(viewer, {
        userId: row.user_id as never,
        applicationId: row.application_id as never,
        organizationId: row.application_id === null ? null : (organizationOf.get(row.application_id as never) as number),
      }),
  },
  grants: {
    table: 'oauth_grant',
    readable: grants.readable,
    canRead: (viewer, row) => grants.canRead(viewer, { userId: row.user_id as never, applicationId: row.application_id as never }),
  },
  users: {
    table: 'user',
    readable: users.readable,
    canRead: (viewer, row) => {
      const of = Object.values(viewers).find(({ userId }) => userId === row.id);
      return users.canRead(viewer, { databaseId: row.id as never, organizationIds: [...(of?.roles.keys() ?? [])] });
    },
  },
  activity: {
    table: 'activity_entry',
    readable: activity.readable,
    canRead: (viewer, row) =>
      activity.canRead(viewer, {
        objectType: row.object_type as never,
        organizationId: row.organization_id as never,
        subjectId: row.subject_id as never,
      }),
  },
};

describe.each(Object.entries(FEATURES))('the list of %s', (_, { table, readable, canRead }) => {
  it.each(VIEWERS)('shows a %s exactly what may be read one by one', async (name) => {
    const viewer = viewers[name];
    const { store, settings } = world.operator;
    const context = createContext({ store, settings, viewer });
    const all = (await (context.db.selectFrom(`${table} as x`) as Query).selectAll().orderBy('x.id').execute()) as Record<string, never>[];
    const applicationRows = await context.db.selectFrom('application').select(['id', 'organization_id']).execute();
    const organizationOf = new Map(applicationRows.map((row) => [row.id, row.organization_id]));
    const query = () =>
      readable(context.db.selectFrom(`${table} as x`) as Query, context)
        .select('x.id')
        .orderBy('x.id');
    const listed = (await read(context, `all of ${table}`, {}, query)) as { id: number }[];
    expect(listed.map(({ id }) => id)).toEqual(all.filter((row) => canRead(viewer, row, organizationOf)).map(({ id }) => id));
    // so that the comparison is of something
    if (name === 'superuser') expect(listed).toHaveLength(all.length);
    if (name === 'admin') expect(listed.length).toBeGreaterThan(0);
    if (name === 'program of member' && (table === 'token' || table === 'oauth_grant')) expect(listed).toHaveLength(1);
    if (name === 'nobody') expect(listed).toEqual([]);
  });
});

describe.each(['organizations', 'applications', 'tokens', 'users', 'activity'])('the connection of %s', (field) => {
  it.each(PEOPLE)('shows a %s exactly what node finds', async (person) => {
    const list = `{ counted: ${field}(first: 0) { totalCount } shown: ${field}(first: 100) { nodes { id } } }`;
    const idsOf = async (who: (typeof PEOPLE)[number]) => {
      const { counted, shown } = (await world.ask[who](list)).data;
      const ids = (shown.nodes as { id: string }[]).map(({ id }) => id);
      expect(counted.totalCount).toBe(ids.length);
      return ids;
    };
    const all = await idsOf('superuser');
    const own = await idsOf(person);
    const { data } = await world.ask[person]('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: [...new Set([...all, ...own])] });
    const found = (data.nodes as ({ id: string } | null)[]).flatMap((node) => node?.id ?? []);
    expect(own.toSorted()).toEqual(found.toSorted());
    if (person === 'superuser') expect(found).toHaveLength(all.length);
  });
});
