import { errors, type InteractionResults, type KoaContextWithOIDC, type Provider } from 'oidc-provider';
import type { Db, Row } from '../query/tables.ts';
import { User } from '../users/user.entity.ts';
import { currentRequest, type Environment } from './environment.ts';
import { internalsOf, type ProviderSession } from './provider-internals.ts';

type OidcSession = KoaContextWithOIDC['oidc']['session'];

/** What of a user says which password they have, without a word of the password: when they got it. */
type Password = Pick<Row<User>, 'passwordChangedAt'>;

/** A login, as the session remembers it. */
export interface Login {
  /** Milliseconds since 1970 at which the password was set that the login was made with; absent for the user's first one. */
  passwordSetAt?: number | undefined;
}

/** What a login page answers for a user whose password was right. */
export function loginOf(accountId: string, password: Password): InteractionResults {
  const passwordSetAt = password.passwordChangedAt?.getTime();
  return { login: { accountId, remember: false, amr: ['pwd'], passwordSetAt } };
}

/** Whether a user has got another password since the session began. */
export function hasNewPassword(session: OidcSession, password: Password): boolean {
  return (session as Login | undefined)?.passwordSetAt !== password.passwordChangedAt?.getTime();
}

/**
 * Lets nothing be issued by a session that ended at this very moment. To be asked when it is inserted already: by its
 * reference to the user, whoever changes the user comes before it or after.
 * @param session of the request; inside a transaction, which several may share, nothing says which request it is
 */
export async function requireCurrentPassword(
  { store }: Pick<Environment, 'store'>,
  db: Db,
  { session, userId }: { session: OidcSession; userId: number },
): Promise<void> {
  if (session?.accountId && !(await isCurrent({ store }, db, userId, session as Login)))
    throw new errors.LoginRequired('the password has changed since the login');
}

/** Whether a user still has the password that a login was made with. */
export async function isCurrent({ store }: Pick<Environment, 'store'>, db: Db, userId: number, { passwordSetAt }: Login): Promise<boolean> {
  const table = store.table(User);
  const found = await db.selectFrom('user as x').where('x.id', '=', userId).select(table.select('x')).executeTakeFirst();
  return found !== undefined && passwordSetAt === table.row(found).passwordChangedAt?.getTime();
}

/** Has sessions remember which password they began with, and lets those be that were never kept. */
export function extendSessions(provider: Provider): void {
  const { Session: sessions } = internalsOf(provider);
  const kept = [...sessions.IN_PAYLOAD, 'passwordSetAt'];
  Object.defineProperty(sessions, 'IN_PAYLOAD', { get: () => kept });
  const { loginAccount, persist } = sessions.prototype;
  Object.assign(sessions.prototype, {
    loginAccount(this: ProviderSession, details: object) {
      loginAccount.call(this, details);
      const { result } = currentRequest()?.oidc.entities.Interaction ?? {};
      this.passwordSetAt = (result?.login as Login | undefined)?.passwordSetAt;
    },
    // a form that nobody was shown is answered with a new one, for which the provider wants to keep what it has not begun
    async persist(this: ProviderSession) {
      if (this.exp !== undefined) await persist.call(this);
    },
  });
}
