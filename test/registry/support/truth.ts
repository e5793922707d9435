import { expect } from '@jest/globals';
import type { Query } from '../../../src/query/dialect/dialect.ts';
import { dateOf, type StoredTime } from '../../../src/query/dialect/times.ts';
import type { Store } from '../../../src/query/store.ts';
import type { Viewer } from '../../../src/shared/viewer.ts';
import { asViewer } from '../../support/as-viewer.ts';
import { DAY, type History } from './plant.ts';

/** All rows of a table. */
export const rowsOf = (store: Store, table: string) =>
  store
    .read(true)
    .selectFrom(table as 'token')
    .selectAll() as Query;

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
async function slowly(
  store: Store,
  history: History,
  { isSuperuser, isSystemAuditor, roles, trusted, userId, applicationId }: Viewer,
  days: number,
  isKept: boolean,
) {
  const readsEverything = isSuperuser || isSystemAuditor;
  const now = Date.now();
  // what was counted in the background is told apart by the minute
  const minute = Math.floor(now / 60_000) * 60_000;
  const isCounted = ({ application_id }: Token) => isKept && trusted && readsEverything && (isSuperuser || application_id !== null);
  const [allApplications, allTokens, secrets, memberships] = await Promise.all([
    rowsOf(store, 'application').execute() as Promise<Application[]>,
    rowsOf(store, 'token').execute() as Promise<Token[]>,
    rowsOf(store, 'client_secret').execute() as Promise<Secret[]>,
    rowsOf(store, 'membership').execute() as Promise<Membership[]>,
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
  const isActive = (token: Token) => time(token.expires_at) > (isCounted(token) ? minute : now);
  const states = tokens.map((token) => (token.revoked_at ? 'revoked' : isActive(token) ? 'active' : 'expired'));
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
      isExact: true,
    },
    tokens: {
      total: tokens.length,
      active: count(states, (state) => state === 'active'),
      expired: count(states, (state) => state === 'expired'),
      revoked: count(states, (state) => state === 'revoked'),
      isExact: true,
    },
    organizations: readsEverything ? (await rowsOf(store, 'organization').execute()).length : roles.size,
    users: bounded(readsEverything ? (await rowsOf(store, 'user').execute()).length : fellows.size),
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
    countedAt
    applications { total enabled disabled confidential public isExact }
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
async function told(store: Store, viewer: Viewer, days: number) {
  const now = Date.now();
  const variables = { days, now: new Date(now), soon: new Date(now + days * DAY), since: new Date(now - days * DAY) };
  const { data, errors } = await asViewer(store, viewer, REGISTRY, JSON.parse(JSON.stringify(variables)));
  expect(errors).toBeUndefined();
  return JSON.parse(JSON.stringify(data));
}

/**
 * Expects that a viewer is told what slow counts and lists say, too.
 * @param history what was registered and issued, as far as it is still there
 * @param isKept whether it was counted in the background
 */
export async function expectTruth(store: Store, history: History, viewer: Viewer, days: number, isKept = false): Promise<void> {
  // a token may expire between two looks, and a day may end
  for (let attempt = 0; ; attempt++) {
    const before = await slowly(store, history, viewer, days, isKept);
    const {
      registry: { countedAt, ...registry },
      ...lists
    } = await told(store, viewer, days);
    const after = await slowly(store, history, viewer, days, isKept);
    if (JSON.stringify(before) !== JSON.stringify(after) && attempt < 10) continue;
    expect(registry).toEqual(after);
    expect(countedAt !== null).toBe(isKept);
    if (isKept) return;
    const { applications, tokens, attention, organizations, users } = registry;
    const { isExact: _, total: allTokens, ...byState } = tokens;
    const { isExact: __, ...byKind } = applications;
    const counts = { ...byKind, tokens: allTokens, ...byState, organizations, users: users.count };
    for (const [item, { count }] of Object.entries<{ count: number }>(attention)) counts[item] = count;
    for (const [name, { totalCount }] of Object.entries<{ totalCount: number }>(lists)) {
      // of users, memberships say who is a fellow; these viewers have none that are stored
      if (name !== 'users' || viewer.isSuperuser || viewer.isSystemAuditor)
        expect({ [name]: totalCount }).toEqual({ [name]: counts[name] });
    }
    return;
  }
}
