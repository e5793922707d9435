import { sql } from 'kysely';
import type { Conditions, Query } from '../query/dialect/dialect.ts';
import { slot } from '../query/slot.ts';

/**
 * Whether the application `x` has a token that is live: one that works once the application is enabled, or that can be refreshed
 * then. `isLive` says the same of one token.
 */
export function hasLiveTokens(eb: Conditions) {
  // no `exists`, for which PostgreSQL might first find the live tokens of all applications
  const one = (end: 'expires_at' | 'refresh_expires_at') =>
    (eb.selectFrom('token as live') as Query)
      .whereRef('live.application_id', '=', 'x.id')
      .where('live.revoked_at', 'is', null)
      .where(`live.${end}`, '>', slot('now'))
      .select('live.id')
      .limit(sql.lit(1));
  return eb.or([eb(one('expires_at'), 'is not', null), eb(one('refresh_expires_at'), 'is not', null)]);
}
