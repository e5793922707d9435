import { lockToRevoke } from '../access/locks.ts';
import { revokeLiveTokens, revokeMintedByFamily, revokeTokenFamily } from '../access/revocation.ts';
import { changesBetween } from '../activity/activity.rules.ts';
import { record } from '../activity/activity.service.ts';
import type { Application } from '../applications/application.entity.ts';
import { applicationById, usableApplication } from '../applications/application.loaders.ts';
import { checkCeiling } from '../applications/application.rules.ts';
import { expectVersion, loadForUpdate, mutate, requireRights, savedRow, type Writing } from '../mutation/mutation.ts';
import type { Context } from '../query/context.ts';
import type { Query } from '../query/dialect/dialect.ts';
import type { Row } from '../query/tables.ts';
import { NO_ID, numberOf } from '../shared/ids.ts';
import { implied, mayHaveScope, narrow } from '../shared/scopes.ts';
import { checkLines, MAXIMUM_NAME_LENGTH } from '../shared/text.ts';
import { Faults, refuse } from '../shared/user-errors.ts';
import type { Viewer } from '../shared/viewer.ts';
import { userById } from '../users/user.loaders.ts';
import { Token } from './token.entity.ts';
import type { RevokeTokenInput, RevokeTokensInput, UpdateTokenInput } from './token.inputs.ts';
import { canEdit, canRead, canRevokeAll, canWiden } from './token.policy.ts';
import { ACTIVITY_FIELDS, checkTokenScopes, nameOf } from './token.service.ts';

/** Changes the scope or the description of a token. Only its user widens it, within what was granted; others narrow it. */
export function updateToken(context: Context, input: UpdateTokenInput) {
  return mutate(context, async (writing) => {
    const { found, application } = await lockEditableToken(writing, input.id);
    const family = await lockFamily(writing, found.familyId ?? found.databaseId);
    const token = await loadForUpdate(writing, Token, found.databaseId);
    if (!token) throw refuse('NOT_FOUND', 'id', 'There is no such token.');
    expectVersion(token.version, input.expectedVersion);
    const faults = new Faults();
    const { scopes } = input;
    if (scopes != null) {
      checkTokenScopes(faults, writing, scopes, application);
      if (faults.areNone) await checkWidening(faults, writing.viewer, token, scopes);
    }
    checkLines(faults, 'description', input.description, MAXIMUM_NAME_LENGTH);
    faults.end();
    const before = { description: token.description, scopes: token.scopes, expiresAt: token.expiresAt };
    token.description = input.description ?? token.description;
    if (scopes != null) {
      token.scopes = scopes;
      if (token.refreshScopes) token.refreshScopes = scopes;
      const others = family.filter(({ databaseId }) => databaseId !== token.databaseId);
      await narrowAll(writing, others, scopes);
      // what was minted with more would not notice
      if (family.some((member) => exceeds(member, scopes))) await revokeMintedByFamily(writing, found.familyId ?? found.databaseId);
    }
    const row = await savedRow(writing, Token, token.databaseId);
    await recordToken(writing, 'UPDATE', row, application, changesBetween(ACTIVITY_FIELDS, before, row));
    return { token: row };
  });
}

/** Only its user widens a token, within what was granted; and the user may have fewer rights than before. */
async function checkWidening(faults: Faults, viewer: Viewer, token: Token, scopes: readonly string[]): Promise<void> {
  const user = await token.user?.load();
  const isOwn = canWiden(viewer, { userId: user?.databaseId ?? null });
  const ceiling = isOwn ? token.grantedScopes : token.scopes;
  if (ceiling) checkCeiling(faults, 'scopes', scopes, ceiling, isOwn ? 'its user has granted' : 'it has, and only its user may widen it');
  const above = scopes.findIndex((scope) => !mayHaveScope(scope, user?.isSuperuser ?? false));
  if (above >= 0 && faults.areNone)
    faults.add('SCOPE_EXCEEDS_MAXIMUM', ['scopes', String(above)], `"${scopes[above]}" is above what the user of the token has.`);
}

/** Revokes a token with its family and all that was minted by it (RFC 7009, section 2.1). */
export function revokeToken(context: Context, input: RevokeTokenInput) {
  return mutate(context, async (writing) => {
    const { found, application } = await lockEditableToken(writing, input.id);
    if (found.revokedAt !== null) throw refuse('ALREADY_REVOKED', 'id', `It was revoked at ${found.revokedAt.toISOString()}.`);
    await revokeTokenFamily(writing, found.familyId ?? found.databaseId, found.userId);
    const row = await savedRow(writing, Token, found.databaseId);
    await recordToken(writing, 'REVOKE_TOKEN', row, application);
    return { token: row };
  });
}

/** Revokes every live token of an application, of a user, or of a user at an application. */
export function revokeTokens(context: Context, input: RevokeTokensInput) {
  return mutate(context, async (writing) => {
    const { viewer } = writing;
    const faults = new Faults();
    if (input.applicationId == null && input.userId == null) faults.add('REQUIRED', [], 'Give applicationId, userId or both.');
    const application =
      input.applicationId == null ? null : await applicationById(writing).load(numberOf('Application', input.applicationId));
    const user = input.userId == null ? null : await userById(writing).load(numberOf('User', input.userId));
    if (input.applicationId != null && !application) faults.add('NOT_FOUND', 'applicationId', 'There is no such application.');
    if (input.userId != null && !user) faults.add('NOT_FOUND', 'userId', 'There is no such user.');
    faults.end();

    const organizationId = application?.organizationId ?? null;
    const [applicationId, userId] = [application?.databaseId ?? null, user?.databaseId ?? null];
    if (!canRevokeAll(viewer, { userId, applicationId, organizationId }))
      throw refuse(
        'FORBIDDEN',
        application ? 'applicationId' : 'userId',
        'You may revoke your own tokens, and those of applications that you administer.',
      );
    const revokedTokenCount = await revokeLiveTokens(writing, { applicationId: application?.databaseId, userId: user?.databaseId });
    const [type, object] = application
      ? (['Application', application] as const)
      : (['User', { databaseId: userId ?? NO_ID, name: user?.username ?? '' }] as const);
    await record(writing, type, object, {
      operation: 'REVOKE_TOKEN',
      organizationId,
      subjectId: userId,
      changes: [{ field: 'tokens', before: String(revokedTokenCount), after: '0' }],
    });
    return { revokedTokenCount };
  });
}

function recordToken(
  writing: Writing,
  operation: 'UPDATE' | 'REVOKE_TOKEN',
  token: Row<Token>,
  application: Row<Application> | null,
  changes?: ReturnType<typeof changesBetween>,
) {
  const object = { databaseId: token.databaseId, name: nameOf(token, application) };
  const organizationId = application?.organizationId ?? null;
  return record(writing, 'Token', object, { operation, organizationId, subjectId: token.userId, changes });
}

/** Finds a token that the viewer may change, and keeps everybody from issuing anything of it. @throws {Refusal} */
async function lockEditableToken(writing: Writing, id: string) {
  const { viewer, store, db } = writing;
  const table = store.table(Token);
  const read = async () => {
    const raw = await db.selectFrom('token as x').where('x.id', '=', numberOf('Token', id)).select(table.select('x')).executeTakeFirst();
    return raw && table.row(raw);
  };
  const seen = await read();
  const application = seen && seen.applicationId !== null ? await usableApplication(writing, seen.applicationId) : null;
  const subject = seen && { ...seen, organizationId: application?.organizationId ?? null };
  const isOrphan = seen && seen.applicationId !== null && !application;
  if (!subject || (isOrphan && subject.userId !== viewer.userId) || !canRead(viewer, subject)) {
    throw refuse('NOT_FOUND', 'id', 'There is no such token.');
  }
  if (!canEdit(viewer, subject))
    throw refuse('FORBIDDEN', 'id', 'You may change your own tokens, and those of applications that you administer.');
  if (subject.userId !== null) await lockToRevoke(writing, { userId: subject.userId });
  await requireRights(writing);
  const found = await read();
  if (!found) throw refuse('NOT_FOUND', 'id', 'There is no such token.');
  return { found, application };
}

/** Locks the tokens of a family. @param familyId the first of them */
async function lockFamily({ db, store }: Writing, familyId: number): Promise<Row<Token>[]> {
  const table = store.table(Token);
  const family = (db.selectFrom('token as x') as Query)
    .where((eb) => eb.or([eb('x.id', '=', familyId), eb('x.family_id', '=', familyId)]))
    .where('x.revoked_at', 'is', null)
    .orderBy('x.id')
    .select(table.select('x'));
  return (await store.dialect.locked(family, 'update', 'x').execute()).map((raw) => table.row(raw));
}

function exceeds({ scopes, refreshScopes }: Pick<Row<Token>, 'scopes' | 'refreshScopes'>, ceiling: readonly string[]): boolean {
  const allowed = implied(ceiling);
  return [...scopes, ...(refreshScopes ?? [])].some((scope) => !allowed.has(scope));
}

/** Leaves tokens, and what refreshing makes of them, no more than this. */
async function narrowAll({ db, store }: Writing, tokens: readonly Row<Token>[], ceiling: readonly string[]): Promise<void> {
  const table = store.table(Token);
  const allowed = implied(ceiling);
  const left = (scopes: string[]) => (scopes.every((scope) => allowed.has(scope)) ? scopes : [...narrow(scopes, ceiling)]);
  for (const { databaseId, scopes, refreshScopes } of tokens) {
    const narrowed = { scopes: left(scopes), refreshScopes: refreshScopes && left(refreshScopes) };
    if (narrowed.scopes === scopes && narrowed.refreshScopes === refreshScopes) continue;
    await db
      .updateTable('token')
      .set(table.values({ ...narrowed, modifiedAt: new Date() }))
      .set((eb) => ({ version: eb('version', '+', 1) }))
      .where('id', '=', databaseId)
      .execute();
  }
}
