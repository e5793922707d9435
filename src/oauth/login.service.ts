import { setTimeout as sleep } from 'node:timers/promises';
import { ActivityEntry, ActivityOperation } from '../activity/activity.entity.ts';
import { digestOf } from '../shared/secrets.ts';
import { keyOf } from '../shared/text.ts';
import { verifyPassword } from '../users/password.ts';
import { findByUsername } from '../users/user.loaders.ts';
import { accountOf, type UserAccount } from './account.ts';
import type { Environment } from './environment.ts';
import { LoginAttempt } from './login-attempt.entity.ts';

/** How many times as many wrong passwords one account, or one address, may have in all. */
const ALL_TOGETHER = 10;
/** Milliseconds that the second wrong password costs; every further one twice as many. */
const FIRST_DELAY = 100;
/** Milliseconds that a wrong password costs at most. */
const LONGEST_DELAY = 2_000;

/** Why a user is not logged in; its message is for them. */
export class LoginRefusal extends Error {
  /** @param retryAfter seconds to wait, if there have been too many wrong passwords */
  constructor(
    message: string,
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

/** Who wants to log in, and from where. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly address: string;
}

/**
 * Finds the user of a name and a password. Wrong ones are answered ever more slowly and then refused for a while: per
 * account and address, and more generously per account and per address. Attempts that are refused do not prolong it.
 * An unknown name is answered like a wrong password, in the same time.
 * @throws {LoginRefusal}
 */
export async function logIn(environment: Environment, { username, password, address }: Credentials): Promise<UserAccount> {
  const { store, loginLimits } = environment;
  const key = keyOf(username);
  const subjects = [
    { subject: digestOf(`both ${key} ${address}`), limit: loginLimits.failures },
    { subject: digestOf(`account ${key}`), limit: loginLimits.failures * ALL_TOGETHER },
    { subject: digestOf(`address ${address}`), limit: loginLimits.failures * ALL_TOGETHER },
  ];
  // counted before the password is looked at, so that many at the same time are no way around it
  const failures = await count(environment, subjects);
  await sleep(Math.min(LONGEST_DELAY, failures < 2 ? 0 : FIRST_DELAY * 2 ** (failures - 2)));
  const found = await findByUsername(store.read(true), username);
  const matches = await verifyPassword(password, found?.password_hash ?? null);
  const account = matches && found ? await accountOf(environment, found.id) : undefined;
  if (!account) throw new LoginRefusal('The username or the password is wrong.');
  await forgive(
    environment,
    subjects.map(({ subject }) => subject),
  );
  return account;
}

/** Counts an attempt as failed. @returns how many there have been for the first subject. @throws {LoginRefusal} */
async function count({ store, loginLimits }: Environment, subjects: readonly { subject: string; limit: number }[]): Promise<number> {
  const table = store.table(LoginAttempt);
  const now = new Date();
  const until = new Date(now.getTime() + loginLimits.seconds * 1000) as never;
  const counted = await store.write(async ({ db }) => {
    const rows = [];
    for (const { subject, limit } of subjects) {
      const raw = await db
        .insertInto('login_attempt')
        .values({ subject, failures: 1, until })
        .onConflict((conflict) =>
          conflict.column('subject').doUpdateSet((eb) => {
            const failures = eb.ref('login_attempt.failures');
            const isOver = eb('login_attempt.until', '<=', now as never);
            const isBlocked = eb.and([eb(failures, '>=', limit), eb('login_attempt.until', '>', now as never)]);
            return {
              failures: eb
                .case()
                .when(isOver)
                .then(1)
                .else(eb(failures, '+', 1))
                .end(),
              until: eb.case().when(isBlocked).then(eb.ref('login_attempt.until')).else(until).end(),
            } as never;
          }),
        )
        .returning(table.select('login_attempt'))
        .executeTakeFirstOrThrow();
      rows.push({ ...table.row(raw), limit });
    }
    return rows;
  });
  const blocked = counted.filter(({ failures, limit }) => failures > limit);
  if (blocked.length > 0) {
    const seconds = Math.ceil(Math.max(...blocked.map((row) => row.until.getTime() - now.getTime())) / 1000);
    throw new LoginRefusal(`There have been too many wrong passwords. Try again in ${wait(seconds)}.`, seconds);
  }
  return counted[0]?.failures ?? 1;
}

const wait = (seconds: number) => (seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`);

/** Takes back what an attempt that succeeded was counted as, and forgets the account's own failures from here. */
async function forgive({ store }: Environment, [both = '', ...others]: readonly string[]): Promise<void> {
  await store.write(async ({ db }) => {
    await db.deleteFrom('login_attempt').where('subject', '=', both).execute();
    // one after the other, in the order in which they are counted, so that no two logins wait for each other
    for (const subject of others) {
      const less = db.updateTable('login_attempt').set((eb) => ({ failures: eb('failures', '-', 1) }));
      await less.where('subject', '=', subject).where('failures', '>', 0).execute();
    }
  });
}

/** Whether a user has got another password since a time: what was logged in with the old one has to log in again. */
export async function hasNewPassword({ store }: Environment, userId: number, since: Date): Promise<boolean> {
  const table = store.table(ActivityEntry);
  const updates = await store
    .read(true)
    .selectFrom('activity_entry as x')
    .where('x.object_type', '=', 'User')
    .where('x.object_database_id', '=', userId)
    .where('x.operation', '=', ActivityOperation.UPDATE)
    .where('x.created_at', '>', since as never)
    .select(table.select('x'))
    .execute();
  return updates.some((raw) => table.row(raw).changes.some(({ field }) => field === 'password'));
}
