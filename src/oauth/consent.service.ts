import { errors } from 'oidc-provider';
import { rightToUse } from '../access/revocation.ts';
import { Grant } from '../grants/grant.entity.ts';
import { liveGrant, recordGrant } from '../grants/grant.service.ts';
import type { Writing } from '../mutation/mutation.ts';
import type { Conditions, Query } from '../query/dialect/dialect.ts';
import type { Row } from '../query/tables.ts';
import type { ClientApplication } from './client.rules.ts';
import { currentRequest, type Environment, write } from './environment.ts';

/**
 * Notes that a user allows an application these scopes, beside those that were allowed before.
 * @param isConsent whether the user has said so, and was not only spared the question
 * @throws where the user may not use the application any more
 */
export function saveGrant(
  environment: Pick<Environment, 'store' | 'settings'>,
  userId: number,
  application: ClientApplication,
  scopes: readonly string[],
  isConsent = true,
) {
  return write(environment, userId, async (writing) => {
    const pair = { userId, applicationId: application.databaseId };
    const before = await liveGrant(writing, pair);
    const allowed = [...new Set([...(before?.scopes ?? []), ...scopes])];
    const consented = [...new Set([...(before?.consented ?? []), ...(isConsent ? scopes : [])])];
    const expiresAt = new Date(Date.now() + (application.grantValidity ?? environment.settings.grantValidity) * 1000);
    const table = writing.store.table(Grant);
    const values = { ...pair, scopes: allowed, consented, expiresAt, lastUsedAt: null, createdAt: new Date() };
    const saved = await writing.db
      .insertInto('oauth_grant')
      .values(table.values(values))
      .onConflict((conflict) =>
        conflict
          .columns(['user_id', 'application_id'])
          .doUpdateSet(table.values({ scopes: allowed, consented, expiresAt, ...(!before && { createdAt: new Date() }) })),
      )
      .returning(table.select('oauth_grant'))
      .executeTakeFirstOrThrow();
    const grant = table.row(saved);
    // by its references nobody changes the user or the application any more
    if (!(await mayBeUsed(writing, grant))) throw noRight('the user may not use this application any more');
    await recordGrant(writing, before ? 'UPDATE' : 'CREATE', grant, application, { before: before?.scopes, after: allowed });
    return grant;
  });
}

const mayBeUsed = async ({ db }: Writing, { databaseId }: Row<Grant>): Promise<boolean> =>
  (await (db.selectFrom('oauth_grant as g') as Query)
    .where('g.id', '=', databaseId)
    .where((eb: Conditions) => eb.exists(rightToUse(eb, 'g')))
    .select('g.id')
    .executeTakeFirst()) !== undefined;

/** RFC 6749, sections 4.1.2.1 and 5.2. */
const noRight = (description: string): Error =>
  currentRequest()?.oidc?.route === 'token' ? new errors.InvalidGrant(description) : new errors.AccessDenied(description);
