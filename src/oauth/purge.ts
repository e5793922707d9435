import { isLive } from '../access/revocation.ts';
import { anyTable, type Conditions, type Query } from '../query/dialect/dialect.ts';
import type { Store } from '../query/store.ts';
import { forgottenBefore } from './known-networks.ts';

/** How many rows are deleted by one transaction, so that no other waits long. */
const BATCH = 1_000;
/** The most counts that are kept, of whatever addresses. */
const COUNTS_KEPT = 100_000;

const now = () => new Date();

/** What runs out, with its key and when. */
const PURGED = [
  { table: 'oauth_artifact', key: 'id', column: 'expires_at', before: now },
  { table: 'oauth_grant', key: 'id', column: 'expires_at', before: now },
  { table: 'limit_count', key: 'key', column: 'until', before: now },
  { table: 'known_network', key: 'digest', column: 'used_at', before: forgottenBefore },
] as const;

/**
 * Deletes what the authorization server needs no more: expired codes, sessions and grants, counts that are over, and
 * where users logged in long ago.
 * @returns how many rows there were
 */
export async function purgeExpired(store: Store): Promise<number> {
  let total = 0;
  for (const { table, key, column, before } of PURGED) {
    total += await deleteInBatches(store, { table, key }, Number.POSITIVE_INFINITY, (rows) => {
      const expired = rows.where(column, '<=', before());
      return table === 'oauth_grant' ? expired.where((eb) => eb.not(eb.exists(tokensOfGrant(eb)))) : expired;
    });
  }
  return total;
}

/** Finds tokens that came of a grant and still work: as long as there are any, it is known what their user has said yes to. */
const tokensOfGrant = (eb: Conditions): Query =>
  (eb.selectFrom('token as t') as Query)
    .whereRef('t.user_id', '=', 'oauth_grant.user_id')
    .whereRef('t.application_id', '=', 'oauth_grant.application_id')
    .where((eb) => isLive(eb, 't'))
    .select('t.id');

/**
 * Lets the oldest of what anybody can have stored make way: sessions, interactions, devices and pushed requests that are
 * nobody's yet, and counts.
 * @param most how many of the former are kept, of all addresses together
 * @returns how many rows made way
 */
export async function trim(store: Store, most: number): Promise<number> {
  const nobodys = (rows: Query) => rows.where('user_id', 'is', null);
  const artifacts = await surplus(store, 'oauth_artifact', most, nobodys);
  const counts = await surplus(store, 'limit_count', COUNTS_KEPT, (rows) => rows);
  return (
    (await deleteInBatches(store, { table: 'oauth_artifact', key: 'id' }, artifacts, (rows) => nobodys(rows).orderBy('id'))) +
    (await deleteInBatches(store, { table: 'limit_count', key: 'key' }, counts, (rows) => rows.orderBy('until')))
  );
}

async function surplus(store: Store, table: string, most: number, only: (rows: Query) => Query): Promise<number> {
  const rows = only(store.read(true).selectFrom(table as 'oauth_artifact') as Query);
  const { total } = await rows.select((eb) => eb.fn.countAll().as('total')).executeTakeFirstOrThrow();
  return Number(total) - most;
}

/** Deletes so many rows at most. @param which chooses and orders them */
async function deleteInBatches(
  store: Store,
  { table, key }: { readonly table: string; readonly key: string },
  most: number,
  which: (rows: Query) => Query,
): Promise<number> {
  let total = 0;
  while (total < most) {
    const size = Math.min(BATCH, most - total);
    const deleted = await store.write(async ({ db }) => {
      const rows = which(anyTable(db).selectFrom(table)).select(key);
      const { numDeletedRows } = await anyTable(db)
        .deleteFrom(table)
        .where(key, 'in', store.dialect.skipLocked(rows.limit(size)))
        .executeTakeFirstOrThrow();
      return Number(numDeletedRows);
    });
    total += deleted;
    if (deleted < size) break;
  }
  return total;
}
