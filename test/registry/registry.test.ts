import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrganizationRole } from '../../src/organizations/membership.entity.ts';
import { createOrganization, setMember } from '../../src/organizations/organization.service.ts';
import type { Query } from '../../src/query/dialect/dialect.ts';
import { dateOf, type StoredTime } from '../../src/query/dialect/times.ts';
import type { Role, Viewer } from '../../src/shared/viewer.ts';
import { createUser } from '../../src/users/user.service.ts';
import { asViewer, somebody } from '../support/as-viewer.ts';
import { type Random, randomFrom } from '../support/random.ts';
import { type Made, startWorld, type World } from '../support/world.ts';
import { DAY, type History, plantApplication, plantToken } from './support/plant.ts';

const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000_000);
const random = randomFrom(SEED);
const history: History = { registered: [], issued: [] };
const organizations: Made[] = [];
const users: Made[] = [];
let world: World;

beforeAll(async () => {
  world = await startWorld();
  const { operator, acme, other } = world;
  organizations.push(acme, other);
  for (let index = 0; index < 8; index++)
    organizations.push((await createOrganization(operator, { name: `House ${index}` })).organization as Made);
  for (let index = 0; index < 4; index++)
    users.push((await createUser(operator, { username: `user ${index}`, password: 'correct horse' })).user as Made);
  for (const { id: organizationId } of organizations)
    for (const { id: userId } of users)
      if (random.chance(30)) await setMember(operator, { organizationId, userId, role: random.one(Object.values(OrganizationRole)) });
  // the tokens that the people of the world ask with
  for (const created of await timesOf('token')) history.issued.push({ at: created, organizationId: null });
  for (let index = 0; index < 120; index++) await plantApplication(world, random, history, random.one(organizations), users);
  await operator.store.write(async ({ db }) => {
    for (let index = 0; index < 20; index++)
      await plantToken(db, random, history, { applicationId: null, organizationId: null }, random.one(users));
  });
});
afterAll(() => world.stop());

const rowsOf = (table: string) =>
  world.operator.store
    .read(true)
    .selectFrom(table as 'token')
    .selectAll() as Query;
const timesOf = async (table: string) =>
  ((await rowsOf(table).execute()) as { created_at: StoredTime }[]).map(({ created_at }) => dateOf(created_at));

interface Application {
  id: number;
  organization_id: number;
  enabled: number | boolean;
  client_type: string;
  created_at: StoredTime;
  last_used_at: StoredTime | null;
}
interface Token {
  application_id: number | null;
  user_id: number | null;
  expires_at: StoredTime;
  revoked_at: StoredTime | null;
  refresh_expires_at: StoredTime | null;
}
interface Secret {
  application_id: number;
  expires_at: StoredTime | null;
}
interface Membership {
  organization_id: number;
  user_id: number;
}

/** Counts of all rows, one by one, by what the documentation says. */
async function slowly({ isSuperuser, isSystemAuditor, roles, trusted, userId, applicationId }: Viewer, days: number) {
  const readsEverything = isSuperuser || isSystemAuditor;
  const now = Date.now();
  const [allApplications, allTokens, secrets, memberships] = await Promise.all([
    rowsOf('application').execute() as Promise<Application[]>,
    rowsOf('token').execute() as Promise<Token[]>,
    rowsOf('client_secret').execute() as Promise<Secret[]>,
    rowsOf('membership').execute() as Promise<Membership[]>,
  ]);
  const audits = (organization: number | null | undefined) =>
    organization != null && (readsEverything || roles.get(organization) === 'ADMIN' || roles.get(organization) === 'AUDITOR');
  const applications = allApplications.filter(({ organization_id }) => readsEverything || roles.has(organization_id));
  const organizationOf = new Map(allApplications.map(({ id, organization_id }) => [id, organization_id]));
  const tokens = allTokens.filter(({ application_id, user_id }) => {
    const isOwn = user_id !== null && user_id === userId;
    if (!trusted) return isOwn && application_id !== null && application_id === applicationId;
    return isSuperuser || isOwn || (application_id !== null && audits(organizationOf.get(application_id)));
  });
  const time = (stored: StoredTime) => dateOf(stored).getTime();
  const isLive = ({ revoked_at, expires_at, refresh_expires_at }: Token) =>
    revoked_at === null && (time(expires_at) > now || (refresh_expires_at !== null && time(refresh_expires_at) > now));
  const states = tokens.map(({ revoked_at, expires_at }) => (revoked_at ? 'revoked' : time(expires_at) > now ? 'active' : 'expired'));
  const count = <T>(rows: readonly T[], which: (row: T) => boolean) => rows.filter(which).length;
  const bounded = (number: number) => ({ count: number, isExact: true });
  const byDay = (events: History['issued'], counts: (organization: number | null) => boolean) =>
    Array.from({ length: days }, (_, index) => {
      const date = new Date(now - (days - 1 - index) * DAY).toISOString().slice(0, 10);
      return { date, count: count(events, ({ at, organizationId }) => counts(organizationId) && at.toISOString().startsWith(date)) };
    });
  const fellows = new Set(memberships.filter(({ organization_id }) => roles.has(organization_id)).map(({ user_id }) => user_id));
  if (userId !== null) fellows.add(userId);
  const since = now - days * DAY;
  const mayKnowOfIssuing = trusted && (readsEverything || [...roles.values()].some((role) => role !== 'MEMBER'));
  return {
    applications: {
      total: applications.length,
      enabled: count(applications, ({ enabled }) => Boolean(enabled)),
      disabled: count(applications, ({ enabled }) => !enabled),
      confidential: count(applications, ({ client_type }) => client_type === 'CONFIDENTIAL'),
      public: count(applications, ({ client_type }) => client_type === 'PUBLIC'),
    },
    tokens: {
      total: tokens.length,
      active: count(states, (state) => state === 'active'),
      expired: count(states, (state) => state === 'expired'),
      revoked: count(states, (state) => state === 'revoked'),
      isExact: true,
    },
    organizations: readsEverything ? (await rowsOf('organization').execute()).length : roles.size,
    users: bounded(readsEverything ? (await rowsOf('user').execute()).length : fellows.size),
    applicationsRegistered: byDay(
      history.registered,
      (organization) => readsEverything || (organization !== null && roles.has(organization)),
    ),
    tokensIssued: mayKnowOfIssuing
      ? byDay(history.issued, (organization) => (organization === null ? isSuperuser : audits(organization)))
      : null,
    attention: {
      secretsExpiring: bounded(
        count(applications, ({ id }) =>
          secrets.some(
            ({ application_id, expires_at }) =>
              application_id === id && expires_at !== null && time(expires_at) >= now && time(expires_at) < now + days * DAY,
          ),
        ),
      ),
      unusedApplications: bounded(
        count(
          applications,
          ({ created_at, last_used_at }) => time(created_at) < since && (last_used_at === null || time(last_used_at) < since),
        ),
      ),
      disabledWithLiveTokens: bounded(
        count(applications, ({ id, enabled }) => !enabled && allTokens.some((token) => token.application_id === id && isLive(token))),
      ),
    },
  };
}

const REGISTRY = `query ($days: Int!, $soon: DateTime!, $now: DateTime!, $since: DateTime!) {
  registry {
    applications { total enabled disabled confidential public }
    tokens { total active expired revoked isExact }
    organizations users { count isExact }
    applicationsRegistered(days: $days) { date count }
    tokensIssued(days: $days) { date count }
    attention {
      secretsExpiring(withinDays: $days) { count isExact }
      unusedApplications(days: $days) { count isExact }
      disabledWithLiveTokens { count isExact }
    }
  }
  total: applications(first: 0) { totalCount }
  enabled: applications(first: 0, filter: { enabled: true }) { totalCount }
  disabled: applications(first: 0, filter: { enabled: false }) { totalCount }
  confidential: applications(first: 0, filter: { clientType: CONFIDENTIAL }) { totalCount }
  public: applications(first: 0, filter: { clientType: PUBLIC }) { totalCount }
  organizations(first: 0) { totalCount }
  users(first: 0) { totalCount }
  tokens(first: 0) { totalCount }
  active: tokens(first: 0, filter: { state: ACTIVE }) { totalCount }
  expired: tokens(first: 0, filter: { state: EXPIRED }) { totalCount }
  revoked: tokens(first: 0, filter: { state: REVOKED }) { totalCount }
  secretsExpiring: applications(first: 0, filter: { secretExpiresAfter: $now, secretExpiresBefore: $soon }) { totalCount }
  unusedApplications: applications(first: 0, filter: { unusedSince: $since, createdBefore: $since }) { totalCount }
  disabledWithLiveTokens: applications(first: 0, filter: { enabled: false, hasLiveTokens: true }) { totalCount }
}`;

/** What a viewer is told, beside the counts of the lists. */
async function told(viewer: Viewer, days: number) {
  const now = Date.now();
  const variables = { days, now: new Date(now), soon: new Date(now + days * DAY), since: new Date(now - days * DAY) };
  const { data, errors } = await asViewer(world.operator.store, viewer, REGISTRY, JSON.parse(JSON.stringify(variables)));
  expect(errors).toBeUndefined();
  return JSON.parse(JSON.stringify(data));
}

const ROLES: readonly Role[] = ['ADMIN', 'AUDITOR', 'MEMBER'];

/** Somebody of any rights, with few organizations or many. */
function anybody(random: Random): Viewer {
  const left = [...organizations];
  const count = random.one([0, 1, 1, 2, 3, 9, 10]);
  const chosen = Array.from({ length: Math.min(count, left.length) }, () => left.splice(random.below(left.length), 1)[0] as Made);
  return somebody(Object.fromEntries(chosen.map(({ databaseId }) => [databaseId, random.one(ROLES)])), {
    isSuperuser: random.chance(20),
    isSystemAuditor: random.chance(20),
    trusted: random.chance(80),
    tokenId: 1,
    userId: random.chance(10) ? null : random.one(users).databaseId,
    applicationId: 1 + random.below(100),
  });
}

async function expectTruth(viewer: Viewer, days: number) {
  // a token may expire between two looks, and a day may end
  for (let attempt = 0; ; attempt++) {
    const before = await slowly(viewer, days);
    const { registry, ...lists } = await told(viewer, days);
    const after = await slowly(viewer, days);
    if (JSON.stringify(before) !== JSON.stringify(after) && attempt < 10) continue;
    expect(registry).toEqual(after);
    const { applications, tokens, attention, organizations, users } = registry;
    const { isExact: _, total: allTokens, ...byState } = tokens;
    const counts = { ...applications, tokens: allTokens, ...byState, organizations, users: users.count };
    for (const [item, { count }] of Object.entries<{ count: number }>(attention)) counts[item] = count;
    for (const [name, { totalCount }] of Object.entries<{ totalCount: number }>(lists)) {
      // of users, memberships say who is a fellow; these viewers have none that are stored
      if (name !== 'users' || viewer.isSuperuser || viewer.isSystemAuditor)
        expect({ [name]: totalCount }).toEqual({ [name]: counts[name] });
    }
    return;
  }
}

describe('the registry is told in numbers', () => {
  it(`that are those of slow counts and of lists, for whoever asks (FUZZ_SEED=${SEED})`, async () => {
    for (let round = 0; round < 40; round++) await expectTruth(anybody(random), random.one([1, 7, 30, 90]));
  });

  it.each([
    ['registry { applicationsRegistered(days: 0) { count } }', 'days'],
    ['registry { tokensIssued(days: 91) { count } }', 'days'],
    ['registry { attention { secretsExpiring(withinDays: -1) { count } } }', 'withinDays'],
    ['registry { attention { unusedApplications(days: 3651) { count } } }', 'days'],
    ['registry { attention { refusedLogins(days: 400) } }', 'days'],
  ])('but not for any number of days: %s', async (query, argument) => {
    const { errors } = await world.ask.superuser(`{ ${query} }`);
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument } });
  });
});
