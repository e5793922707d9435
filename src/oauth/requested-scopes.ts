import { errors } from 'oidc-provider';
import type { Settings } from '../shared/settings.ts';
import type { ClientApplication } from './client.rules.ts';
import { IDENTITY_SCOPES, requestable, scopesOf } from './scope.rules.ts';

/**
 * The scopes that a client asks for; its own where it asks for none (RFC 6749, section 3.3).
 * @throws `invalid_scope` for one that there is not, or that is above the application's maximum
 */
export function requestedScopes(application: ClientApplication, text: string | undefined, settings: Settings): string[] {
  const asked = scopesOf(text);
  if (asked.length === 0) return application.scopes;
  const allowed = requestable(application.maximumScopes, settings);
  const unfit = asked.find((scope) => !allowed.includes(scope));
  if (unfit === undefined) return asked;
  const known = [...IDENTITY_SCOPES, ...settings.scopes].map(({ name }) => name);
  if (!known.includes(unfit)) throw new errors.InvalidScope(`there is no scope "${unfit}"`, unfit);
  throw new errors.InvalidScope(`"${unfit}" is above what the application may have at most`, unfit);
}
