import { ref } from '@mikro-orm/core';
import { lockToRevoke } from '../access/locks.ts';
import { endLostAccess, endUnasked, revokeMinted } from '../access/revocation.ts';
import { changesBetween } from '../activity/activity.rules.ts';
import { type EntryDetails, record } from '../activity/activity.service.ts';
import { choosing } from '../limits/taken.ts';
import { newRow } from '../mutation/insertion.ts';
import { expectVersion, loadForUpdate, mutate, requireRights, savedRow, type Writing } from '../mutation/mutation.ts';
import type { Context } from '../query/context.ts';
import { isKeyOf } from '../query/namesakes.ts';
import { numberOf } from '../shared/ids.ts';
import { checkLines, checkName, keyOf } from '../shared/text.ts';
import { Faults, refuse } from '../shared/user-errors.ts';
import { User } from '../users/user.entity.ts';
import { userById } from '../users/user.loaders.ts';
import { Membership } from './membership.entity.ts';
import { Organization } from './organization.entity.ts';
import type {
  CreateOrganizationInput,
  DeleteOrganizationInput,
  RemoveMemberInput,
  SetMemberInput,
  UpdateOrganizationInput,
} from './organization.inputs.ts';
import { mayReadOrganizationNamed } from './organization.loaders.ts';
import { canEdit, canRead, ORGANIZATION_IS_BUILT_IN } from './organization.policy.ts';

const ACTIVITY_FIELDS = ['name', 'description'] as const;
const TAKEN = refuse('TAKEN', 'name', 'Another organization has this name already.');
const UNIQUE = { name_key: TAKEN };

/** Makes an organization. */
export function createOrganization(context: Context, input: CreateOrganizationInput) {
  return mutate(
    context,
    async (writing) => {
      const name = await checked(writing, input, true);
      const values = { name, nameKey: keyOf(name), description: input.description ?? '', builtIn: false };
      const row = await writing.insert(newRow(writing, Organization, values));
      await recordOrganization(writing, 'CREATE', row, changesBetween(ACTIVITY_FIELDS, null, row));
      return { organization: row };
    },
    UNIQUE,
  );
}

/** Changes an organization. */
export function updateOrganization(context: Context, input: UpdateOrganizationInput) {
  const { name } = input;
  const choice = name == null ? undefined : { field: 'name', isReadable: () => mayReadOrganizationNamed(context, name) };
  return choosing(context, choice, () => change(context, input));
}

function change(context: Context, input: UpdateOrganizationInput) {
  return mutate(
    context,
    async (writing) => {
      const organization = await loadEditableOrganization(writing, 'id', input.id);
      expectVersion(organization.version, input.expectedVersion);
      const before = { name: organization.name, description: organization.description };
      const name = await checked(writing, input, false, organization);
      if (name !== undefined && name !== organization.name) Object.assign(organization, { name, nameKey: keyOf(name) });
      organization.description = input.description ?? organization.description;
      const row = await savedRow(writing, Organization, organization.databaseId);
      await recordOrganization(writing, 'UPDATE', row, changesBetween(ACTIVITY_FIELDS, before, row));
      return { organization: row };
    },
    UNIQUE,
  );
}

/** Deletes an organization with its applications. */
export function deleteOrganization(context: Context, input: DeleteOrganizationInput) {
  return mutate(context, async (writing) => {
    const organization = await loadEditableOrganization(writing, 'id', input.id);
    await recordOrganization(writing, 'DELETE', organization, changesBetween(ACTIVITY_FIELDS, organization, null));
    // its applications take their tokens along, but not what those have minted elsewhere
    await revokeMinted(writing, { organizationId: organization.databaseId });
    writing.em.remove(organization);
    await writing.em.flush();
    return { deletedId: input.id };
  });
}

/** Makes a user a member of an organization, or gives a member another role. */
export function setMember(context: Context, input: SetMemberInput) {
  return mutate(context, async (writing) => {
    const organization = await loadEditableOrganization(writing, 'organizationId', input.organizationId);
    const user = await loadUser(writing, input.userId);
    const existing = await writing.em.findOne(Membership, { organization: organization.databaseId, user: user.databaseId });
    const before = existing && { role: existing.role };
    const membership =
      existing ?? writing.em.create(Membership, { organization: ref(organization), user: ref(User, user.databaseId), role: input.role });
    membership.role = input.role;
    const row = await savedRow(writing, Organization, organization.databaseId);
    if (!existing) await endUnasked(writing, { userId: user.databaseId });
    await recordOrganization(writing, 'ADD_MEMBER', row, roleChange(user.username, before?.role ?? null, input.role), user.databaseId);
    return { organization: row, user };
  });
}

/** Ends a membership, and for good what the user has at the applications of the organization. */
export function removeMember(context: Context, input: RemoveMemberInput) {
  return mutate(context, async (writing) => {
    const organization = await loadEditableOrganization(writing, 'organizationId', input.organizationId);
    const user = await loadUser(writing, input.userId);
    const membership = await writing.em.findOne(Membership, { organization: organization.databaseId, user: user.databaseId });
    if (!membership) throw refuse('NOT_FOUND', 'userId', 'This user is not a member of the organization.');
    writing.em.remove(membership);
    const row = await savedRow(writing, Organization, organization.databaseId);
    await endLostAccess(writing, { userId: user.databaseId });
    await recordOrganization(writing, 'REMOVE_MEMBER', row, roleChange(user.username, membership.role, null), user.databaseId);
    return { organization: row, user };
  });
}

const roleChange = (username: string, before: string | null, after: string | null) =>
  before === after ? [] : [{ field: `member ${username}`, before, after }];

async function checked(writing: Writing, input: CreateOrganizationInput, isNew: true): Promise<string>;
async function checked(writing: Writing, input: CreateOrganizationInput, isNew: false, own: Organization): Promise<string | undefined>;
async function checked({ db }: Writing, input: CreateOrganizationInput, isNew: boolean, own?: Organization): Promise<string | undefined> {
  const faults = new Faults();
  const name = isNew || input.name != null ? checkName(faults, 'name', input.name) : undefined;
  checkLines(faults, 'description', input.description);
  if (name !== undefined && name !== own?.name) {
    const others = await db
      .selectFrom('organization')
      .where((eb) => isKeyOf(eb, 'name_key', keyOf(name)))
      .select('id')
      .execute();
    if (others.some(({ id }) => id !== own?.databaseId)) faults.add('TAKEN', 'name', TAKEN.userErrors[0]?.message ?? '');
  }
  faults.end();
  return name;
}

async function loadEditableOrganization(writing: Writing, field: string, id: string): Promise<Organization> {
  const organization = await loadForUpdate(writing, Organization, numberOf('Organization', id));
  if (!organization || !canRead(writing.viewer, organization)) throw refuse('NOT_FOUND', field, 'There is no such organization.');
  if (organization.builtIn) throw refuse('FORBIDDEN', field, ORGANIZATION_IS_BUILT_IN);
  if (!canEdit(writing.viewer, organization)) throw refuse('FORBIDDEN', field, 'Only an ADMIN of the organization may do this.');
  await requireRights(writing);
  return organization;
}

/** Loads a user whose memberships change, and locks them before the foreign key of a membership does, and so in everybody's order. */
async function loadUser(writing: Writing, id: string) {
  const userId = numberOf('User', id);
  await lockToRevoke(writing, { userId });
  const user = await userById(writing).load(userId);
  if (!user) throw refuse('NOT_FOUND', 'userId', 'There is no such user.');
  return user;
}

function recordOrganization(
  writing: Writing,
  operation: EntryDetails['operation'],
  organization: { readonly databaseId: number; readonly name: string },
  changes: EntryDetails['changes'],
  subjectId?: number,
) {
  return record(writing, 'Organization', organization, { operation, organizationId: organization.databaseId, subjectId, changes });
}
