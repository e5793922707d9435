import { implied, type Scope } from '../shared/scopes.ts';
import type { Settings } from '../shared/settings.ts';
import { effectiveScopes } from '../tokens/token.rules.ts';

/** Scopes that let an application know its user (OpenID Connect Core 1.0, sections 5.4 and 11); no maximum limits them. */
export const IDENTITY_SCOPES: readonly Scope[] = [
  { name: 'openid', description: 'Know that you are the one who logged in.' },
  { name: 'profile', description: 'See your username and your name.' },
  { name: 'email', description: 'See your e-mail address.' },
  { name: 'offline_access', description: 'Stay connected while you are away.' },
];

const isIdentity = (scope: string) => IDENTITY_SCOPES.some(({ name }) => name === scope);

/** What each scope means to whoever is asked to allow it. */
export function meaningsOf(scopes: readonly string[], settings: Settings): Scope[] {
  return [...IDENTITY_SCOPES, ...settings.scopes].filter(({ name }) => scopes.includes(name));
}

/** The scopes that a client may ask for: its maximum with all that it implies, and who its user is. */
export function requestable(maximum: readonly string[], settings: Settings): string[] {
  const known = settings.scopes.map(({ name }) => name);
  return [...IDENTITY_SCOPES.map(({ name }) => name), ...[...implied(maximum)].filter((scope) => known.includes(scope))];
}

/** The scopes of a text (RFC 6749, section 3.3). */
export const scopesOf = (text: string | undefined): string[] => [...new Set(text?.split(' ').filter(Boolean))];

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
