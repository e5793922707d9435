import { sql } from 'kysely';
import { hasLiveTokens } from '../access/live-tokens.ts';
import { readable } from '../applications/application.policy.ts';
import type { Condition } from '../query/among.ts';
import type { Context } from '../query/context.ts';
import { anyTable, type Conditions, type Query } from '../query/dialect/dialect.ts';
import { read } from '../query/read.ts';
import type { FilterContext } from '../query/rights.ts';
import { slot, type Values } from '../query/slot.ts';
import { readsEverything } from '../shared/viewer.ts';
import { isDisabledWithLiveTokens, total } from './counts.ts';
import { countsOf, keptCounts } from './kept-counts.loaders.ts';
import type { BoundedCount } from './registry.inputs.ts';
import { DAY } from './registry.rules.ts';

/** How many rows are looked through to count some of them. */
export const LOOKED_THROUGH = 1_000;

/**
 * Counts by looking through so many rows at most.
 * @param rows selects of each row that may count an `item`, null if it does not; an item counts once
 */
export async function lookThrough(
  context: Context,
  name: string,
  values: Values,
  rows: (context: FilterContext) => Query,
): Promise<BoundedCount> {
  const [found] = await read<{ looked: number; counted: number }>(context, `count ${name}`, values, (context) =>
    anyTable(context.db)
      .selectFrom(
        rows(context)
          .limit(sql.lit(LOOKED_THROUGH + 1))
          .as('r'),
      )
      .select(({ fn }) => [fn.countAll().as('looked'), fn.count('r.item').distinct().as('counted')]),
  );
  const [looked, counted] = [Number(found?.looked), Number(found?.counted)];
  return { count: Math.min(counted, LOOKED_THROUGH), isExact: looked <= LOOKED_THROUGH };
}

const applications = ({ db }: FilterContext): Query => db.selectFrom('application as x');

/** Of the rows that the viewer may read, the number of the application where a condition holds: the database asks it only of those. */
const amongReadable = (context: FilterContext, condition: Condition): Query =>
  readable(applications(context), context).select((eb) => eb.case().when(condition(eb)).then(eb.ref('x.id')).end().as('item'));

/** Counts the applications with a secret that expires within so many days. */
export function countExpiringSecrets(context: Context, days: number): Promise<BoundedCount> {
  const until = new Date(Date.now() + days * DAY);
  const isExpiring = (eb: Conditions) => eb.and([eb('s.expires_at', '>=', slot('now')), eb('s.expires_at', '<', slot('until'))]);
  return lookThrough(context, 'expiring secrets', { until }, (context) => {
    const secrets = context.db.selectFrom('client_secret as s') as Query;
    if (readsEverything(context.viewer)) return secrets.where(isExpiring).select('s.application_id as item');
    const own = secrets
      .whereRef('s.application_id', '=', 'x.id')
      .where('s.expires_at', 'is not', null)
      .select(({ fn }) => fn.countAll().filterWhere(isExpiring).as('count'));
    return amongReadable(context, (eb) => eb(own, '>', 0));
  });
}

/** Counts the applications that are older than so many days, and were not used since. */
export async function countUnused(context: Context, days: number): Promise<BoundedCount> {
  const since = new Date(Date.now() - days * DAY);
  const isOld: Condition = (eb) => eb('x.created_at', '<', slot('since'));
  const neverUsed: Condition = (eb) => eb.and([eb('x.last_used_at', 'is', null), isOld(eb)]);
  const longUnused: Condition = (eb) => eb('x.last_used_at', '<', slot('since'));
  if (!readsEverything(context.viewer))
    return lookThrough(context, 'unused applications', { since }, (context) =>
      amongReadable(context, (eb) => eb.or([neverUsed(eb), eb.and([longUnused(eb), isOld(eb)])])),
    );
  // apart, because each is one piece of an index
  const never = await lookThrough(context, 'applications never used', { since }, (context) =>
    applications(context).where(neverUsed).select('x.id as item'),
  );
  // what was used before is older than that, so hardly one of them does not count
  const long = await lookThrough(context, 'applications long unused', { since }, (context) =>
    applications(context)
      .where(longUnused)
      .select((eb) => eb.case().when(isOld(eb)).then(eb.ref('x.id')).end().as('item')),
  );
  return sum(never, long);
}

/** What is counted in two ways, each of which counts other things. */
export const sum = (one: BoundedCount, other: BoundedCount): BoundedCount => ({
  count: one.count + other.count,
  isExact: one.isExact && other.isExact,
});

/** Counts the disabled applications that have a token which is live; in a large registry in the background, because that takes long. */
export async function countDisabledWithLiveTokens(context: Context): Promise<BoundedCount> {
  const kept = await keptCounts(context);
  if (kept)
    return {
      count: total(
        countsOf(kept).map(({ applications }) => applications),
        isDisabledWithLiveTokens,
      ),
      isExact: true,
    };
  return lookThrough(context, 'disabled applications with live tokens', {}, (context) =>
    amongReadable(context, hasLiveTokens).where('x.enabled', '=', sql.lit(false)),
  );
}
