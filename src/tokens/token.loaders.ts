import { type Context, tableFor } from '../query/context.ts';
import type { Conditions, Query } from '../query/dialect/dialect.ts';
import { loader, rowById } from '../query/loader.ts';
import type { PageArguments } from '../query/pages/arguments.ts';
import { NEWEST_FIRST } from '../query/pages/order.ts';
import { page, pageOfEach } from '../query/pages/page.ts';
import { read, readOnce } from '../query/read.ts';
import type { FilterContext } from '../query/rights.ts';
import { slot } from '../query/slot.ts';
import type { Row } from '../query/tables.ts';
import { whereUserIs } from '../query/user-visibility.ts';
import { numberOf } from '../shared/ids.ts';
import { digestOf } from '../shared/secrets.ts';
import { Token, TokenState } from './token.entity.ts';
import type { TokenCounts, TokenFilter } from './token.inputs.ts';
import { readable, readableOf } from './token.policy.ts';

/** Which tokens are wanted; whether those that were revoked, beside what the API asks for. */
export type TokenSelection = TokenFilter & { readonly isRevoked?: boolean };

const tokens = ({ db }: Pick<Context, 'db'>): Query => db.selectFrom('token as x');

/** The loader of tokens by number, of those that the viewer may read. */
export const tokenById = (context: Context) => rowById(context, Token, readable);

/** The token that was shown as this value, or with this refresh token, if the viewer may read it; whether it works or not. */
export async function tokenByValue(context: Context, value: string): Promise<Row<Token> | null> {
  const digest = digestOf(value);
  const table = tableFor(context, Token);
  const rows = readable(tokens(context), context)
    .where((eb) => eb.or([eb('x.digest', '=', digest), eb('x.refresh_digest', '=', digest)]))
    .select(table.select('x'));
  const [found] = await readOnce(context, rows);
  return found ? table.row(found) : null;
}

/** One page of the tokens that the viewer may read. */
export function listTokens(context: Context, args: PageArguments, filter: TokenFilter) {
  const narrowed = (rows: Query, context: FilterContext) => filtered(rows, context, filter);
  const listing = { entity: Token, identity: ['tokens', filter] as const, order: NEWEST_FIRST, rights: readable, filter: narrowed };
  return page(context, listing, args);
}

/** The loader of a page of the tokens of each of many applications. */
export function tokensOfEachApplication(context: Context, args: PageArguments, filter: TokenSelection) {
  const narrowed = (rows: Query, context: FilterContext) => filtered(rows, context, filter);
  const identity = ['tokens of application', filter] as const;
  const listing = { entity: Token, identity, order: NEWEST_FIRST, rights: readableOf, filter: narrowed };
  return pageOfEach(context, listing, 'x.application_id', args);
}

/** The loader of a page of the personal tokens of each of many users. */
export function personalTokensOfEach(context: Context, args: PageArguments, filter: TokenFilter) {
  const personal = (rows: Query, context: FilterContext) => filtered(rows, context, filter).where('x.application_id', 'is', null);
  const identity = ['personal tokens', filter] as const;
  return pageOfEach(context, { entity: Token, identity, order: NEWEST_FIRST, rights: readable, filter: personal }, 'x.user_id', args);
}

const NO_TOKENS: TokenCounts = { total: 0, active: 0, expired: 0, revoked: 0 };

/** The loader of how many tokens an application has in each state. */
export function tokenCountsOfEach(context: Context) {
  const counts = loader(context, 'token counts', async (applicationIds: readonly number[]) => {
    const rows = (context: FilterContext) =>
      readableOf(tokens(context), context)
        .where(context.store.dialect.isOneOf('x.application_id', { slot: 'applicationIds' }))
        .groupBy('x.application_id')
        .select(({ fn }) => [
          'x.application_id as applicationId',
          fn.countAll().as('total'),
          ...Object.values(TokenState).map((state) => fn.countAll().filterWhere(inState(state)).as(state.toLowerCase())),
        ]);
    const counted = await read<TokenCounts & { applicationId: number }>(context, 'token counts', { applicationIds }, rows);
    return new Map(
      counted.map(({ applicationId, total, active, expired, revoked }) => [
        applicationId,
        { total: Number(total), active: Number(active), expired: Number(expired), revoked: Number(revoked) },
      ]),
    );
  });
  return { load: async (applicationId: number): Promise<TokenCounts> => (await counts.load(applicationId)) ?? NO_TOKENS };
}

const inState = (state: TokenState) => (eb: Conditions) => {
  if (state === TokenState.REVOKED) return eb('x.revoked_at', 'is not', null);
  return eb.and([eb('x.revoked_at', 'is', null), eb('x.expires_at', state === TokenState.ACTIVE ? '>' : '<=', slot<never>('now'))]);
};

function filtered(query: Query, context: FilterContext, { state, applicationId, userId, isRevoked }: TokenSelection): Query {
  let rows = query;
  if (isRevoked !== undefined) rows = rows.where('x.revoked_at', isRevoked ? 'is not' : 'is', null);
  if (state != null) rows = rows.where(inState(state));
  if (applicationId != null) rows = rows.where('x.application_id', '=', numberOf('Application', applicationId));
  if (userId != null) rows = whereUserIs(rows, 'x.user_id', userId, context);
  return rows;
}
