import { Grant } from '../../src/grants/grant.entity.ts';
import { toGlobalId } from '../../src/shared/ids.ts';
import type { Made, World } from './world.ts';

/** Notes that a user has allowed an application something, whether or not they may use it. */
export async function grant({ operator: { store } }: World, user: Made, application: Made): Promise<Made> {
  const [now, scopes] = [Date.now(), ['write']];
  const values = store.table(Grant).values({
    userId: user.databaseId,
    applicationId: application.databaseId,
    scopes,
    consented: scopes,
    createdAt: new Date(now),
    expiresAt: new Date(now + 3_600_000),
    lastUsedAt: null,
  });
  const { id } = await store.write(({ db }) =>
    db
      .insertInto('oauth_grant')
      .values(values)
      .onConflict((conflict) => conflict.columns(['user_id', 'application_id']).doUpdateSet(values))
      .returning('id')
      .executeTakeFirstOrThrow(),
  );
  return { databaseId: id, id: toGlobalId('Grant', id) };
}
