import { revokeLiveTokens } from '../access/revocation.ts';
import { record } from '../activity/activity.service.ts';
import { newRow, type PARENT_ID } from '../mutation/insertion.ts';
import { mutate, savedRow, type Writing } from '../mutation/mutation.ts';
import type { Context } from '../query/context.ts';
import { numberOf } from '../shared/ids.ts';
import { newSecret } from '../shared/secrets.ts';
import { Faults, refuse } from '../shared/user-errors.ts';
import { Application } from './application.entity.ts';
import type { DeleteClientSecretInput, RotateClientSecretInput } from './application.inputs.ts';
import { secretById } from './application.loaders.ts';
import { CONTROL_IS_FOR_SUPERUSERS, canControl } from './application.policy.ts';
import { ClientType, isLive, MAXIMUM_LIVE_SECRETS, MAXIMUM_SECRET_OVERLAP } from './application.rules.ts';
import { ClientSecret } from './client-secret.entity.ts';
import { loadEditableApplication } from './editable.ts';

/** A new secret of an application: the row to insert, and the value to be shown once. */
export function secretFor(context: Context, applicationId: number | typeof PARENT_ID, expiresAt: Date | null = null) {
  const { value, digest, hint } = newSecret('clt_sec_');
  return { row: newRow(context, ClientSecret, { applicationId, digest, hint, expiresAt, lastUsedAt: null }), value };
}

/** Gives an application a new secret. @returns the secret, to be shown once */
export async function addSecret(writing: Writing, applicationId: number, expiresAt: Date | null = null): Promise<string> {
  const { row, value } = secretFor(writing, applicationId, expiresAt);
  await writing.insert(row);
  writing.answer.showsSecret = true;
  return value;
}

/** Gives a confidential client a new secret; the earlier ones end at once, or after `keepPreviousFor` seconds. */
export function rotateClientSecret(context: Context, input: RotateClientSecretInput) {
  return mutate(context, async (writing) => {
    const application = await loadEditableApplication(writing, 'applicationId', input.applicationId);
    const now = new Date();
    const keepUntil = new Date(now.getTime() + (input.keepPreviousFor ?? 0) * 1000);
    const secrets = await writing.em.find(ClientSecret, { application: application.databaseId });
    checkRotation(writing, application, input, secrets.filter((secret) => isLive(secret, now)).length, now);

    for (const secret of secrets) {
      if (keepUntil <= now || !isLive(secret, now)) writing.em.remove(secret);
      else if (isLive(secret, keepUntil)) secret.expiresAt = keepUntil;
    }
    touch(application);
    const clientSecret = await addSecret(writing, application.databaseId, input.expiresAt);
    const revokedTokenCount = input.revokeTokens ? await revokeLiveTokens(writing, { applicationId: application.databaseId }) : 0;
    const row = await savedRow(writing, Application, application.databaseId);
    await record(writing, 'Application', row, { operation: 'ROTATE_SECRET', organizationId: row.organizationId });
    return { application: row, clientSecret, revokedTokenCount };
  });
}

/** Deletes one of several secrets. */
export function deleteClientSecret(context: Context, input: DeleteClientSecretInput) {
  return mutate(context, async (writing) => {
    const found = await secretById(writing).load(numberOf('ClientSecret', input.id));
    if (!found) throw refuse('NOT_FOUND', 'id', 'There is no such client secret.');
    const application = await loadEditableApplication(writing, 'id', found.applicationId);
    if (!canControl(writing.viewer, application)) throw refuse('FORBIDDEN', 'id', CONTROL_IS_FOR_SUPERUSERS);
    const secrets = await writing.em.find(ClientSecret, { application: application.databaseId });
    const secret = secrets.find(({ databaseId }) => databaseId === found.databaseId);
    if (!secret) throw refuse('NOT_FOUND', 'id', 'There is no such client secret.');
    const now = new Date();
    const isLastLive = isLive(secret, now) && secrets.filter((other) => isLive(other, now)).length === 1;
    if (isLastLive || secrets.length === 1) {
      throw refuse('INVALID', 'id', 'This is the last secret. Rotate it instead, or delete the application.');
    }
    writing.em.remove(secret);
    touch(application);
    const row = await savedRow(writing, Application, application.databaseId);
    await record(writing, 'Application', row, { operation: 'DELETE_SECRET', organizationId: row.organizationId });
    return { application: row, deletedId: input.id };
  });
}

/** Makes a change of its secrets a change of the application, with a new version. */
const touch = (application: Application) => {
  application.modifiedAt = new Date();
};

function checkRotation({ viewer }: Writing, application: Application, input: RotateClientSecretInput, live: number, now: Date): void {
  const faults = new Faults();
  if (!canControl(viewer, application)) faults.add('FORBIDDEN', 'applicationId', CONTROL_IS_FOR_SUPERUSERS);
  const { keepPreviousFor, expiresAt } = input;
  if (application.clientType === ClientType.PUBLIC) {
    faults.add('NOT_SUPPORTED_FOR_PUBLIC_CLIENT', 'applicationId', 'A public client has no secret to rotate.');
  }
  if (keepPreviousFor != null && keepPreviousFor < 0) faults.add('INVALID', 'keepPreviousFor', 'Must not be negative.');
  if (keepPreviousFor != null && keepPreviousFor > MAXIMUM_SECRET_OVERLAP) {
    faults.add('LIMIT_EXCEEDED', 'keepPreviousFor', `At most ${MAXIMUM_SECRET_OVERLAP} seconds (30 days).`);
  }
  if (expiresAt != null && expiresAt <= now) faults.add('EXPIRY_IN_PAST', 'expiresAt', 'Must be in the future.');
  if (keepPreviousFor && live >= MAXIMUM_LIVE_SECRETS) {
    faults.add(
      'LIMIT_EXCEEDED',
      'keepPreviousFor',
      `At most ${MAXIMUM_LIVE_SECRETS} secrets work at a time. Delete one, or rotate with keepPreviousFor: 0.`,
    );
  }
  faults.end();
}
