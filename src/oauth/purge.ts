import type { Query } from '../shared/dialect.ts';
import type { Store } from '../shared/store.ts';

/** How many rows are deleted by one transaction, so that no other waits long. */
const BATCH = 1_000;

/** What runs out, with its key and when. */
const PURGED = [
  { table: 'oauth_artifact', key: 'id', expiry: 'expires_at' },
  { table: 'oauth_grant', key: 'id', expiry: 'expires_at' },
  { table: 'login_attempt', key: 'subject', expiry: 'until' },
] as const;

/**
 * Deletes what the authorization server needs no more: expired codes, sessions and grants, and forgotten login attempts.
 * @returns how many rows there were
 */
export async function purgeExpired(store: Store): Promise<number> {
  let total = 0;
  for (const { table, key, expiry } of PURGED) {
    for (;;) {
      const deleted = await store.write(async ({ db }) => {
        const dead = (db.selectFrom(table as 'oauth_artifact') as Query).where(expiry, '<=', new Date()).select(key).limit(BATCH);
        const { numDeletedRows } = await db
          .deleteFrom(table as 'oauth_artifact')
          .where(key as 'id', 'in', dead as never)
          .executeTakeFirstOrThrow();
        return Number(numDeletedRows);
      });
      total += deleted;
      if (deleted < BATCH) break;
    }
  }
  return total;
}
