import type { Writing } from '../mutation/mutation.ts';
import type { Context } from '../query/context.ts';
import { numberOf } from '../shared/ids.ts';
import { isRefused, type Subject } from '../shared/limits.ts';
import { checkName, keyOf } from '../shared/text.ts';
import { Faults, refuse } from '../shared/user-errors.ts';
import { asker, verifyPassword } from './password.ts';
import type { UpdateUserInput } from './user.inputs.ts';
import { isEmail } from './user.rules.ts';

/** What there was when the current password was asked for. */
export interface Confirmation {
  readonly userId: number;
  readonly passwordHash: string | null;
}

/**
 * Asks for the current password where users change their own password, e-mail address or username, so that whoever has
 * come by a token of theirs takes over nothing more (OWASP ASVS 5.0, 6.2.3), nor locks them out. Outside of the transaction, which must not wait for it.
 * @returns what has to be so still when the change is written; undefined where nothing was asked for
 */
export async function confirmPassword(faults: Faults, context: Context, input: UpdateUserInput): Promise<Confirmation | undefined> {
  const userId = numberOf('User', input.id);
  if (userId !== context.viewer.userId) return undefined;
  const user = await context.store
    .read(true)
    .selectFrom('user')
    .where('id', '=', userId)
    .select(['username', 'email', 'password_hash as passwordHash'])
    .executeTakeFirst();
  const field = user && wayInOf(user, input);
  if (!field) return undefined;
  if (user.passwordHash === null) faults.add('FORBIDDEN', field, 'You have no password to confirm it with. Ask a superuser to change it.');
  else if (input.currentPassword == null)
    faults.add('REQUIRED', 'currentPassword', 'Give your current password to change your username, password or e-mail.');
  else await checkGuess(faults, context, input.currentPassword, user.passwordHash);
  return { userId, passwordHash: user.passwordHash };
}

/** Which of the password, the e-mail address and the username is changed; undefined if none is, or if the new one is invalid anyway. */
function wayInOf(user: { username: string; email: string | null }, { password, email, username }: UpdateUserInput): string | undefined {
  if (password != null) return 'password';
  if (email !== undefined && email !== user.email && (email === null || isEmail(email))) return 'email';
  const name = checkName(new Faults(), 'username', username);
  // in other letters it is the same name to a login
  return name !== undefined && keyOf(name) !== keyOf(user.username) ? 'username' : undefined;
}

/** Compares a guess with the password, as often as a login may fail: the holder of a token must not find the password by guessing. */
async function checkGuess(faults: Faults, context: Context, guess: string, passwordHash: string): Promise<void> {
  const { limiter, viewer } = context;
  const subject: Subject = { limit: 'password', key: `of user ${viewer.userId}` };
  const taken = await limiter?.take([subject]);
  if (taken && isRefused(taken)) {
    const wait = `Try again in ${taken.wait} seconds; tokens can be revoked meanwhile.`;
    faults.add('LIMIT_EXCEEDED', 'currentPassword', `There have been too many wrong passwords. ${wait}`);
    return;
  }
  const matches = await verifyPassword(guess, passwordHash, asker(context)).catch(async (error) => {
    await limiter?.giveBack([subject]);
    throw error;
  });
  if (matches) await limiter?.giveBack([], [subject]);
  else faults.add('INVALID', 'currentPassword', 'This is not your password.');
}

/** Makes sure that the password is the one that was confirmed. @throws {Refusal} `CONFLICT` */
export async function requireConfirmed({ db }: Writing, { userId, passwordHash }: Confirmation): Promise<void> {
  const user = await db.selectFrom('user').where('id', '=', userId).select('password_hash').executeTakeFirst();
  if (user?.password_hash !== passwordHash) throw refuse('CONFLICT', 'currentPassword', 'Your password was changed meanwhile.');
}
