import { record } from '../activity/activity.service.ts';
import { toGlobalId } from '../shared/ids.ts';
import type { Writing } from '../shared/mutation.ts';

/**
 * Revokes a token with all that refreshing has made of it, as replay of a refresh token demands (RFC 9700, section
 * 4.14.2) and RFC 7009, section 2.1, allows.
 * @param familyId the first token of the line
 */
export async function revokeFamily(writing: Writing, familyId: number): Promise<void> {
  const { db } = writing;
  const live = await db
    .selectFrom('token as t')
    .leftJoin('application as a', 'a.id', 't.application_id')
    .where((eb) => eb.or([eb('t.id', '=', familyId), eb('t.family_id', '=', familyId)]))
    .where('t.revoked_at', 'is', null)
    .orderBy('t.id', 'desc')
    .select(['t.id', 't.hint', 't.user_id', 'a.name', 'a.organization_id'])
    .execute();
  const [latest] = live;
  if (!latest) return;
  const now = new Date();
  await db
    .updateTable('token')
    .set((eb) => ({ revoked_at: now, modified_at: now, version: eb('version', '+', 1) }) as never)
    .where((eb) => eb.or([eb('id', '=', familyId), eb('family_id', '=', familyId)]))
    .where('revoked_at', 'is', null)
    .execute();
  await record(writing, {
    operation: 'REVOKE_TOKEN',
    object: { id: toGlobalId('Token', latest.id), name: `${latest.name ?? 'personal'} …${latest.hint}` },
    organizationId: latest.organization_id,
    subjectId: latest.user_id,
    changes: [{ field: 'tokens', before: String(live.length), after: '0' }],
  });
}
