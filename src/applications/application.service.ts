import { ref } from '@mikro-orm/core';
import { changesBetween } from '../activity/activity.rules.ts';
import { record } from '../activity/activity.service.ts';
import { Organization } from '../organizations/organization.entity.ts';
import type { Context } from '../shared/context.ts';
import { toGlobalId } from '../shared/ids.ts';
import { expectVersion, insertRow, mutate, savedRow, type Writing } from '../shared/mutation.ts';
import { newClientId } from '../shared/secrets.ts';
import type { Row } from '../shared/tables.ts';
import { fold, searchable } from '../shared/text.ts';
import { refuse } from '../shared/user-errors.ts';
import { checkedCreation, checkedUpdate } from './application.checks.ts';
import { Application } from './application.entity.ts';
import type { CreateApplicationInput, DeleteApplicationInput, UpdateApplicationInput } from './application.inputs.ts';
import { ClientType } from './application.rules.ts';
import { ClientSecret } from './client-secret.entity.ts';
import { addSecret } from './client-secret.service.ts';
import { loadEditable } from './editable.ts';
import { countLiveTokens } from './live-tokens.ts';

/** What activity tells of an application. */
const TOLD = [
  'clientId',
  'name',
  'organizationId',
  'description',
  'vendor',
  'url',
  'clientType',
  'authorizationGrantType',
  'redirectUris',
  'skipAuthorization',
  'trusted',
  'enabled',
  'scopes',
  'maximumScopes',
  'accessValidity',
  'grantValidity',
  'renewable',
] as const;

const UNIQUE = {
  client_id: refuse('TAKEN', 'clientId', 'Another application has this client id already.'),
  name: refuse('TAKEN', 'name', 'Another application of the organization has this name already.'),
};

/** Registers an application (RFC 7591, section 2, has the same metadata). A confidential client gets its first secret. */
export function createApplication(context: Context, input: CreateApplicationInput) {
  return mutate(
    context,
    async (writing) => {
      const values = await checkedCreation(writing, input);
      const clientId = input.clientId ?? newClientId();
      const row = await insertRow(writing, Application, {
        ...values,
        ...derived(values),
        clientId,
        createdById: writing.viewer.userId,
        lastUsedAt: null,
        searchText: searchTextOf({ ...values, clientId }),
      });
      const clientSecret = row.clientType === ClientType.CONFIDENTIAL ? await addSecret(writing, row.databaseId) : null;
      await record(writing, {
        operation: 'CREATE',
        object: row,
        organizationId: row.organizationId,
        changes: changesBetween(TOLD, null, told(row)),
      });
      return { application: row, clientSecret };
    },
    UNIQUE,
  );
}

/** Changes an application. A client that becomes confidential gets a secret, one that becomes public loses all. */
export function updateApplication(context: Context, input: UpdateApplicationInput) {
  return mutate(
    context,
    async (writing) => {
      const application = await loadEditable(writing, 'id', input.id);
      expectVersion(application.version, input.expectedVersion);
      const before = stateOf(application);
      const { organizationId, ...values } = await checkedUpdate(writing, input, before);
      Object.assign(application, values, derived(values));
      application.organization = ref(Organization, organizationId);
      // not loaded, so writing it would be a change even where there is none
      if (searchTextOf(application) !== searchTextOf(before)) application.searchText = searchTextOf(application);
      const clientSecret = await changeClientType(writing, application, before.clientType);
      const row = await savedRow(writing, Application, application.databaseId);
      await record(writing, { operation: 'UPDATE', object: row, organizationId, changes: changesBetween(TOLD, told(before), told(row)) });
      return { application: row, clientSecret };
    },
    UNIQUE,
  );
}

/** Deletes an application with its secrets and tokens. */
export function deleteApplication(context: Context, input: DeleteApplicationInput) {
  return mutate(context, async (writing) => {
    const application = await loadEditable(writing, 'id', input.id);
    const state = stateOf(application);
    const revokedTokenCount = await countLiveTokens(writing, { applicationId: application.databaseId });
    writing.em.remove(application);
    await writing.em.flush();
    await record(writing, {
      operation: 'DELETE',
      object: { id: input.id, name: application.name },
      organizationId: state.organizationId,
      changes: changesBetween(TOLD, told(state), null),
    });
    return { deletedId: input.id, revokedTokenCount };
  });
}

async function changeClientType(writing: Writing, application: Application, before: ClientType): Promise<string | null> {
  if (application.clientType === before) return null;
  if (application.clientType === ClientType.CONFIDENTIAL) return addSecret(writing, application.databaseId);
  await writing.em.nativeDelete(ClientSecret, { application: application.databaseId });
  return null;
}

const told = (row: Row<Application>) => ({ ...row, organizationId: toGlobalId('Organization', row.organizationId) });

const stateOf = (application: Application) =>
  ({ ...application, organizationId: application.organization.unwrap().databaseId }) as unknown as Row<Application>;

const derived = ({ name, vendor }: { name: string; vendor: string | null }) => ({
  nameKey: fold(name),
  vendorKey: vendor === null ? null : fold(vendor),
});

const searchTextOf = ({ name, description, clientId }: Pick<Application, 'name' | 'description' | 'clientId'>) =>
  searchable(name, description, clientId);
