import { type BuiltInScope, implied, mayHaveScope, type Scope } from '../shared/scopes.ts';
import type { Settings } from '../shared/settings.ts';
import { effectiveScopes } from '../tokens/token.rules.ts';

/** Scopes that let an application know its user (OpenID Connect Core 1.0, sections 5.4 and 11); no maximum limits them. */
export const IDENTITY_SCOPES: readonly Scope[] = [
  { name: 'openid', description: 'Recognize you when you sign in.' },
  { name: 'profile', description: 'See your username and your name.' },
  { name: 'email', description: 'See your e-mail address.' },
  { name: 'offline_access', description: 'Keep this access while you are away.' },
];

/** What the built-in scopes mean to the one whose account it is. */
const TO_THE_USER: Readonly<Record<BuiltInScope, string>> = {
  read: 'See everything here that you can see.',
  write: 'See and change everything here that you can see and change.',
  admin: 'Do everything here that you can do as a superuser: see, change and delete whatever there is, of everybody.',
};

/** A scope, as it is put to whoever is asked to allow it. */
export interface Meaning extends Scope {
  /** Whether it is so much that nobody should allow it in passing. */
  readonly isPowerful: boolean;
}

/** Whether a scope lets an application know its user. */
export const isIdentity = (scope: string) => IDENTITY_SCOPES.some(({ name }) => name === scope);

/** What scopes mean to whoever is asked to allow them; those that others imply are not said again. */
export function meaningsOf(scopes: readonly string[], settings: Settings): Meaning[] {
  const isImplied = (scope: string) => scopes.some((other) => other !== scope && implied([other]).has(scope));
  return [...IDENTITY_SCOPES, ...settings.scopes]
    .filter(({ name }) => scopes.includes(name) && !isImplied(name))
    .map(({ name, description }) => ({
      name,
      description: TO_THE_USER[name as BuiltInScope] ?? description,
      isPowerful: name === 'admin',
    }));
}

/** The scopes that a client may ask for: its maximum with all that it implies, and who its user is. */
export function requestable(maximum: readonly string[], settings: Settings): string[] {
  const known = settings.scopes.map(({ name }) => name);
  return [...IDENTITY_SCOPES.map(({ name }) => name), ...[...implied(maximum)].filter((scope) => known.includes(scope))];
}

/** The scopes of a text (RFC 6749, section 3.3). */
export const scopesOf = (text: string | undefined): string[] => [...new Set(text?.split(' ').filter(Boolean))];

/** The scopes that a user can give away. */
export const grantable = (scopes: readonly string[], isSuperuser: boolean): string[] =>
  scopes.filter((scope) => mayHaveScope(scope, isSuperuser));

/**
 * What is left of a token's scope at this moment, as text.
 * @param maximum of its application, which may have been narrowed since
 */
export function effectiveScope(stored: readonly string[], maximum: readonly string[], superuser: boolean): string {
  const rights = stored.filter((scope) => !isIdentity(scope));
  const effective = effectiveScopes(rights, { application: maximum, superuser });
  const left = rights.every((scope) => effective.has(scope)) ? rights : [...effective];
  return [...stored.filter(isIdentity), ...left].join(' ');
}
