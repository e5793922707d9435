import { errors } from 'oidc-provider';
import { type Issue, lockToIssue } from '../access/locks.ts';
import type { Writing } from '../mutation/mutation.ts';
import { type NewSecret, newSecret } from '../shared/secrets.ts';
import { revokeFamily } from '../tokens/family.ts';
import { Token } from '../tokens/token.entity.ts';
import type { Refreshed } from '../tokens/token.service.ts';
import { currentRequest, type Environment, write } from './environment.ts';
import type { Login } from './session.ts';

/** What a request redeems for a token: an authorization code, a device code, or a refresh token. */
export type Redeemable = { readonly artifact: string } | { readonly tokenId: number; readonly familyId: number };

/** What a token request has said so far, all of which happens in one transaction when its access token is stored. */
interface Pending {
  redeemable?: Redeemable;
  refresh?: NewSecret;
  /** The number of the secret that the client has shown. */
  secretId?: number | undefined;
  /** The login that the token is asked with, where there is no session. */
  login?: Login;
}

const pendings = new WeakMap<object, Pending>();

/** What the request that is being answered has said so far. */
export function pending(): Pending {
  const request = currentRequest();
  if (!request) throw new Error('there is no request');
  const known = pendings.get(request) ?? {};
  pendings.set(request, known);
  return known;
}

/** The refresh token that this request issues; the same one, however often it is asked for. */
export function pendingRefreshToken(): NewSecret {
  const request = pending();
  request.refresh ??= newSecret('clt_rt_');
  return request.refresh;
}

/** Thrown inside a transaction by whoever is not the first to redeem. */
class Replayed extends Error {}

/**
 * Redeems, if nobody has before; the condition in the update decides between any number at the same time.
 * @returns what a refreshed token leaves to the new one
 */
async function redeem({ db, store }: Writing, redeemable: Redeemable): Promise<Refreshed | undefined> {
  const now = new Date();
  if ('artifact' in redeemable) {
    const { numUpdatedRows } = await db
      .updateTable('oauth_artifact')
      .set({ consumed_at: now })
      .where('digest', '=', redeemable.artifact)
      .where('consumed_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) throw new Replayed();
    return undefined;
  }
  const table = store.table(Token);
  const found = await db
    .updateTable('token')
    .set({ refresh_used_at: now })
    .where('id', '=', redeemable.tokenId)
    .where('refresh_used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .returning(table.select('token'))
    .executeTakeFirst();
  if (!found) throw new Replayed();
  const { refreshExpiresAt, ...left } = table.row(found);
  return { ...left, familyId: redeemable.familyId, refreshExpiresAt: refreshExpiresAt ?? new Date(0) };
}

/**
 * Redeems and issues in one transaction, in which nobody revokes. Whoever comes second gets nothing, and takes the first
 * one's tokens away.
 */
export async function redeemFor<T extends { familyId: number }>(
  environment: Environment,
  wanted: Issue,
  redeemable: Redeemable | undefined,
  issue: (writing: Writing, refreshed: Refreshed | undefined) => Promise<T>,
): Promise<T> {
  const { userId } = wanted;
  try {
    return await write(environment, userId, async (writing) => {
      if (!(await lockToIssue(writing, wanted))) throw await whatHasEnded(writing, wanted);
      const issued = await issue(writing, redeemable && (await redeem(writing, redeemable)));
      if (redeemable && 'artifact' in redeemable) {
        await writing.db
          .updateTable('oauth_artifact')
          .set({ family_id: issued.familyId })
          .where('digest', '=', redeemable.artifact)
          .execute();
      }
      return issued;
    });
  } catch (error) {
    if (!(error instanceof Replayed) || !redeemable) throw error;
    await write(environment, userId, async (writing) => {
      const familyId = 'artifact' in redeemable ? await familyOf(writing, redeemable.artifact) : redeemable.familyId;
      if (familyId !== null) await revokeFamily(writing, familyId);
    });
    throw new errors.InvalidGrant('redeemed before');
  }
}

async function whatHasEnded(writing: Writing, { secretId: _, ...pair }: Issue): Promise<Error> {
  if (await lockToIssue(writing, pair)) return new errors.InvalidClient('the secret has ended');
  return new errors.InvalidGrant('the application or its user is gone');
}

async function familyOf({ db }: Writing, artifact: string): Promise<number | null> {
  const found = await db.selectFrom('oauth_artifact').where('digest', '=', artifact).select('family_id').executeTakeFirst();
  return found?.family_id ?? null;
}
