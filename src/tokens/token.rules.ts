import { mayHaveScope, narrow } from '../shared/scopes.ts';
import { TokenState } from './token.entity.ts';

/** Whether a token works, has expired or was revoked. */
export function stateOf({ revokedAt, expiresAt }: { revokedAt: Date | null; expiresAt: Date }, now: Date): TokenState {
  if (revokedAt !== null) return TokenState.REVOKED;
  return expiresAt <= now ? TokenState.EXPIRED : TokenState.ACTIVE;
}

/** Whether a refresh token that works goes with the token. */
export function isRenewable(
  token: { revokedAt: Date | null; refreshDigest: string | null; refreshExpiresAt: Date | null; refreshUsedAt: Date | null },
  now: Date,
): boolean {
  return (
    token.revokedAt === null &&
    token.refreshDigest !== null &&
    token.refreshUsedAt === null &&
    token.refreshExpiresAt !== null &&
    token.refreshExpiresAt > now
  );
}

/** A token and its surroundings at this moment, as far as they decide whether it works. */
export interface Usage {
  readonly revokedAt: Date | null;
  /** When it ends: the access token, or the refresh token, whichever was shown. */
  readonly endsAt: Date | null;
  /** Its application, and whether its user may use that; null for a personal token. */
  readonly application: { readonly enabled: boolean; readonly mayBeUsed: boolean } | null;
}

/** Why a token does not work; undefined if it does. The one rule for all who are shown a token. */
export function whyUnusable({ revokedAt, endsAt, application }: Usage, now: Date): string | undefined {
  if (revokedAt !== null) return 'The token is unknown or was revoked.';
  if (endsAt === null || endsAt <= now) return 'The token has expired.';
  if (application?.enabled === false) return 'The application of the token is disabled.';
  if (application?.mayBeUsed === false) return 'The user of the token may not use its application any more.';
  return undefined;
}

/** What limits the scope of a token, each absent where it does not apply. */
export interface Ceilings {
  /** The maximum scope of the token's application. */
  readonly application: readonly string[] | null;
  /** Whether the token's user is a superuser. */
  readonly superuser: boolean;
}

/** The scope that a token has at this moment: never above its application's maximum, nor its user's rights. */
export function effectiveScopes(scopes: readonly string[], { application, superuser }: Ceilings): Set<string> {
  const effective = narrow(scopes, application ?? scopes);
  for (const scope of effective) if (!mayHaveScope(scope, superuser)) effective.delete(scope);
  return effective;
}
