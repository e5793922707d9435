import type { Writing } from '../mutation/mutation.ts';

/** Deletes the sessions of a user, and the user's codes that nobody has redeemed. */
export async function endSessions({ db }: Writing, userId: number): Promise<void> {
  // a code that was redeemed stays, so that its replay is noticed
  await db.deleteFrom('oauth_artifact').where('user_id', '=', userId).where('consumed_at', 'is', null).execute();
}
