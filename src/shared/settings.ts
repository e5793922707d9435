import type { Scope } from './scopes.ts';

/** What the rules take from the configuration. */
export interface Settings {
  /** The built-in scopes and those that the configuration declares. */
  readonly scopes: readonly Scope[];
  /** Seconds for which an access token of an application is valid, unless the application says otherwise. */
  readonly accessValidity: number;
  /** Seconds for which a refresh token is valid, unless the application says otherwise. */
  readonly grantValidity: number;
  /** Seconds for which a personal token is valid, unless its maker says otherwise. */
  readonly personalTokenValidity: number;
}
