import type { Faults } from '../shared/user-errors.ts';

/** The most redirect URIs of an application. */
export const MAXIMUM_REDIRECT_URIS = 50;
/** The most characters of a redirect URI. */
export const MAXIMUM_REDIRECT_URI_LENGTH = 2048;

/** Schemes that run or read something where they are opened. */
const DANGEROUS_SCHEMES = ['javascript', 'data', 'vbscript', 'file', 'blob', 'about'];
const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];
/** Hosts whose port may vary (RFC 8252, section 7.3): addresses alone, because a name can be made to point elsewhere. */
const LOOPBACK_ADDRESSES = ['127.0.0.1', '[::1]'];

interface Rule {
  readonly refuses: (uri: string, parts: { scheme: string; host: string; userInfo: string }) => boolean;
  readonly message: string;
}

/** What makes a redirect URI unfit, in the order in which it is said (RFC 6749, section 3.1.2; RFC 9700, section 2.1). */
export const REDIRECT_URI_RULES: readonly Rule[] = [
  { refuses: (uri) => uri.length > MAXIMUM_REDIRECT_URI_LENGTH, message: `Must have at most ${MAXIMUM_REDIRECT_URI_LENGTH} characters.` },
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  { refuses: (uri) => /[\s\u0000-\u001f\u007f]/.test(uri), message: 'Must not contain white space or control characters.' },
  { refuses: (uri) => !uri.isWellFormed(), message: 'Must be Unicode text.' },
  { refuses: (_, { scheme }) => scheme === '', message: 'Must be an absolute URI, such as "https://app.example.org/callback".' },
  { refuses: (_, { scheme }) => DANGEROUS_SCHEMES.includes(scheme), message: 'This scheme is never allowed.' },
  { refuses: (uri) => uri.includes('#'), message: 'Must not have a fragment.' },
  { refuses: (uri) => uri.includes('*'), message: 'Must not contain a wildcard; register each URI.' },
  { refuses: (uri) => uri.includes('\\'), message: 'Must not contain a backslash.' },
  { refuses: (_, { userInfo }) => userInfo !== '', message: 'Must not contain a user name or password.' },
  {
    refuses: (_, { scheme, host }) => scheme === 'http' && !LOOPBACK_HOSTS.includes(host),
    message: 'Must use https; http is for localhost, 127.0.0.1 and [::1] alone.',
  },
  {
    refuses: (uri, { scheme }) => ['http', 'https'].includes(scheme) && (!/^https?:\/\/[^/]/i.test(uri) || !URL.canParse(uri)),
    message: 'Is not a valid URL.',
  },
  {
    refuses: (_, { scheme }) => !['http', 'https'].includes(scheme) && !scheme.includes('.'),
    message: 'Must use https, or a private-use scheme with a dot, such as "com.example.app:/callback" (RFC 8252, section 7.1).',
  },
  { refuses: (uri) => !URL.canParse(uri), message: 'Is not a valid URI.' },
];

function partsOf(uri: string) {
  const match = /^(?<scheme>[a-z][a-z0-9+.-]*):(?:\/\/(?<authority>[^/?#]*))?/i.exec(uri);
  const authority = match?.groups?.authority ?? '';
  const at = authority.lastIndexOf('@');
  const host = authority
    .slice(at + 1)
    .replace(/:\d*$/, '')
    .toLowerCase();
  return { scheme: match?.groups?.scheme?.toLowerCase() ?? '', host, userInfo: at < 0 ? '' : authority.slice(0, at + 1) };
}

/** Checks redirect URIs, and that there is one where the grant needs it; each fault names the index. */
export function checkRedirectUris(faults: Faults, uris: readonly string[], needed: boolean): void {
  if (needed && uris.length === 0) faults.add('REQUIRED', 'redirectUris', 'AUTHORIZATION_CODE needs at least one redirect URI.');
  if (uris.length > MAXIMUM_REDIRECT_URIS)
    faults.add('LIMIT_EXCEEDED', 'redirectUris', `At most ${MAXIMUM_REDIRECT_URIS}; there are ${uris.length}.`);
  uris.slice(0, MAXIMUM_REDIRECT_URIS).forEach((uri, index) => {
    const rule = REDIRECT_URI_RULES.find(({ refuses }) => refuses(uri, partsOf(uri)));
    const path = ['redirectUris', String(index)];
    if (rule) faults.add('INVALID_REDIRECT_URI', path, rule.message);
    else if (uris.indexOf(uri) < index) faults.add('INVALID_REDIRECT_URI', path, 'Is given twice.');
  });
}

/** Whether a request may redirect to the URI: compared character by character, but for the port of a loopback address. */
export function matchesRedirectUri(registered: readonly string[], requested: string): boolean {
  if (registered.includes(requested)) return true;
  const withoutPort = (uri: string) => uri.replace(/^(http:\/\/(?:127\.0\.0\.1|\[::1\])):\d{1,5}(?=[/?]|$)/, '$1');
  if (!LOOPBACK_ADDRESSES.includes(partsOf(requested).host)) return false;
  return registered.some((uri) => withoutPort(uri) === withoutPort(requested));
}
