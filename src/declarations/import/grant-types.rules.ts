import { GrantType } from '../../applications/application.rules.ts';
import type { Grants } from './source.rules.ts';

/** Grant types as they are registered (RFC 7591, section 2; RFC 8628, section 3.4). */
const GRANT_TYPES: ReadonlyMap<string, GrantType> = new Map([
  ['authorization_code', GrantType.AUTHORIZATION_CODE],
  ['password', GrantType.PASSWORD],
  ['client_credentials', GrantType.CLIENT_CREDENTIALS],
  ['urn:ietf:params:oauth:grant-type:device_code', GrantType.DEVICE_CODE],
]);

/** The grant type of what is renewed. */
export const REFRESH_TOKEN = 'refresh_token';
const IMPLICIT = 'implicit';

/** How a client gets its tokens that has grant types by their names. */
export const grantsOf = (names: readonly string[]): Grants => ({
  grantTypes: names.flatMap((name) => GRANT_TYPES.get(name) ?? []),
  isImplicit: names.includes(IMPLICIT),
  others: names.filter((name) => !GRANT_TYPES.has(name) && name !== IMPLICIT && name !== REFRESH_TOKEN),
});
