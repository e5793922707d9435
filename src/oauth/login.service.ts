import { record } from '../activity/activity.service.ts';
import { isBusy, Turns } from '../limits/queue.ts';
import { NO_ID } from '../shared/ids.ts';
import { isRefused, type Subject } from '../shared/limits.ts';
import { networkOf } from '../shared/network.ts';
import { keyOf } from '../shared/text.ts';
import { verifyPassword } from '../users/password.ts';
import { findByUsername } from '../users/user.loaders.ts';
import { accountOf, type UserAccount } from './account.ts';
import { type Environment, write } from './environment.ts';
import type { LoginRefusalReason } from './failed-login.ts';
import { latestLogin, rememberNetwork } from './known-networks.ts';
import { waitForDelay } from './login-delay.ts';

/** Seconds after which somebody may come back who was sent away because too many others are there. */
const SOON = 2;
const TOO_MANY_AT_ONCE = 'Too many people are signing in at this moment. Try again in a moment.';

/** Attempts for one account from one network come one after the other, so that a right one is not counted with those beside it. */
const turns = new Turns(50);

/** Why a user is not logged in; its message is for them. */
export class LoginRefusal extends Error {
  /** @param retryAfter seconds to wait, if it is not for what was typed */
  constructor(
    readonly reason: LoginRefusalReason,
    message: string,
    readonly retryAfter?: number,
  ) {
    super(message);
  }

  /** The HTTP status of an answer that says so (RFC 6585, section 4). */
  get status(): number {
    if (this.reason === 'busy') return 503;
    return this.reason === 'too_many_failures' ? 429 : 401;
  }
}

/** Who wants to log in, and from where. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly address: string;
  readonly requestId: string;
}

/** An attempt to log in. */
interface Attempt extends Credentials {
  /** The username, folded. */
  readonly key: string;
  readonly network: string;
  readonly user: Awaited<ReturnType<typeof findByUsername>>;
  /** When the user last logged in from the network; undefined if it is long ago or not so. */
  readonly latest: Date | undefined;
}

/**
 * Finds the user of a name and a password. Wrong ones are answered ever more slowly and then refused for a while: those
 * for one account from one network, and more generously all from one network. The latter is not held against users who
 * have logged in from there before. Many for one account from many networks make attempts from elsewhere slow, and the
 * user is told. Attempts that are refused leave no trace and do not prolong it. An unknown name is answered like a wrong
 * password, in the same time.
 * @throws {LoginRefusal}
 */
export async function logIn(environment: Environment, credentials: Credentials): Promise<UserAccount> {
  const network = networkOf(credentials.address);
  const user = await findByUsername(environment.store, credentials.username);
  const latest = await latestLogin(environment, user?.databaseId ?? NO_ID, network);
  const attempt = { ...credentials, key: keyOf(credentials.username), network, user, latest };
  try {
    return await turns.run(`${attempt.key} ${network}`, () => verified(environment, attempt));
  } catch (caught) {
    const error = isBusy(caught) ? new LoginRefusal('busy', TOO_MANY_AT_ONCE, SOON) : caught;
    if (error instanceof LoginRefusal) {
      const { databaseId: userId, username: account } = attempt.user ?? {};
      const { requestId, address } = credentials;
      environment.onFailedLogin({ reason: error.reason, requestId, userId, account, address });
    }
    throw error;
  }
}

async function verified(environment: Environment, attempt: Attempt): Promise<UserAccount> {
  const { limiter } = environment;
  const { key, network, user, latest, password } = attempt;
  const own: Subject = { limit: 'password', key: `${key} ${network}` };
  const shared: Subject[] = latest ? [] : [{ limit: 'network', key: network }];
  const taken = await limiter.take([own, ...shared]);
  if (isRefused(taken)) {
    throw new LoginRefusal(
      'too_many_failures',
      `There have been too many wrong passwords. Try again in ${inWords(taken.wait)}.`,
      taken.wait,
    );
  }
  const isSlow = !latest && limiter.wait({ limit: 'account', key }) !== undefined;
  const matches = await waitForDelay({ failures: taken[0] ?? 1, isSlow, key })
    .then(() => verifyPassword(password, user?.passwordHash ?? null, network))
    .catch(async (error) => {
      await limiter.giveBack([own, ...shared]);
      throw error;
    });
  const account = matches && user ? await accountOf(environment, user.databaseId) : undefined;
  // it may have been changed while it was compared
  const isCurrent = account?.user.passwordChangedAt?.getTime() === user?.passwordChangedAt?.getTime();
  if (!account || !user || !isCurrent) {
    await noteFailure(environment, key, user);
    throw new LoginRefusal(user ? 'wrong_password' : 'unknown_account', 'The username or the password is wrong.');
  }
  await limiter.giveBack(shared, [own]);
  await rememberNetwork(environment, user.databaseId, network, latest);
  return account;
}

const inWords = (seconds: number) => (seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`);

/** Counts a wrong password for the account, and tells its user once a day when there are many. */
async function noteFailure(environment: Environment, key: string, user: Attempt['user']): Promise<void> {
  const { limiter } = environment;
  const account: Subject = { limit: 'account', key };
  limiter.note(account);
  if (!user || limiter.wait(account) === undefined) return;
  if (isRefused(await limiter.take([{ limit: 'notice', key: String(user.databaseId) }]))) return;
  environment.onManyFailedLogins({ userId: user.databaseId, account: user.username });
  await write(environment, null, (writing) =>
    record(
      writing,
      'User',
      { databaseId: user.databaseId, name: user.username },
      {
        operation: 'WARN_OF_LOGINS',
        subjectId: user.databaseId,
      },
    ),
  );
}
