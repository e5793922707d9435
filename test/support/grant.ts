import type { ClientApplication } from '../../src/oauth/client.rules.ts';
import { saveGrant } from '../../src/oauth/grant.service.ts';
import { toGlobalId } from '../../src/shared/ids.ts';
import type { Made, World } from './world.ts';

/** Notes that a user has allowed an application something, as consenting does. */
export async function grant({ operator }: World, user: Made, application: Made): Promise<Made> {
  const row = await operator.db
    .selectFrom('application')
    .where('id', '=', application.databaseId)
    .select(['name'])
    .executeTakeFirstOrThrow();
  const client = { databaseId: application.databaseId, name: row.name, grantValidity: null } as ClientApplication;
  const { databaseId } = await saveGrant(operator, user.databaseId, client, ['write']);
  return { databaseId, id: toGlobalId('Grant', databaseId) };
}
