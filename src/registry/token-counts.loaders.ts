import { sql } from 'kysely';
import type { Context } from '../query/context.ts';
import { anyTable, type Conditions, type Query } from '../query/dialect/dialect.ts';
import { read } from '../query/read.ts';
import { type FilterContext, ownNumber, ownOrganizations } from '../query/rights.ts';
import { slot } from '../query/slot.ts';
import { organizationsOf, readsEverything } from '../shared/viewer.ts';
import { readable } from '../tokens/token.policy.ts';
import { LOOKED_THROUGH } from './attention.loaders.ts';
import { EXPIRED, REVOKED, type Tally, total } from './counts.ts';
import { keptCounts } from './kept-counts.loaders.ts';
import type { RegistryTokenCounts } from './registry.inputs.ts';
import { AUDITING } from './registry.policy.ts';
import { LARGE, MINUTE } from './registry.rules.ts';

/** Counts the tokens that the viewer may read. */
export async function countTokens(context: Context): Promise<RegistryTokenCounts> {
  const { viewer } = context;
  if (!viewer.trusted) return lookThrough(context, 'of one application', all, LOOKED_THROUGH);
  if (readsEverything(viewer)) return countAll(context);
  const own = await lookThrough(context, 'elsewhere', elsewhere, LOOKED_THROUGH);
  if (organizationsOf(viewer, ...AUDITING).length === 0) return own;
  return sum(own, await lookThrough(context, 'of organizations', ofOrganizations, LOOKED_THROUGH));
}

async function countAll(context: Context): Promise<RegistryTokenCounts> {
  const whole = (await keptCounts(context))?.whole;
  if (!whole) return lookThrough(context, 'all', all, LARGE);
  const { states, personal } = whole;
  if (context.viewer.isSuperuser) return ofStates([states, personal.states]);
  return sum(ofStates([states]), await lookThrough(context, 'personal', ownPersonal, LOOKED_THROUGH));
}

/** What was counted in the background, as it is in this minute. */
function ofStates(states: readonly Tally[]): RegistryTokenCounts {
  const minute = Math.floor(Date.now() / MINUTE);
  const [all, revoked] = [total(states), total(states, (state) => state === REVOKED)];
  const active = total(states, (state) => state > EXPIRED && state >= minute);
  return { total: all, active, expired: all - active - revoked, revoked, isExact: true };
}

const sum = (one: RegistryTokenCounts, other: RegistryTokenCounts): RegistryTokenCounts => ({
  total: one.total + other.total,
  active: one.active + other.active,
  expired: one.expired + other.expired,
  revoked: one.revoked + other.revoked,
  isExact: one.isExact && other.isExact,
});

/** Tokens `x`, of which a count looks through some. */
interface Looked {
  readonly tokens: Query;
  /** Where the tokens of so many applications are looked through: the applications. */
  readonly applications?: Query;
}

const tokens = ({ db }: FilterContext): Query => db.selectFrom('token as x');

const all = (context: FilterContext): Looked => ({ tokens: readable(tokens(context), context) });

const ownPersonal = (context: FilterContext): Looked => ({
  tokens: tokens(context).where('x.user_id', '=', ownNumber).where('x.application_id', 'is', null),
});

/** One's own, but for those of the organizations all of whose tokens one may read. */
const elsewhere = (context: FilterContext): Looked => {
  const audited = context.store.dialect.isOneOf('a.organization_id', ownOrganizations(context.viewer, ...AUDITING));
  const own = tokens(context).leftJoin('application as a', 'a.id', 'x.application_id').where('x.user_id', '=', ownNumber);
  return { tokens: own.where((eb) => eb.or([eb('a.id', 'is', null), eb.not(audited)])) };
};

/** Those of so many applications, because an index has their states by application. */
const ofOrganizations = ({ db, viewer, store }: FilterContext): Looked => {
  const applications = (db.selectFrom('application as a') as Query)
    .where(store.dialect.isOneOf('a.organization_id', ownOrganizations(viewer, ...AUDITING)))
    .select('a.id as id')
    .limit(sql.lit(LOOKED_THROUGH + 1));
  // a cross join, of which SQLite keeps the order
  const tokens = anyTable(db).selectFrom(applications.as('o')).crossJoin('token as x').whereRef('x.application_id', '=', 'o.id');
  return { tokens, applications };
};

async function lookThrough(
  context: Context,
  name: string,
  which: (context: FilterContext) => Looked,
  most: number,
): Promise<RegistryTokenCounts> {
  const [found] = await read<Record<'total' | 'active' | 'revoked' | 'applications', number>>(context, `tokens ${name}`, {}, (context) => {
    const { db } = context;
    const { tokens, applications } = which(context);
    const some = tokens.select(['x.revoked_at as revoked', 'x.expires_at as expires']).limit(sql.lit(most + 1));
    const isActive = (eb: Conditions) => eb.and([eb('r.revoked', 'is', null), eb('r.expires', '>', slot('now'))]);
    return anyTable(db)
      .selectFrom(some.as('r'))
      .select(({ fn }) => [
        fn.countAll().as('total'),
        fn.countAll().filterWhere('r.revoked', 'is not', null).as('revoked'),
        fn.countAll().filterWhere(isActive).as('active'),
        applications
          ? anyTable(db).selectFrom(applications.as('o')).select(fn.countAll().as('count')).as('applications')
          : sql.lit(0).as('applications'),
      ]);
  });
  const [total, active, revoked] = [Number(found?.total), Number(found?.active), Number(found?.revoked)];
  const isExact = total <= most && Number(found?.applications) <= most;
  return { total, active, expired: total - active - revoked, revoked, isExact };
}
