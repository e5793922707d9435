import { type KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { CredentialGuard } from '../limits/credential-guard.ts';
import type { Limiter } from '../limits/limiter.ts';
import type { Writing } from '../mutation/mutation.ts';
import { type Context, createContext } from '../query/context.ts';
import type { Store } from '../query/store.ts';
import { numberOf, toGlobalId } from '../shared/ids.ts';
import type { Settings } from '../shared/settings.ts';
import { ANONYMOUS } from '../shared/viewer.ts';
import type { ClientApplication } from './client.rules.ts';
import type { FailedLogin } from './failed-login.ts';

/** What every part of the authorization server works with. */
export interface Environment {
  readonly store: Store;
  readonly settings: Settings;
  /** The issuer identifier (RFC 8414, section 2), without a slash at its end. */
  readonly issuer: string;
  /** Where the console is, if it is served. */
  readonly home: string | undefined;
  /** Whether the password grant is served. */
  readonly passwordGrant: boolean;
  readonly limiter: Limiter;
  readonly guard: CredentialGuard;
  /** Told of every login that failed or was refused. */
  readonly onFailedLogin: (login: FailedLogin) => void;
  /** Told once a day of a user for whom many passwords were wrong, from several networks. */
  readonly onManyFailedLogins: (user: { readonly userId: number; readonly account: string }) => void;
}

/** The request that is being answered. */
export const currentRequest = (): KoaContextWithOIDC | undefined => Provider.ctx as KoaContextWithOIDC | undefined;

/** The application behind a client of the provider. */
export const applicationOf = (client: object | undefined): ClientApplication => (client as { application: ClientApplication }).application;

/** The subject identifier of a user (OpenID Connect Core 1.0, section 2): the user's global id. */
export const subjectOf = (userId: number): string => toGlobalId('User', userId);

/** The number of the user with a subject identifier; of nobody for rubbish. */
export const userIdOf = (subject: string | undefined): number => numberOf('User', subject ?? '');

/** A context on behalf of a user, or of a client that acts for itself. */
export function contextOf({ store, settings }: Pick<Environment, 'store' | 'settings'>, userId: number | null): Context {
  return createContext({ store, settings, viewer: { ...ANONYMOUS, userId } });
}

/** Writes on behalf of a user, or of a client that acts for itself: all of `work`, or nothing of it. */
export function write<T>(
  environment: Pick<Environment, 'store' | 'settings'>,
  userId: number | null,
  work: (writing: Writing) => Promise<T>,
): Promise<T> {
  const context = contextOf(environment, userId);
  return environment.store.write((transaction) => work({ ...context, ...transaction }));
}
