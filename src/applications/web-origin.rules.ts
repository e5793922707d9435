import type { Faults } from '../shared/user-errors.ts';
import { checkEach } from './application.rules.ts';
import { isInForce, type Policy } from './redirect-uri.rules.ts';

/** The most web origins of an application. */
const MAXIMUM_ORIGINS = 50;
/** The most characters of an origin: scheme, host and port (RFC 1035, section 2.3.4). */
const MAXIMUM_ORIGIN_LENGTH = 267;
/** What browsers call the origin of a page from the web (RFC 6454, section 6.2). */
const ORIGIN = /^https?:\/\/(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/;

/** Checks web origins; each fault names the index. */
export function checkWebOrigins(faults: Faults, origins: readonly string[], policy: Policy): void {
  checkEach(faults, 'webOrigins', origins, { most: MAXIMUM_ORIGINS, code: 'INVALID', whyUnfit: (origin) => whyUnfit(origin, policy) });
}

function whyUnfit(origin: string, policy: Policy): string | undefined {
  if (origin.length > MAXIMUM_ORIGIN_LENGTH) return `Must have at most ${MAXIMUM_ORIGIN_LENGTH} characters.`;
  const own = originOf(origin);
  if (own === undefined) return 'Must be an origin with https, such as "https://app.example.org".';
  // browsers write it so, and it is compared character by character
  if (own !== origin) return `Must be scheme, host and port alone, as browsers write them. Write "${own}".`;
  if (isInForce(origin, policy)) return undefined;
  return 'Must use https; http is for localhost, 127.0.0.1 and [::1] alone. Whoever runs the server can allow it with REDIRECT_URI_RULES=http-hosts.';
}

/** The origin of a web address; undefined for what has none that a page could be of. */
function originOf(uri: string): string | undefined {
  const origin = /^https?:\/\//i.test(uri) ? URL.parse(uri)?.origin : undefined;
  return origin !== undefined && ORIGIN.test(origin) ? origin : undefined;
}

/** What of an application says from where browsers use it. */
interface Registered {
  readonly redirectUris: readonly string[];
  readonly webOrigins: readonly string[];
}

/** Whether pages of an origin may ask as an application: of those that it says, or else of those that its users are sent back to. */
export function allowsOrigin({ redirectUris, webOrigins }: Registered, origin: string, policy: Policy): boolean {
  if (webOrigins.length > 0) return webOrigins.includes(origin) && isInForce(origin, policy);
  return redirectUris.some((uri) => originOf(uri) === origin && isInForce(uri, policy));
}
