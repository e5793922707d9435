import { sql } from 'kysely';
import * as application from '../applications/application.policy.ts';
import type { Context } from '../query/context.ts';
import { anyTable, type Query } from '../query/dialect/dialect.ts';
import { dateOf, type StoredTime } from '../query/dialect/times.ts';
import { read } from '../query/read.ts';
import { type FilterContext, ownNumber, ownOrganizations } from '../query/rights.ts';
import { slot } from '../query/slot.ts';
import { readsEverything } from '../shared/viewer.ts';
import * as token from '../tokens/token.policy.ts';
import { LOOKED_THROUGH, lookThrough, sum } from './attention.loaders.ts';
import type { ApplicationCounts, BoundedCount, DailyCount, RegistryTokenCounts } from './registry.inputs.ts';
import { AUDITING, readsIssuing, readsLogins } from './registry.policy.ts';

const DAY = 86_400_000;

/** Counts the applications that the viewer may read. */
export async function countApplications(context: Context): Promise<ApplicationCounts> {
  const rows = (context: FilterContext) =>
    application
      .readable(context.db.selectFrom('application as x'), context)
      .groupBy(['x.enabled', 'x.client_type'])
      .select(({ fn }) => ['x.enabled as enabled', 'x.client_type as clientType', fn.countAll().as('count')]);
  const found = await read<{ enabled: unknown; clientType: string; count: number }>(context, 'count applications', {}, rows);
  const sum = (which: (row: (typeof found)[number]) => boolean) => found.filter(which).reduce((sum, { count }) => sum + Number(count), 0);
  return {
    total: sum(() => true),
    enabled: sum(({ enabled }) => Boolean(enabled)),
    disabled: sum(({ enabled }) => !enabled),
    confidential: sum(({ clientType }) => clientType === 'CONFIDENTIAL'),
    public: sum(({ clientType }) => clientType === 'PUBLIC'),
  };
}

/** Counts the tokens that the viewer may read. */
export async function countTokens(context: Context): Promise<RegistryTokenCounts> {
  const rows = (context: FilterContext) => {
    const { db, viewer } = context;
    const all = token.readable(db.selectFrom('token as x'), context).select(['x.revoked_at as revoked', 'x.expires_at as expires']);
    const some = readsEverything(viewer) ? all : all.limit(sql.lit(LOOKED_THROUGH + 1));
    return anyTable(db)
      .selectFrom(some.as('r'))
      .select(({ fn }) => [
        fn.countAll().as('total'),
        fn.countAll().filterWhere('r.revoked', 'is not', null).as('revoked'),
        fn
          .countAll()
          .filterWhere((eb) => eb.and([eb('r.revoked', 'is', null), eb('r.expires', '>', slot('now'))]))
          .as('active'),
      ]);
  };
  const [found] = await read<Record<'total' | 'revoked' | 'active', number>>(context, 'count tokens', {}, rows);
  const [total, revoked, active] = [Number(found?.total), Number(found?.revoked), Number(found?.active)];
  const isExact = readsEverything(context.viewer) || total <= LOOKED_THROUGH;
  return { total, revoked, active, expired: total - revoked - active, isExact };
}

/** Counts the organizations that the viewer may read. */
export async function countOrganizations(context: Context): Promise<number> {
  if (!readsEverything(context.viewer)) return context.viewer.roles.size;
  return countAll(context, 'organization');
}

/** Counts the users that the viewer may read. */
export async function countUsers(context: Context): Promise<BoundedCount> {
  const { viewer } = context;
  if (readsEverything(viewer)) return { count: await countAll(context, 'user'), isExact: true };
  const fellows = await lookThrough(context, 'fellow members', {}, ({ db, viewer, store }) =>
    (db.selectFrom('membership as x') as Query)
      .where(store.dialect.isOneOf('x.organization_id', ownOrganizations(viewer)))
      .select((eb) => eb.case().when('x.user_id', '<>', ownNumber).then(eb.ref('x.user_id')).end().as('item')),
  );
  return sum(fellows, { count: viewer.userId === null ? 0 : 1, isExact: true });
}

async function countAll(context: Context, table: 'organization' | 'user'): Promise<number> {
  const [found] = await read<{ total: number }>(context, `count all ${table}`, {}, ({ db }) =>
    anyTable(db)
      .selectFrom(table)
      .select(({ fn }) => fn.countAll().as('total')),
  );
  return Number(found?.total);
}

/** How many of the applications that the viewer may read were registered on each of the last days. */
export const registeredByDay = (context: Context, days: number): Promise<DailyCount[]> =>
  byDay(context, 'registered', days, (context) => application.readable(context.db.selectFrom('application as x'), context));

/** How many tokens were issued on each of the last days; null for who may not know. */
export async function issuedByDay(context: Context, days: number): Promise<DailyCount[] | null> {
  if (!readsIssuing(context.viewer)) return null;
  return byDay(context, 'issued', days, ({ db, viewer, store }) => {
    const tokens = db.selectFrom('token as x') as Query;
    if (viewer.isSuperuser) return tokens;
    if (viewer.isSystemAuditor) return tokens.where('x.application_id', 'is not', null);
    return tokens
      .innerJoin('application as a', 'a.id', 'x.application_id')
      .where(store.dialect.isOneOf('a.organization_id', ownOrganizations(viewer, ...AUDITING)));
  });
}

async function byDay(context: Context, name: string, days: number, rows: (context: FilterContext) => Query): Promise<DailyCount[]> {
  const first = Math.floor(Date.now() / DAY) - days + 1;
  const values = { first: new Date(first * DAY) };
  const found = await read<{ at: StoredTime }>(context, `${name} by day`, values, (context) =>
    rows(context).where('x.created_at', '>=', slot('first')).select('x.created_at as at'),
  );
  const counts = new Array<number>(days).fill(0);
  for (const { at } of found) {
    const day = Math.floor(dateOf(at).getTime() / DAY) - first;
    counts[day] = (counts[day] ?? 0) + 1;
  }
  return counts.map((count, index) => ({ date: new Date((first + index) * DAY).toISOString().slice(0, 10), count }));
}

/** How many log-ins were refused in so many days; null for who may not know. */
export function countRefusedLogins({ viewer }: Context, _days: number): number | null {
  return readsLogins(viewer) ? 0 : null;
}
