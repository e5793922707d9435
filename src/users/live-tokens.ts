import type { Conditions } from '../shared/dialect.ts';
import type { Writing } from '../shared/mutation.ts';

/** Whose tokens: of an application, of a user, or of both at once. */
export interface TokenHolder {
  readonly applicationId?: number;
  readonly userId?: number;
}

const live =
  ({ applicationId, userId }: TokenHolder, now: Date) =>
  (eb: Conditions) =>
    eb.and([
      eb('revoked_at', 'is', null),
      eb.or([eb('expires_at', '>', now), eb('refresh_expires_at', '>', now)]),
      ...(applicationId === undefined ? [] : [eb('application_id', '=', applicationId)]),
      ...(userId === undefined ? [] : [eb('user_id', '=', userId)]),
    ]);

/** Counts the tokens that work or can be refreshed. */
export async function countLiveTokens({ db }: Writing, holder: TokenHolder): Promise<number> {
  const { total } = await db
    .selectFrom('token')
    .where(live(holder, new Date()))
    .select((eb) => eb.fn.countAll().as('total'))
    .executeTakeFirstOrThrow();
  return Number(total);
}

/** Revokes every token that works or can be refreshed. @returns how many there were */
export async function revokeLiveTokens({ db }: Writing, holder: TokenHolder): Promise<number> {
  const now = new Date();
  const { numUpdatedRows } = await db
    .updateTable('token')
    .set((eb) => ({ revoked_at: now, modified_at: now, version: eb('version', '+', 1) }) as never)
    .where(live(holder, now))
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
