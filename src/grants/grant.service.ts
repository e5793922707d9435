import { endGrant, rightToUse } from '../access/revocation.ts';
import { record } from '../activity/activity.service.ts';
import type { Application } from '../applications/application.entity.ts';
import { usableApplication } from '../applications/application.loaders.ts';
import { mutate, type Writing } from '../mutation/mutation.ts';
import type { Context } from '../query/context.ts';
import type { Row } from '../query/tables.ts';
import { NO_ID, numberOf } from '../shared/ids.ts';
import { refuse } from '../shared/user-errors.ts';
import { Grant } from './grant.entity.ts';
import type { RevokeGrantInput } from './grant.inputs.ts';
import { canRead, canRevoke } from './grant.policy.ts';

type Pair = Pick<Row<Grant>, 'userId' | 'applicationId'>;

/** The grant of a user to an application, if it has not run out. */
export async function liveGrant({ store, db }: Pick<Writing, 'store' | 'db'>, { userId, applicationId }: Pair) {
  const table = store.table(Grant);
  const found = await db
    .selectFrom('oauth_grant as x')
    .where('x.user_id', '=', userId)
    .where('x.application_id', '=', applicationId)
    .where('x.expires_at', '>', new Date())
    .select(table.select('x'))
    .executeTakeFirst();
  return found && table.row(found);
}

/** Stamps the grant by which a token was issued. @returns whether there is one, and its user may use the application still */
export async function touchGrant({ db }: Writing, { userId, applicationId }: Pair): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('oauth_grant as g')
    .set({ last_used_at: new Date() })
    .where('g.user_id', '=', userId)
    .where('g.application_id', '=', applicationId)
    .where((eb) => eb.exists(rightToUse(eb, 'g')))
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Withdraws what a user has allowed an application: all its tokens end at once, and it has to ask again. */
export function revokeGrant(context: Context, input: RevokeGrantInput) {
  return mutate(context, async (writing) => {
    if ((input.id == null) === (input.applicationId == null)) throw refuse('REQUIRED', [], 'Give either id or applicationId.');
    const grant = await loadRevocable(writing, input);
    const holder = { applicationId: grant.applicationId, userId: grant.userId };
    const revokedTokenCount = await endGrant(writing, holder);
    const application = await usableApplication(writing, grant.applicationId);
    await recordGrant(writing, 'DELETE', grant, application, { before: grant.scopes });
    return { revokedId: grant.id, revokedTokenCount };
  });
}

/** Loads a grant that the viewer may withdraw: their own, or for superusers anybody's. */
async function loadRevocable(writing: Writing, { id, applicationId }: RevokeGrantInput): Promise<Row<Grant>> {
  const { viewer, store, db } = writing;
  const table = store.table(Grant);
  let query = db.selectFrom('oauth_grant as x').select(table.select('x'));
  if (id != null) query = query.where('x.id', '=', numberOf('Grant', id));
  else query = query.where('x.application_id', '=', numberOf('Application', applicationId ?? ''));
  if (id == null) query = query.where('x.user_id', '=', viewer.userId ?? NO_ID);
  const found = await query.executeTakeFirst();
  const grant = found && table.row(found);
  if (!grant || !canRead(viewer, grant)) throw refuse('NOT_FOUND', id != null ? 'id' : 'applicationId', 'There is no such grant.');
  if (!canRevoke(viewer, grant))
    throw refuse('FORBIDDEN', 'id', 'You may revoke your own grants; superusers those of others, with a token of the scope "admin".');
  return grant;
}

const shown = (scopes: readonly string[] | undefined) => scopes?.join(' ') ?? null;

/** Records what became of a grant. */
export function recordGrant(
  writing: Writing,
  operation: 'CREATE' | 'UPDATE' | 'DELETE',
  grant: Row<Grant>,
  application: Pick<Row<Application>, 'name' | 'builtIn' | 'organizationId'> | null,
  scopes: { before?: readonly string[]; after?: readonly string[] },
) {
  // of no organization, or of that which has no members: what somebody has allowed is for themself, superusers and system auditors to read
  const object = { databaseId: grant.databaseId, name: application?.name ?? 'an application' };
  return record(writing, 'Grant', object, {
    operation,
    organizationId: application?.builtIn ? application.organizationId : null,
    subjectId: grant.userId,
    changes: [{ field: 'scopes', before: shown(scopes.before), after: shown(scopes.after) }],
  });
}
