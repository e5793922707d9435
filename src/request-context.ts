import { hasWrittenSince } from './activity/activity.loaders.ts';
import type { Request } from './http/server.ts';
import type { CredentialGuard } from './limits/credential-guard.ts';
import type { Limiter } from './limits/limiter.ts';
import { type Context, createContext } from './query/context.ts';
import type { Store } from './query/store.ts';
import type { Db } from './query/tables.ts';
import type { Settings } from './shared/settings.ts';
import { authenticate, digestShown, viewerOf } from './tokens/authentication.ts';
import type { TokenUsage } from './tokens/usage.ts';

/** Seconds until a replica that lags too far behind is left out. */
const NOTICED_AFTER = 5;

const TOO_MANY_TOKENS = 'Too many tokens from this address do not work. The Retry-After header says when further ones are looked at.';

/** What the contexts of requests are made of. */
export interface ContextParts {
  readonly store: Store;
  readonly settings: Settings;
  readonly usage: TokenUsage;
  readonly limiter: Limiter;
  readonly guard: CredentialGuard;
  /** Seconds that what is read may lag behind the primary: 0 where there are no replicas. */
  readonly maxLag: number;
}

/** Why a request is not looked at. */
export interface Unauthenticated {
  readonly code: 'UNAUTHENTICATED' | 'RATE_LIMITED';
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Makes the context of a request.
 * @param authorization the header, or what says the same in the words of another system
 * @returns why there is none, if its token is not one that works (RFC 6750, section 3.1)
 */
export async function contextOf(
  request: Pick<Request, 'id' | 'address'>,
  authorization: string | undefined,
  { store, settings, usage, limiter, guard, maxLag }: ContextParts,
): Promise<Context | Unauthenticated> {
  const digest = authorization === undefined ? undefined : digestShown(authorization);
  const wait = digest === undefined ? undefined : guard.wait(request.address, digest);
  if (wait !== undefined) return { code: 'RATE_LIMITED', message: TOO_MANY_TOKENS, headers: { 'retry-after': String(wait) } };
  const found = await authenticate(store, authorization, digest);
  if (digest !== undefined) guard.note(request.address, digest, !('invalid' in found));
  if ('invalid' in found) {
    const description = `Bearer error="invalid_token", error_description="${found.invalid.replaceAll('"', "'")}"`;
    return { code: 'UNAUTHENTICATED', message: found.invalid, headers: { 'www-authenticate': description } };
  }
  const { viewer, applicationId = null, lastUsedAt = null } = found;
  if (viewer.tokenId !== null) usage.note(viewer.tokenId, applicationId, lastUsedAt);
  const fresh = maxLag === 0 || (await hasWrittenSince(store, viewer, new Date(Date.now() - (maxLag + NOTICED_AFTER) * 1_000)));
  const { tokenId } = viewer;
  const viewerNow = tokenId === null ? undefined : (db: Db) => viewerOf(store, tokenId, db);
  return createContext({ store, settings, viewer, viewerNow, limiter, requestId: request.id, fresh });
}
