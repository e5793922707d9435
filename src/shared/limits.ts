/** What is limited. */
export type LimitName =
  /** Wrong passwords for one account from one network, or to confirm a change of one's own. */
  | 'password'
  /** Wrong passwords from one network, for accounts that have not been logged in to from there. */
  | 'network'
  /** Wrong passwords for one account. */
  | 'account'
  /** Notices to one user that many passwords were wrong. */
  | 'notice'
  /** Client secrets and bearer tokens from one network that do not work. */
  | 'credential'
  /** User codes from one network that no device shows. */
  | 'userCode'
  /** Logins, devices and pushed requests that are begun from one network. */
  | 'start'
  /** The same by one client that has shown a secret. */
  | 'clientStart'
  /** Answers to one viewer that a name is taken, by what the viewer may not read. */
  | 'taken';

/** So many in a window of time, which begins with the first; with the last one it begins anew, and no more are let through. */
export interface Limit {
  readonly most: number;
  readonly seconds: number;
}

export type Limits = Readonly<Record<LimitName, Limit>>;

/** What something counts as: which limit, and whose. */
export interface Subject {
  readonly limit: LimitName;
  readonly key: string;
}

/** That no more are let through. */
export interface Refused {
  readonly by: LimitName;
  /** Seconds until some are again. */
  readonly wait: number;
}

/** Whether something was refused. */
export const isRefused = (taken: readonly number[] | Refused): taken is Refused => 'wait' in taken;

/** Counts what may be tried only so often, exactly and for all processes. */
export interface Attempts {
  /** Whether any of the subjects is at its limit, as every process knows; writes nothing. */
  check(subjects: readonly Subject[]): Promise<Refused | undefined>;
  /**
   * Counts one for every subject, or where any is at its limit for none. To be asked before something is tried, so that
   * many at the same time are no way around it.
   * @returns how many there are now for each; or that it is refused, which leaves no trace
   */
  take(subjects: readonly Subject[]): Promise<readonly number[] | Refused>;
  /** Takes back what was taken. @param forgotten subjects of which all is forgotten */
  giveBack(subjects: readonly Subject[], forgotten?: readonly Subject[]): Promise<void>;
}
