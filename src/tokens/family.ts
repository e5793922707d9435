import { revokeTokenFamily } from '../access/revocation.ts';
import { record } from '../activity/activity.service.ts';
import type { Writing } from '../mutation/mutation.ts';

/**
 * Revokes a token with all that refreshing has made of it and all that was minted by it, as replay of a refresh token
 * demands (RFC 9700, section 4.14.2) and RFC 7009, section 2.1, allows.
 * @param familyId the first token of the line
 */
export async function revokeFamily(writing: Writing, familyId: number): Promise<void> {
  const latest = await writing.db
    .selectFrom('token as t')
    .leftJoin('application as a', 'a.id', 't.application_id')
    .where((eb) => eb.or([eb('t.id', '=', familyId), eb('t.family_id', '=', familyId)]))
    .orderBy('t.id', 'desc')
    .limit(1)
    .select(['t.id', 't.hint', 't.user_id', 'a.name', 'a.organization_id'])
    .executeTakeFirst();
  if (!latest) return;
  const revoked = await revokeTokenFamily(writing, familyId, latest.user_id);
  if (revoked === 0) return;
  await record(
    writing,
    'Token',
    { databaseId: latest.id, name: `${latest.name ?? 'personal'} …${latest.hint}` },
    {
      operation: 'REVOKE_TOKEN',
      organizationId: latest.organization_id,
      subjectId: latest.user_id,
      changes: [{ field: 'tokens', before: String(revoked), after: '0' }],
    },
  );
}
