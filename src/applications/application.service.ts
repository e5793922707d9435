import { ref } from '@mikro-orm/core';
import { endLostAccess, endUnasked, revokeLiveTokens, revokeMinted } from '../access/revocation.ts';
import { changesBetween } from '../activity/activity.rules.ts';
import { entryOfNew, record } from '../activity/activity.service.ts';
import { choosing } from '../limits/taken.ts';
import { newRow, PARENT_ID } from '../mutation/insertion.ts';
import { create, expectVersion, mutate, requireRights, savedRow, type Writing } from '../mutation/mutation.ts';
import { Organization } from '../organizations/organization.entity.ts';
import type { Context } from '../query/context.ts';
import type { Inserter } from '../query/store.ts';
import type { Row } from '../query/tables.ts';
import { toGlobalId } from '../shared/ids.ts';
import { implied } from '../shared/scopes.ts';
import { keyOf, searchable } from '../shared/text.ts';
import { refuse } from '../shared/user-errors.ts';
import { checkedCreation, checkedUpdate, isRenamed } from './application.checks.ts';
import { Application } from './application.entity.ts';
import { ACTIVITY_FIELDS, type ApplicationValues } from './application.fields.ts';
import type { CreateApplicationInput, DeleteApplicationInput, UpdateApplicationInput } from './application.inputs.ts';
import { mayReadClientId } from './application.loaders.ts';
import { isPowerful } from './application.policy.ts';
import { ClientType } from './application.rules.ts';
import { ClientSecret } from './client-secret.entity.ts';
import { ClientSecretSource } from './client-secret.rules.ts';
import { addSecret, secretFor, toldOf } from './client-secret.service.ts';
import { loadEditableApplication } from './editable.ts';
import { keyOfContact } from './owner-contact.rules.ts';

/** The values of an application that there is. */
export type StoredApplication = ApplicationValues & { readonly databaseId: number };

/** What is said where a constraint of the database finds first that a value is taken. */
export const UNIQUE = {
  client_id: refuse('TAKEN', 'clientId', 'Another application has this client id already.'),
  name_key: refuse('TAKEN', 'name', 'Another application of the organization has this name already.'),
};

/** Registers an application (RFC 7591, section 2, has the same metadata). A confidential client gets its first secret. */
export function createApplication(context: Context, input: CreateApplicationInput) {
  const { clientId } = input;
  const choice = clientId == null ? undefined : { field: 'clientId', isReadable: () => mayReadClientId(context, clientId) };
  return choosing(context, choice, () => checkAndRegister(context, input));
}

function checkAndRegister(context: Context, input: CreateApplicationInput) {
  return create(
    context,
    async (creating) => {
      const values = await checkedCreation(creating, input);
      // what its ADMIN may not do, or speaks for more than they may
      if (isPowerful(values) || values.skipAuthorization || input.clientSecret != null) await requireRights(creating);
      return register(creating, creating.store, values, input);
    },
    UNIQUE,
  );
}

interface Registration {
  readonly clientSecret?: string | null;
  readonly source?: string | null;
  readonly builtIn?: boolean;
}

/**
 * Inserts an application that was checked, with its first secret if it is confidential, and the activity entry.
 * @param clientSecret the secret, if it was made elsewhere
 * @param source where the application is declared
 * @param builtIn whether it is the gateway's own
 */
export async function register(
  context: Context,
  inserter: Inserter,
  values: ApplicationValues,
  { clientSecret: given = null, source = null, builtIn = false }: Registration,
) {
  const application = newRow(context, Application, {
    ...values,
    ...derived(values),
    createdById: context.viewer.userId,
    lastUsedAt: null,
    source,
    builtIn,
    searchText: searchTextOf(values),
  });
  const secret = values.clientType === ClientType.CONFIDENTIAL ? secretFor(context, PARENT_ID, { clientSecret: given }) : null;
  const changes = changesBetween(ACTIVITY_FIELDS, null, told(values));
  const entry = entryOfNew(context, 'Application', values.name, {
    operation: 'CREATE',
    organizationId: values.organizationId,
    changes: given === null ? changes : [...changes, toldOf(ClientSecretSource.GIVEN)],
  });
  const row = await inserter.insert(application, secret ? [secret.row, entry] : [entry]);
  const clientSecret = secret?.shown ?? null;
  context.answer.showsSecret ||= clientSecret !== null;
  return { application: row, clientSecret };
}

/** Changes an application. A client that becomes confidential gets a secret, one that becomes public loses all. */
export function updateApplication(context: Context, input: UpdateApplicationInput) {
  return mutate(
    context,
    async (writing) => {
      const application = await loadEditableApplication(writing, 'id', input.id);
      expectVersion(application.version, input.expectedVersion);
      const before = stateOf(application);
      assign(application, before, await checkedUpdate(writing, input, before));
      const clientSecret = await changeClientType(writing, application, before.clientType);
      const row = await savedRow(writing, Application, application.databaseId);
      await finishUpdate(writing, before, row);
      return { application: row, clientSecret };
    },
    UNIQUE,
  );
}

/** Gives an application values that were checked. */
export function assign(application: Application, before: ApplicationValues, after: ApplicationValues): void {
  const { organizationId, ...values } = after;
  const { nameKey, ...otherKeys } = derived(values);
  Object.assign(application, values, otherKeys);
  // a name that does not change keeps its key, which may stand beside that of a namesake
  if (isRenamed(before, after)) application.nameKey = nameKey;
  application.organization = ref(Organization, organizationId);
  // not loaded, so writing it would be a change even where there is none
  if (searchTextOf(application) !== searchTextOf(before)) application.searchText = searchTextOf(application);
}

/** Ends what an application has lost by a change that is written, and tells activity of the change. @returns how many live tokens ended */
export async function finishUpdate(
  writing: Writing,
  before: ApplicationValues,
  row: Row<Application>,
  changes = changesBetween(ACTIVITY_FIELDS, told(before), told(row)),
): Promise<number> {
  const revokedTokenCount = await endWhatIsLost(writing, before, row);
  await record(writing, 'Application', row, { operation: 'UPDATE', organizationId: row.organizationId, changes });
  return revokedTokenCount;
}

/** Deletes an application with its secrets and tokens. */
export function deleteApplication(context: Context, input: DeleteApplicationInput) {
  return mutate(context, async (writing) => {
    const application = await loadEditableApplication(writing, 'id', input.id);
    expectVersion(application.version, input.expectedVersion);
    const [revokedTokenCount] = await remove(writing, [stateOf(application)]);
    return { deletedId: input.id, revokedTokenCount };
  });
}

/** Deletes applications that are locked. @returns how many live tokens went with each */
export async function remove(writing: Writing, applications: readonly StoredApplication[]): Promise<number[]> {
  const revoked: number[] = [];
  for (const { databaseId } of applications) revoked.push(await revokeLiveTokens(writing, { applicationId: databaseId }));
  await writing.em.nativeDelete(Application, { databaseId: { $in: applications.map(({ databaseId }) => databaseId) } });
  for (const state of applications) {
    await record(writing, 'Application', state, {
      operation: 'DELETE',
      organizationId: state.organizationId,
      changes: changesBetween(ACTIVITY_FIELDS, told(state), null),
    });
  }
  return revoked;
}

/**
 * An application that may do less keeps its tokens, which do less, or nothing until it is enabled again. What they have
 * minted elsewhere would not notice, and ends; and where it has moved, what its users have who are not of that organization.
 */
async function endWhatIsLost(writing: Writing, before: ApplicationValues, after: Row<Application>): Promise<number> {
  const allowed = implied(after.maximumScopes);
  const mayLess =
    (before.enabled && !after.enabled) ||
    (before.trusted && !after.trusted) ||
    [...implied(before.maximumScopes)].some((scope) => !allowed.has(scope));
  const holder = { applicationId: after.databaseId };
  let ended = 0;
  if (mayLess) ended += await revokeMinted(writing, holder);
  if (before.trusted && !after.trusted) ended += await endUnasked(writing, holder);
  if (after.organizationId !== before.organizationId) ended += await endLostAccess(writing, holder);
  return ended;
}

async function changeClientType(writing: Writing, application: Application, before: ClientType): Promise<string | null> {
  if (application.clientType === before) return null;
  if (application.clientType === ClientType.CONFIDENTIAL) return addSecret(writing, application.databaseId);
  await writing.em.nativeDelete(ClientSecret, { application: application.databaseId });
  return null;
}

/** An application as activity tells of it. */
export const told = <Told extends { organizationId: number }>(row: Told) => ({
  ...row,
  organizationId: toGlobalId('Organization', row.organizationId),
});

/** What an entity says of an application. */
export const stateOf = (application: Application): StoredApplication => ({
  ...application,
  organizationId: application.organization.unwrap().databaseId,
});

const derived = ({ name, vendor, ownerContact }: Pick<ApplicationValues, 'name' | 'vendor' | 'ownerContact'>) => ({
  nameKey: keyOf(name),
  vendorKey: vendor === null ? null : keyOf(vendor),
  ownerContactKey: ownerContact === null ? null : keyOfContact(ownerContact),
});

const searchTextOf = ({ name, description, clientId }: Pick<Application, 'name' | 'description' | 'clientId'>) =>
  searchable(name, description, clientId);
