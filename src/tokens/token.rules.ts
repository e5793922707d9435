import { narrow } from '../shared/scopes.ts';
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

/** What limits the scope of a token, each absent where it does not apply. */
export interface Ceilings {
  /** The maximum scope of the token's application. */
  readonly application: readonly string[] | null;
  /** Whether the token's user is a superuser; `admin` is for them alone. */
  readonly superuser: boolean;
}

/** The scope that a token has at this moment: never above its application's maximum, nor its user's rights. */
export function effectiveScopes(scopes: readonly string[], { application, superuser }: Ceilings): Set<string> {
  const effective = narrow(scopes, application ?? scopes);
  if (!superuser) effective.delete('admin');
  return effective;
}
