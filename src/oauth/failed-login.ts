/** Why a user is not logged in. */
export type LoginRefusalReason = 'unknown_account' | 'wrong_password' | 'too_many_failures' | 'busy';

/** A login that failed or was refused, as the operator hears of it. */
export interface FailedLogin {
  readonly reason: LoginRefusalReason;
  readonly requestId: string;
  /** The user, if there is one: what else is typed into the field may be a password. */
  readonly userId: number | undefined;
  readonly account: string | undefined;
  readonly address: string;
}
