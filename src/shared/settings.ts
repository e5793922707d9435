import type { Scope } from './scopes.ts';

/** What may be registered as a redirect URI only where whoever runs the server says so. */
export const RELAXATIONS = ['http-hosts', 'dotless-schemes', 'path-wildcards'] as const;
export type Relaxation = (typeof RELAXATIONS)[number];

/** The systems whose clients find a door here, each of which whoever runs the server opens. */
export const DOORS = ['awx', 'venafi', 'easir'] as const;
export type DoorName = (typeof DOORS)[number];

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
  /** What is allowed of redirect URIs that is not everywhere. */
  readonly redirectUriRules: readonly Relaxation[];
}
