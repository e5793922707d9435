import type { Store } from '../query/store.ts';

/** How many tokens are deleted by one transaction, so that no other waits long. */
const BATCH = 1_000;

/**
 * Deletes the tokens that can never work again: revoked, or past the expiry of both their values.
 * @param tell told after every batch how many are gone
 * @returns how many were deleted
 */
export async function purgeTokens(store: Store, onProgress: (count: number) => void): Promise<number> {
  const now = new Date();
  let total = 0;
  for (;;) {
    const deleted = await store.write(async ({ db }) => {
      const dead = db
        .selectFrom('token')
        .where((eb) =>
          eb.or([
            eb('revoked_at', 'is not', null),
            eb.and([eb('expires_at', '<=', now), eb.or([eb('refresh_expires_at', 'is', null), eb('refresh_expires_at', '<=', now)])]),
          ]),
        )
        .select('id')
        .limit(BATCH);
      const { numDeletedRows } = await db.deleteFrom('token').where('id', 'in', dead).executeTakeFirstOrThrow();
      return Number(numDeletedRows);
    });
    total += deleted;
    onProgress(total);
    if (deleted < BATCH) return total;
  }
}
