import { LockMode } from '@mikro-orm/core';
import { endLostAccess, endUnasked, revokeLiveTokens } from '../access/revocation.ts';
import { endSessions } from '../access/sessions.ts';
import { changesBetween } from '../activity/activity.rules.ts';
import { record } from '../activity/activity.service.ts';
import { newRow } from '../mutation/insertion.ts';
import { expectVersion, loadForUpdate, mutate, requireRights, savedRow, type Writing } from '../mutation/mutation.ts';
import type { Context } from '../query/context.ts';
import { isKeyOf } from '../query/namesakes.ts';
import { numberOf } from '../shared/ids.ts';
import { isStorable, keyOf, searchable, trimmed } from '../shared/text.ts';
import { Faults, refuse } from '../shared/user-errors.ts';
import { confirmPassword, requireConfirmed } from './current-password.ts';
import { asker, hashPassword } from './password.ts';
import { User } from './user.entity.ts';
import type { CreateUserInput, DeleteUserInput, UpdateUserInput } from './user.inputs.ts';
import { userById } from './user.loaders.ts';
import { canEdit, canSetFlags } from './user.policy.ts';
import { checkUser } from './user.rules.ts';

const ACTIVITY_FIELDS = ['username', 'firstName', 'lastName', 'email', 'isEmailVerified', 'isSuperuser', 'isSystemAuditor'] as const;
/** What of a user only superusers say. */
const FLAGS = ['isSuperuser', 'isSystemAuditor', 'isEmailVerified'] as const;
type Flag = (typeof FLAGS)[number];
const TAKEN = 'Another user has this name already.';
const UNIQUE = { username_key: refuse('TAKEN', 'username', TAKEN) };

/** Makes a user. */
export async function createUser(context: Context, input: CreateUserInput) {
  const faults = new Faults();
  checkUser(faults, input, true);
  const passwordHash = input.password ? await hashPassword(input.password, asker(context)) : null;
  return mutate(
    context,
    async (writing) => {
      await checkTaken(faults, writing, input.username);
      faults.end();
      await requireRights(writing);
      const username = trimmed(input.username as string);
      const user = newRow(writing, User, {
        username,
        usernameKey: keyOf(username),
        firstName: input.firstName ?? '',
        lastName: input.lastName ?? '',
        email: input.email ?? null,
        isEmailVerified: input.isEmailVerified ?? false,
        isSuperuser: input.isSuperuser ?? false,
        isSystemAuditor: input.isSystemAuditor ?? false,
        passwordHash,
        passwordChangedAt: null,
        searchText: searchTextOf({ ...input, username }),
      });
      const row = await writing.insert(user);
      await record(
        writing,
        'User',
        { databaseId: row.databaseId, name: username },
        {
          operation: 'CREATE',
          subjectId: row.databaseId,
          changes: changesBetween(ACTIVITY_FIELDS, null, row),
        },
      );
      return { user: row };
    },
    UNIQUE,
  );
}

/** Changes a user. */
export async function updateUser(context: Context, input: UpdateUserInput) {
  const faults = new Faults();
  checkUser(faults, input, false);
  const confirmation = await confirmPassword(faults, context, input);
  const passwordHash = input.password && faults.areNone ? await hashPassword(input.password, asker(context)) : undefined;
  return mutate(
    context,
    async (writing) => {
      const user = await loadReadable(writing, input.id);
      if (!canEdit(context.viewer, user))
        throw refuse('FORBIDDEN', 'id', 'You may change your own profile only; superusers any, with a token of the scope "admin".');
      expectVersion(user.version, input.expectedVersion);
      const email = input.email === undefined ? user.email : input.email;
      const was = { ...pick(user), isEmailVerified: user.isEmailVerified && email === user.email };
      checkFlags(faults, context, was, input);
      const username = input.username == null ? user.username : trimmed(input.username);
      if (username !== user.username) await checkTaken(faults, writing, username, user.databaseId);
      faults.end();
      if (confirmation) await requireConfirmed(writing, confirmation);
      await keepASuperuser(writing, user.isSuperuser && input.isSuperuser === false);

      const before = { ...pick(user), password: null as string | null };
      if (username !== user.username) Object.assign(user, { username, usernameKey: keyOf(username) });
      user.firstName = input.firstName ?? user.firstName;
      user.lastName = input.lastName ?? user.lastName;
      Object.assign(user, { email, isEmailVerified: input.isEmailVerified ?? was.isEmailVerified });
      user.isSuperuser = input.isSuperuser ?? user.isSuperuser;
      user.isSystemAuditor = input.isSystemAuditor ?? user.isSystemAuditor;
      if (passwordHash) {
        Object.assign(user, { passwordHash, passwordChangedAt: new Date() });
        await endSessions(writing, user.databaseId);
      }
      const revokedTokenCount = input.revokeTokens ? await revokeLiveTokens(writing, { userId: user.databaseId }) : null;
      // not loaded, so writing it would be a change even where there is none
      if (searchTextOf(user) !== searchTextOf(before)) user.searchText = searchTextOf(user);

      const row = await savedRow(writing, User, user.databaseId);
      const readsLess = (before.isSuperuser || before.isSystemAuditor) && !user.isSuperuser && !user.isSystemAuditor;
      if (readsLess) await endLostAccess(writing, { userId: user.databaseId });
      const readsMore = !(before.isSuperuser || before.isSystemAuditor) && (user.isSuperuser || user.isSystemAuditor);
      if (readsMore) await endUnasked(writing, { userId: user.databaseId });
      const after = { ...pick(user), password: passwordHash ? '••••' : null };
      await record(
        writing,
        'User',
        { databaseId: row.databaseId, name: row.username },
        {
          operation: 'UPDATE',
          subjectId: row.databaseId,
          changes: [
            ...changesBetween([...ACTIVITY_FIELDS, 'password'], before, after),
            ...(revokedTokenCount === null ? [] : [{ field: 'tokens', before: String(revokedTokenCount), after: '0' }]),
          ],
        },
      );
      return { user: row, revokedTokenCount };
    },
    UNIQUE,
  );
}

/** Deletes a user, with all its tokens. */
export function deleteUser(context: Context, input: DeleteUserInput) {
  return mutate(context, async (writing) => {
    const user = await loadReadable(writing, input.id);
    await keepASuperuser(writing, user.isSuperuser);
    await record(
      writing,
      'User',
      { databaseId: user.databaseId, name: user.username },
      {
        operation: 'DELETE',
        subjectId: user.databaseId,
        changes: changesBetween(ACTIVITY_FIELDS, pick(user), null),
      },
    );
    writing.em.remove(user);
    await writing.em.flush();
    return { deletedId: input.id };
  });
}

const searchTextOf = ({ username, firstName, lastName, email }: Pick<CreateUserInput, 'username' | 'firstName' | 'lastName' | 'email'>) =>
  searchable(username, firstName, lastName, email);

const pick = (user: User) =>
  Object.fromEntries(ACTIVITY_FIELDS.map((field) => [field, user[field]])) as Pick<User, (typeof ACTIVITY_FIELDS)[number]>;

async function loadReadable(writing: Writing, id: string): Promise<User> {
  const databaseId = numberOf('User', id);
  const isReadable = (await userById(writing).load(databaseId)) !== null;
  const user = isReadable ? await loadForUpdate(writing, User, databaseId) : null;
  if (!user) throw refuse('NOT_FOUND', 'id', 'There is no such user.');
  await requireRights(writing);
  return user;
}

async function checkTaken(faults: Faults, { db }: Writing, username: string | null | undefined, own?: number): Promise<void> {
  if (!username || !isStorable(username)) return;
  const others = await db
    .selectFrom('user')
    .where((eb) => isKeyOf(eb, 'username_key', keyOf(username)))
    .select('id')
    .execute();
  if (others.some(({ id }) => id !== own)) faults.add('TAKEN', 'username', TAKEN);
}

function checkFlags(faults: Faults, { viewer }: Context, was: Record<Flag, boolean>, input: UpdateUserInput): void {
  for (const flag of FLAGS) {
    if (input[flag] != null && input[flag] !== was[flag] && !canSetFlags(viewer)) {
      faults.add('FORBIDDEN', flag, 'Only superusers may change this, with a token of the scope "admin".');
    }
  }
}

async function keepASuperuser({ em }: Writing, losesOne: boolean): Promise<void> {
  if (!losesOne) return;
  // locked, because two superusers may be about to go at once
  const superusers = await em.find(User, { isSuperuser: true }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (superusers.length < 2) throw refuse('INVALID', 'id', 'This is the last superuser. Make another one first.');
}
