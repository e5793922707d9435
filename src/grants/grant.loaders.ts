import type { Context } from '../query/context.ts';
import type { Query } from '../query/dialect/dialect.ts';
import { dateOf, type StoredTime } from '../query/dialect/times.ts';
import { loader, rowById } from '../query/loader.ts';
import type { PageArguments } from '../query/pages/arguments.ts';
import { inOrder, numberedPage, type Part } from '../query/pages/numbered.ts';
import { NEWEST_FIRST } from '../query/pages/order.ts';
import { pageOfEach } from '../query/pages/page.ts';
import { read } from '../query/read.ts';
import type { FilterContext } from '../query/rights.ts';
import { slot } from '../query/slot.ts';
import type { Row } from '../query/tables.ts';
import { Grant } from './grant.entity.ts';
import { readable } from './grant.policy.ts';

/** The most grants of a user that are listed. */
const MAXIMUM = 500;
/** Of how many users one statement lists the grants, and for how many grants one finds their last use. */
const TOGETHER = { users: 25, grants: 1_000 };

const visible = (context: FilterContext): Query => readable(context.db.selectFrom('oauth_grant as x'), context);

/** The loader of grants by number, of those that the viewer may read. */
export const grantById = (context: Context) => rowById(context, Grant, readable);

/** The loader of the grants of users that have not run out, newest first, of those that the viewer may read. */
export function grantsOfEach(context: Context) {
  const batch = async (userIds: readonly number[]) => {
    const table = context.store.table(Grant);
    const newestFirst = (rows: Query) => rows.orderBy('x.id', 'desc');
    const build = (context: FilterContext) =>
      context.store.dialect.childrenOfEach(context.db, {
        table: table.name,
        parents: { slot: 'userIds' },
        of: (user) =>
          newestFirst(visible(context).where('x.user_id', '=', user).where('x.expires_at', '>', slot<never>('now'))).limit(MAXIMUM),
        select: table.select('x'),
        sort: newestFirst,
        total: undefined,
      });
    const found = await read({ ...context, selection: undefined }, 'grants of users', { userIds }, build);
    return Map.groupBy(
      found.map((raw) => table.row(raw) as Row<Grant>),
      ({ userId }) => userId,
    );
  };
  return loader(context, 'grants of users', batch, TOGETHER.users);
}

/** The loader of a page of the grants to each of many applications that have not run out, of those that the viewer may read. */
export function grantsOfEachApplication(context: Context, args: PageArguments) {
  const live = (rows: Query) => rows.where('x.expires_at', '>', slot<never>('now'));
  const listing = { entity: Grant, identity: ['grants to application'] as const, order: NEWEST_FIRST, rights: readable, filter: live };
  return pageOfEach(context, listing, 'x.application_id', args);
}

/** Whose grants, and to which application; of all, where nothing is said. */
export interface GrantSelection {
  readonly userId?: number | undefined;
  readonly applicationId?: number | undefined;
}

/** A part of the grants that have not run out, newest first, of those that the viewer may read; and how many there are. */
export function listGrants(context: Context, { userId, applicationId }: GrantSelection, part: Part) {
  const filter = (rows: Query) => {
    let found = rows.where('x.expires_at', '>', slot<never>('now'));
    if (userId !== undefined) found = found.where('x.user_id', '=', slot<number>('userId'));
    if (applicationId !== undefined) found = found.where('x.application_id', '=', slot<number>('applicationId'));
    return found;
  };
  const name = `grants ${userId !== undefined} ${applicationId !== undefined}`;
  const listing = { entity: Grant, rights: readable, filter, name, values: { userId, applicationId } };
  return numberedPage(context, inOrder(listing, NEWEST_FIRST), part);
}

/** The loader of when a token of a grant was last used, by `user:application`. */
export function lastUseOf(context: Context) {
  const batch = async (keys: readonly `${number}:${number}`[]) => {
    const numbers = (index: 0 | 1) => [...new Set(keys.map((key) => Number(key.split(':')[index])))];
    const { dialect } = context.store;
    const found = await context.db
      .selectFrom('token as t')
      .where(dialect.isOneOf('t.user_id', numbers(0)))
      .where(dialect.isOneOf('t.application_id', numbers(1)))
      .where('t.last_used_at', 'is not', null)
      .groupBy(['t.user_id', 't.application_id'])
      .select((eb) => ['t.user_id', 't.application_id', eb.fn.max('t.last_used_at').as('at')])
      .execute();
    return new Map(found.map((row) => [`${Number(row.user_id)}:${Number(row.application_id)}` as const, dateOf(row.at as StoredTime)]));
  };
  return loader(context, 'last use of grants', batch, TOGETHER.grants);
}
