import { errors } from 'oidc-provider';
import type { Settings } from '../shared/settings.ts';
import type { ClientApplication } from './client.rules.ts';
import { IDENTITY_SCOPES, requestable, scopesOf } from './scope.rules.ts';

/**
 * The scopes that a client asks for; its own where it says nothing of scopes (RFC 6749, section 3.3). A parameter without
 * a value counts as omitted (section 3.1); whoever asks for anything, and be it only who the user is, gets no more.
 * @param text the parameter `scope`
 * @throws `invalid_scope` for one that there is not, or that is above the application's maximum, and for a text of none
 */
export function requestedScopes(application: ClientApplication, text: string | undefined, settings: Settings): string[] {
  if (!text) return application.scopes;
  const asked = scopesOf(text);
  if (asked.length === 0) throw new errors.InvalidScope('there is no scope in it', text);
  const allowed = requestable(application.maximumScopes, settings);
  const unfit = asked.find((scope) => !allowed.includes(scope));
  if (unfit === undefined) return asked;
  const known = [...IDENTITY_SCOPES, ...settings.scopes].map(({ name }) => name);
  if (!known.includes(unfit)) throw new errors.InvalidScope(`there is no scope "${unfit}"`, unfit);
  throw new errors.InvalidScope(`"${unfit}" is above what the application may have at most`, unfit);
}
