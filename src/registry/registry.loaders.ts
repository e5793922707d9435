import { sql } from 'kysely';
import * as application from '../applications/application.policy.ts';
import type { Context } from '../query/context.ts';
import { anyTable, type Query } from '../query/dialect/dialect.ts';
import { read } from '../query/read.ts';
import { type FilterContext, ownNumber, ownOrganizations } from '../query/rights.ts';
import { slot } from '../query/slot.ts';
import { readsEverything } from '../shared/viewer.ts';
import { lookThrough, sum } from './attention.loaders.ts';
import { add, isConfidential, isEnabled, kindOf, type Tally, total } from './counts.ts';
import { countsOf, keptCounts } from './kept-counts.loaders.ts';
import type { ApplicationCounts, BoundedCount, DailyCount } from './registry.inputs.ts';
import { AUDITING, readsIssuing, readsLogins } from './registry.policy.ts';
import { DAY, dateOfDay, dayOf, LARGE } from './registry.rules.ts';

/** When the registry was counted; null if it is counted when it is asked for. */
export const countedAt = async (context: Context): Promise<Date | null> => (await keptCounts(context))?.countedAt ?? null;

/** Counts the applications that the viewer may read. */
export async function countApplications(context: Context): Promise<ApplicationCounts> {
  const kept = await keptCounts(context);
  const counts = kept ? countsOf(kept).map(({ applications }) => applications) : [await lookAtApplications(context)];
  const all = total(counts);
  const [enabled, confidential] = [total(counts, isEnabled), total(counts, isConfidential)];
  const isExact = kept !== null || all <= LARGE;
  return { total: all, enabled, disabled: all - enabled, confidential, public: all - confidential, isExact };
}

async function lookAtApplications(context: Context): Promise<Tally> {
  const found = await read<{ enabled: unknown; type: string; count: number }>(context, 'count applications', {}, (context) => {
    const some = application
      .readable(context.db.selectFrom('application as x'), context)
      .select(['x.enabled as enabled', 'x.client_type as type'])
      .limit(sql.lit(LARGE + 1));
    return anyTable(context.db)
      .selectFrom(some.as('r'))
      .groupBy(['r.enabled', 'r.type'])
      .select(({ fn }) => ['r.enabled', 'r.type', fn.countAll().as('count')]);
  });
  const tally: Tally = [];
  for (const { enabled, type, count } of found) add(tally, kindOf(Boolean(enabled), type, false), Number(count));
  return tally;
}

/** Counts the organizations that the viewer may read. */
export async function countOrganizations(context: Context): Promise<number> {
  if (!readsEverything(context.viewer)) return context.viewer.roles.size;
  return (await keptCounts(context))?.whole?.organizations ?? (await lookAtAll(context, 'organization')).count;
}

/** Counts the users that the viewer may read. */
export async function countUsers(context: Context): Promise<BoundedCount> {
  const { viewer } = context;
  if (readsEverything(viewer)) {
    const whole = (await keptCounts(context))?.whole;
    return whole ? { count: whole.users, isExact: true } : lookAtAll(context, 'user');
  }
  const fellows = await lookThrough(context, 'fellow members', {}, ({ db, viewer, store }) =>
    (db.selectFrom('membership as x') as Query)
      .where(store.dialect.isOneOf('x.organization_id', ownOrganizations(viewer)))
      .select((eb) => eb.case().when('x.user_id', '<>', ownNumber).then(eb.ref('x.user_id')).end().as('item')),
  );
  return sum(fellows, { count: viewer.userId === null ? 0 : 1, isExact: true });
}

async function lookAtAll(context: Context, table: 'organization' | 'user'): Promise<BoundedCount> {
  const [found] = await read<{ count: number }>(context, `count all ${table}`, {}, ({ db }) => {
    const some = (db.selectFrom(table) as Query).select('id').limit(sql.lit(LARGE + 1));
    return anyTable(db)
      .selectFrom(some.as('r'))
      .select(({ fn }) => fn.countAll().as('count'));
  });
  const count = Number(found?.count);
  return { count, isExact: count <= LARGE };
}

/** How many of the applications that the viewer may read were registered on each of the last days. */
export async function registeredByDay(context: Context, days: number): Promise<DailyCount[]> {
  const kept = await keptCounts(context);
  if (kept)
    return series(
      countsOf(kept).map(({ registered }) => registered),
      days,
    );
  return lookByDay(context, 'registered', days, (context) => {
    const rows = application.readable(context.db.selectFrom('application as x'), context);
    return readsEverything(context.viewer) ? rows.orderBy('x.id', 'desc') : rows;
  });
}

/** How many tokens were issued on each of the last days; null for who may not know. */
export async function issuedByDay(context: Context, days: number): Promise<DailyCount[] | null> {
  const { viewer } = context;
  if (!readsIssuing(viewer)) return null;
  const kept = await keptCounts(context);
  if (kept?.whole) return series(viewer.isSuperuser ? [kept.whole.issued, kept.whole.personal.issued] : [kept.whole.issued], days);
  if (kept) {
    const audited = [...kept.organizations].filter(([id]) => AUDITING.some((role) => viewer.roles.get(id) === role));
    return series(
      audited.map(([, { issued }]) => issued),
      days,
    );
  }
  return lookByDay(context, 'issued', days, ({ db, viewer, store }) => {
    const tokens = db.selectFrom('token as x') as Query;
    const newest = tokens.orderBy('x.id', 'desc');
    if (viewer.isSuperuser) return newest;
    if (viewer.isSystemAuditor) return newest.where('x.application_id', 'is not', null);
    return tokens
      .innerJoin('application as a', 'a.id', 'x.application_id')
      .where(store.dialect.isOneOf('a.organization_id', ownOrganizations(viewer, ...AUDITING)));
  });
}

/** Looks at some rows `x` for the days on which they were made. */
async function lookByDay(context: Context, name: string, days: number, rows: (context: FilterContext) => Query): Promise<DailyCount[]> {
  const values = { first: new Date((dayOf(Date.now()) - days + 1) * DAY) };
  const found = await read<{ day: number; count: number }>(context, `${name} by day`, values, (context) => {
    const some = rows(context).select('x.created_at as at').limit(sql.lit(LARGE));
    return anyTable(context.db)
      .selectFrom(some.as('r'))
      .where('r.at', '>=', slot('first'))
      .select(({ fn }) => [context.store.dialect.unitsUntil('r.at', DAY).as('day'), fn.countAll().as('count')])
      .groupBy('day');
  });
  return series([found.flatMap(({ day, count }) => [Number(day), Number(count)])], days);
}

/** The last days, today last, with what tallies have of each. */
function series(tallies: readonly Tally[], days: number): DailyCount[] {
  const first = dayOf(Date.now()) - days + 1;
  const counts = new Array<number>(days).fill(0);
  for (const tally of tallies) {
    for (let index = 0; index < tally.length; index += 2) {
      const day = (tally[index] as number) - first;
      if (day >= 0 && day < days) counts[day] = (counts[day] as number) + (tally[index + 1] as number);
    }
  }
  return counts.map((count, index) => ({ date: dateOfDay(first + index), count }));
}

/** How many log-ins were refused in so many days; null for who may not know. */
export async function countRefusedLogins(context: Context, days: number): Promise<number | null> {
  if (!readsLogins(context.viewer)) return null;
  const values = { first: dayOf(Date.now()) - days + 1 };
  const found = await read<{ count: number }>(context, 'refused logins', values, ({ db }) =>
    (db.selectFrom('refused_login as x') as Query).where('x.day', '>=', slot('first')).select('x.count'),
  );
  return found.reduce((sum, { count }) => sum + Number(count), 0);
}
