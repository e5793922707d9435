import { revokeLiveTokens } from '../access/revocation.ts';
import type { FieldChange } from '../activity/activity.entity.ts';
import { record } from '../activity/activity.service.ts';
import { newRow, type PARENT_ID } from '../mutation/insertion.ts';
import { mutate, savedRow, type Writing } from '../mutation/mutation.ts';
import type { Context } from '../query/context.ts';
import type { Row } from '../query/tables.ts';
import { numberOf } from '../shared/ids.ts';
import { matchesDigest, newSecret, secretOf } from '../shared/secrets.ts';
import { checkLine } from '../shared/text.ts';
import { Faults, refuse } from '../shared/user-errors.ts';
import type { Viewer } from '../shared/viewer.ts';
import { Application } from './application.entity.ts';
import { CONTROL_IS_FOR_SUPERUSERS, canControl, canTrust } from './application.policy.ts';
import { ClientType, isLive, MAXIMUM_LIVE_SECRETS, MAXIMUM_SECRET_OVERLAP } from './application.rules.ts';
import { ClientSecret } from './client-secret.entity.ts';
import type { AddClientSecretInput, DeleteClientSecretInput, RotateClientSecretInput } from './client-secret.inputs.ts';
import { secretById } from './client-secret.loaders.ts';
import { ClientSecretSource, checkGivenSecret } from './client-secret.rules.ts';
import { loadEditableApplication } from './editable.ts';

/** What a new secret is to be like. */
interface SecretInput {
  /** The secret itself, if it was made elsewhere. */
  readonly clientSecret?: string | null;
  readonly name?: string | null;
  readonly expiresAt?: Date | null;
}

/** A new secret of an application: the row to insert, and the value to be shown once; null for one that was given. */
export function secretFor(
  context: Context,
  applicationId: number | typeof PARENT_ID,
  { clientSecret: given, name = null, expiresAt = null }: SecretInput = {},
) {
  const { value, digest, hint } = given == null ? newSecret('clt_sec_') : secretOf(given);
  const source = sourceOf({ clientSecret: given });
  const row = newRow(context, ClientSecret, { applicationId, digest, hint, name, source, expiresAt, lastUsedAt: null });
  return { row, shown: given == null ? value : null };
}

const sourceOf = ({ clientSecret }: SecretInput) => (clientSecret == null ? ClientSecretSource.GENERATED : ClientSecretSource.GIVEN);

/** What activity tells of a secret that was added. */
export const toldOf = (source: ClientSecretSource): FieldChange => ({ field: 'clientSecret', before: null, after: source });

/** Gives an application a new secret. @returns the secret, to be shown once; null for one that was given */
export async function addSecret(writing: Writing, applicationId: number, input: SecretInput = {}): Promise<string | null> {
  const { row, shown } = secretFor(writing, applicationId, input);
  await writing.insert(row);
  writing.answer.showsSecret ||= shown !== null;
  return shown;
}

/** Tells activity of a secret that was added. */
export const recordSecret = (writing: Writing, row: Row<Application>, source: ClientSecretSource): Promise<void> =>
  record(writing, 'Application', row, { operation: 'ADD_SECRET', organizationId: row.organizationId, changes: [toldOf(source)] });

/** Gives a confidential client one more secret, generated or given, beside those that work; those that have expired go. */
export function addClientSecret(context: Context, input: AddClientSecretInput) {
  return mutate(context, async (writing) => {
    const application = await loadEditableApplication(writing, 'applicationId', input.applicationId);
    const now = new Date();
    const secrets = await writing.em.find(ClientSecret, { application: application.databaseId });
    const live = secrets.filter((secret) => isLive(secret, now));
    checkAddition(writing, application, input, live, now);

    for (const secret of secrets) if (!isLive(secret, now)) writing.em.remove(secret);
    touch(application);
    const clientSecret = await addSecret(writing, application.databaseId, input);
    const row = await savedRow(writing, Application, application.databaseId);
    await recordSecret(writing, row, sourceOf(input));
    return { application: row, clientSecret };
  });
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
    const clientSecret = await addSecret(writing, application.databaseId, { name: input.name, expiresAt: input.expiresAt });
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
export const touch = (application: Application) => {
  application.modifiedAt = new Date();
};

function checkAddition({ viewer }: Writing, application: Application, input: AddClientSecretInput, live: ClientSecret[], now: Date): void {
  const faults = new Faults();
  const { clientSecret: given } = input;
  checkOwner(faults, viewer, application, 'A public client has no secret.');
  // that the client is public is told already
  checkGivenSecret(faults, given, canTrust(viewer), undefined);
  checkNew(faults, input, now);
  if (given != null && canTrust(viewer) && live.some(({ digest }) => matchesDigest(given, digest)))
    faults.add('TAKEN', 'clientSecret', 'The application has this secret already.');
  if (live.length >= MAXIMUM_LIVE_SECRETS)
    faults.add('LIMIT_EXCEEDED', 'applicationId', `At most ${MAXIMUM_LIVE_SECRETS} secrets work at a time. Delete one, or rotate.`);
  faults.end();
}

/** Checks that the application may get a secret at all, and from the viewer. */
function checkOwner(faults: Faults, viewer: Viewer, application: Application, message: string): void {
  if (!canControl(viewer, application)) faults.add('FORBIDDEN', 'applicationId', CONTROL_IS_FOR_SUPERUSERS);
  if (application.clientType === ClientType.PUBLIC) faults.add('NOT_SUPPORTED_FOR_PUBLIC_CLIENT', 'applicationId', message);
}

/** Checks what a new secret is called and when it ends. */
function checkNew(faults: Faults, { name, expiresAt }: SecretInput, now: Date): void {
  checkLine(faults, 'name', name);
  if (expiresAt != null && expiresAt <= now) faults.add('EXPIRY_IN_PAST', 'expiresAt', 'Must be in the future.');
}

function checkRotation({ viewer }: Writing, application: Application, input: RotateClientSecretInput, live: number, now: Date): void {
  const faults = new Faults();
  const { keepPreviousFor } = input;
  checkOwner(faults, viewer, application, 'A public client has no secret to rotate.');
  if (keepPreviousFor != null && keepPreviousFor < 0) faults.add('INVALID', 'keepPreviousFor', 'Must not be negative.');
  if (keepPreviousFor != null && keepPreviousFor > MAXIMUM_SECRET_OVERLAP) {
    faults.add('LIMIT_EXCEEDED', 'keepPreviousFor', `At most ${MAXIMUM_SECRET_OVERLAP} seconds (30 days).`);
  }
  checkNew(faults, input, now);
  if (keepPreviousFor && live >= MAXIMUM_LIVE_SECRETS) {
    faults.add(
      'LIMIT_EXCEEDED',
      'keepPreviousFor',
      `At most ${MAXIMUM_LIVE_SECRETS} secrets work at a time. Delete one, or rotate with keepPreviousFor: 0.`,
    );
  }
  faults.end();
}
