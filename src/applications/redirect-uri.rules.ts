import { RELAXATIONS, type Relaxation, type Settings } from '../shared/settings.ts';
import type { Faults } from '../shared/user-errors.ts';
import { ClientType, checkEach } from './application.rules.ts';

/** The most redirect URIs of an application. */
export const MAXIMUM_REDIRECT_URIS = 50;
/** The most characters of a redirect URI that is told how to write it: to normalize a host takes long. */
const LONGEST_HINT = 255;
/** The most characters of a redirect URI. */
export const MAXIMUM_REDIRECT_URI_LENGTH = 2048;

/** Schemes that run or read something where they are opened. */
const DANGEROUS_SCHEMES = ['javascript', 'data', 'vbscript', 'file', 'blob', 'about', 'filesystem', 'view-source', 'jar', 'intent'];
/** Schemes that lead to other machines, or that the system itself answers to: no app can take them for itself. */
const FOREIGN_SCHEMES = ['ftp', 'ftps', 'sftp', 'ssh', 'telnet', 'smb', 'ldap', 'ldaps', 'ws', 'wss', 'chrome', 'resource', 'ms-msdt'];
const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Parameters of an authorization response (RFC 6749, sections 4.1.2 and 4.1.2.1; RFC 9207, section 2): beside one of the
 * same name a client could take the wrong one for the answer.
 */
const RESPONSE_PARAMETERS = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri'];

/** What of a URI the rules look at. */
interface Parts {
  readonly scheme: string;
  readonly host: string;
  readonly userInfo: string;
}

/** What the rules go by, beside the URI. */
export type Policy = Pick<Settings, 'redirectUriRules'>;

interface Rule {
  readonly refuses: (uri: string, parts: Parts, policy: Policy) => boolean;
  readonly message: string;
  /** What to write instead, or which part is meant. */
  readonly hint?: (uri: string) => string | undefined;
}

/** Characters that one does not see, or that change the direction of those that one does. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]/u;

/** Which URIs need what is allowed only where a setting says so. */
const NEEDS: Readonly<Record<Relaxation, (uri: string, parts: Parts) => boolean>> = {
  'http-hosts': (_, { scheme, host }) => scheme === 'http' && !LOOPBACK_HOSTS.includes(host),
  'dotless-schemes': (_, { scheme }) => !isWeb(scheme) && !scheme.includes('.'),
  'path-wildcards': (uri) => uri.includes('*'),
};

/** What refuses URIs that need a setting where it is off, and says which it is. */
const unlessAllowed = (relaxation: Relaxation, message: string): Rule => ({
  refuses: (uri, parts, { redirectUriRules }) => NEEDS[relaxation](uri, parts) && !redirectUriRules.includes(relaxation),
  message,
  hint: () => `Whoever runs the server can allow it with REDIRECT_URI_RULES=${relaxation}.`,
});

/** A URI whose path ends in a wildcard: what is before the path, and the path before the wildcard. */
const PATTERN = /^(?<start>[a-z][a-z0-9+.-]*:(?:\/\/[^/?#*]+)?)(?<path>\/(?!\/)[^?#*]*)\*$/i;

/** What makes a redirect URI unfit, in the order in which it is said (RFC 6749, section 3.1.2; RFC 9700, section 2.1). */
export const REDIRECT_URI_RULES: readonly Rule[] = [
  { refuses: (uri) => uri.length > MAXIMUM_REDIRECT_URI_LENGTH, message: `Must have at most ${MAXIMUM_REDIRECT_URI_LENGTH} characters.` },
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  { refuses: (uri) => /[\s\u0000-\u001f\u007f]/.test(uri), message: 'Must not contain white space or control characters.' },
  { refuses: (uri) => !uri.isWellFormed(), message: 'Must be Unicode text.' },
  {
    refuses: (uri) => INVISIBLE.test(uri),
    message: 'Must not contain characters that one cannot see.',
    hint: (uri) => `It has ${codePointOf(INVISIBLE.exec(uri)?.[0])}.`,
  },
  { refuses: (_, { scheme }) => scheme === '', message: 'Must be an absolute URI, such as "https://app.example.org/callback".' },
  {
    refuses: (_, { scheme }) => DANGEROUS_SCHEMES.includes(scheme) || FOREIGN_SCHEMES.includes(scheme),
    message: 'This scheme is never allowed.',
  },
  { refuses: (uri) => uri.includes('#'), message: 'Must not have a fragment.' },
  unlessAllowed('path-wildcards', 'Must not contain a wildcard; register each URI.'),
  {
    refuses: (uri) => uri.includes('*') && !PATTERN.test(uri),
    message: 'Must have its only wildcard at the end of its path, such as "https://app.example.org/callback/*".',
  },
  { refuses: (uri) => uri.includes('\\'), message: 'Must not contain a backslash.' },
  { refuses: (_, { userInfo }) => userInfo !== '', message: 'Must not contain a user name or password.' },
  {
    refuses: (uri) => /[^\x21-\x7e]/.test(uri),
    message: 'Must be ASCII, with the host in Punycode and the rest percent-encoded (RFC 3986, section 2; RFC 3492).',
    hint: (uri) => (uri.length <= LONGEST_HINT && URL.canParse(uri) ? `Write "${new URL(uri).href}".` : undefined),
  },
  {
    refuses: (uri) => /["<>^`{|}]/.test(uri) || /[[\]]/.test(uri.replace(IP_LITERAL, '')),
    message: 'Must percent-encode " < > ^ ` { | } and, but for those around an IPv6 address, [ and ] (RFC 3986, section 2.2).',
  },
  {
    refuses: (uri) => /%(?![0-9a-f]{2})/i.test(uri),
    message: 'Must have two hexadecimal digits behind every "%" (RFC 3986, section 2.1).',
  },
  {
    refuses: (uri) => uri.includes('*') && !isPlain(PATTERN.exec(uri)?.groups?.path ?? ''),
    message: 'Must have a plain path before a wildcard: without "." and ".." segments, empty ones, and encoded separators and dots.',
  },
  unlessAllowed('http-hosts', 'Must use https; http is for localhost, 127.0.0.1 and [::1] alone.'),
  {
    refuses: (uri, { scheme, host }) => isWeb(scheme) && (!/^https?:\/\/[^/]/i.test(uri) || host.includes('%') || !URL.canParse(uri)),
    message: 'Is not a valid URL.',
  },
  unlessAllowed(
    'dotless-schemes',
    'Must use https, or a private-use scheme with a dot, such as "com.example.app:/callback" (RFC 8252, section 7.1).',
  ),
  {
    // "localhost:3000/callback" and "C:/callback" have a scheme as well
    refuses: (uri, { scheme }) => !isWeb(scheme) && !scheme.includes('.') && !/^[^:]{2,}:\//.test(uri),
    message: 'Must have a scheme of two letters or more and a "/" behind its ":", such as "myapp://callback".',
  },
  { refuses: (uri) => !URL.canParse(uri), message: 'Is not a valid URI.' },
  {
    refuses: (uri) => responseParameterIn(uri) !== undefined,
    message: 'Must not have a parameter that the answer has, too.',
    hint: (uri) => `Rename "${responseParameterIn(uri)}".`,
  },
];

/** An IPv6 address, in the one place where RFC 3986, section 3.2.2, has square brackets. */
const IP_LITERAL = /(?<=^[a-z][a-z0-9+.-]*:\/\/)\[[^[\]/?]*\](?=[:/?]|$)/i;

const isWeb = (scheme: string) => scheme === 'http' || scheme === 'https';
const codePointOf = (character = '') => `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`;
const queryOf = (uri: string) => (uri.includes('?') ? uri.slice(uri.indexOf('?') + 1) : '');
const responseParameterIn = (uri: string) =>
  [...new URLSearchParams(queryOf(uri)).keys()].find((name) => RESPONSE_PARAMETERS.includes(name));

function partsOf(uri: string): Parts {
  const match = /^(?<scheme>[a-z][a-z0-9+.-]*):(?:\/\/(?<authority>[^/?#]*))?/i.exec(uri);
  const authority = match?.groups?.authority ?? '';
  const at = authority.lastIndexOf('@');
  const host = authority
    .slice(at + 1)
    .replace(/:\d*$/, '')
    .toLowerCase();
  return { scheme: match?.groups?.scheme?.toLowerCase() ?? '', host, userInfo: at < 0 ? '' : authority.slice(0, at + 1) };
}

/** Checks that there is a redirect URI, which the grant type AUTHORIZATION_CODE needs. */
export function requireRedirectUri(faults: Faults, uris: readonly string[]): void {
  if (uris.length === 0) faults.add('REQUIRED', 'redirectUris', 'AUTHORIZATION_CODE needs at least one redirect URI.');
}

/** Checks redirect URIs; each fault names the index. */
export function checkRedirectUris(faults: Faults, uris: readonly string[], policy: Policy): void {
  checkEach(faults, 'redirectUris', uris, { ...EACH, whyUnfit: (uri) => whyUnfit(uri, policy) });
}

/** Checks where users are to be sent who sign out: by the same rules, but with no wildcard, as they are matched exactly. */
export function checkPostLogoutRedirectUris(faults: Faults, uris: readonly string[], policy: Policy): void {
  const why = (uri: string) => (isExact(uri) ? whyUnfit(uri, policy) : 'Must not contain a wildcard, because it is matched exactly.');
  checkEach(faults, 'postLogoutRedirectUris', uris, { ...EACH, whyUnfit: why });
}

const EACH = { most: MAXIMUM_REDIRECT_URIS, code: 'INVALID_REDIRECT_URI' } as const;

function whyUnfit(uri: string, policy: Policy): string | undefined {
  const parts = partsOf(uri);
  const rule = REDIRECT_URI_RULES.find(({ refuses }) => refuses(uri, parts, policy));
  return rule && [rule.message, rule.hint?.(uri)].filter(Boolean).join(' ');
}

/** Whether nothing but settings that are on is needed for a URI to be used that was registered once. */
export function isInForce(uri: string, { redirectUriRules }: Policy): boolean {
  const parts = partsOf(uri);
  return RELAXATIONS.every((relaxation) => redirectUriRules.includes(relaxation) || !NEEDS[relaxation](uri, parts));
}

/** Whether a registered URI is one to which users can be sent as it is written. */
export const isExact = (uri: string): boolean => !uri.includes('*');

/** What of an application says where its users may be sent. */
interface Registered {
  readonly redirectUris: readonly string[];
  readonly clientType: ClientType;
}

/**
 * Whether a request may redirect to the URI: compared character by character, but for the port of a loopback address
 * (RFC 8252, section 7.3), and for what a wildcard stands for. The name "localhost" can be made to point elsewhere, so its
 * port varies for public clients alone: of a confidential one nothing runs on the user's device.
 */
export function matchesRedirectUri({ redirectUris, clientType }: Registered, requested: string, policy: Policy): boolean {
  const withoutPort = (uri: string) => uri.replace(LOOPBACK_PORTS[clientType], '$1');
  // not every port of five digits is one
  const mayVary = URL.canParse(requested);
  const matches = (registered: string) =>
    matchesOne(registered, requested) || (mayVary && matchesOne(withoutPort(registered), withoutPort(requested)));
  return redirectUris.some((uri) => matches(uri) && isInForce(uri, policy));
}

/** Whether users who sign out may be sent to the URI: compared character by character. */
export const matchesPostLogoutRedirectUri = (registered: readonly string[], requested: string, policy: Policy): boolean =>
  registered.includes(requested) && isInForce(requested, policy);

/** The port of a loopback address, behind what stands before it. */
const LOOPBACK_PORTS: Readonly<Record<ClientType, RegExp>> = {
  [ClientType.CONFIDENTIAL]: /^(http:\/\/(?:127\.0\.0\.1|\[::1\])):\d{1,5}(?=[/?]|$)/,
  [ClientType.PUBLIC]: /^(http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)):\d{1,5}(?=[/?]|$)/,
};

function matchesOne(registered: string, requested: string): boolean {
  const { start, path } = PATTERN.exec(registered)?.groups ?? {};
  if (start === undefined || path === undefined) return requested === registered && isExact(registered);
  return requested.startsWith(start + path) && isPlain(requested.slice(start.length));
}

/** A path of segments none of which is empty but the last, or is "." or begins with "..", with no wildcard, query or fragment. */
const PATH = /^(?:\/(?!\.(?:[./;]|$))(?:[\w.~!$&'()+,;=:@-]|%[0-9a-f]{2})+)*\/?$/i;
const ENCODED = /(?:%[0-9a-f]{2})+/gi;

/** Whether a path names one place below each of its segments to whoever reads it, decodes it twice, or folds its letters. */
const isPlain = (path: string): boolean =>
  path.length <= MAXIMUM_REDIRECT_URI_LENGTH && PATH.test(path) && !(path.match(ENCODED) ?? []).some(isAmbiguous);

/** Whether what is encoded could be read as a separator or a dot, also by who takes one for what looks like it. */
function isAmbiguous(encoded: string): boolean {
  try {
    return /[./\\;?#%*\u2044\u2215\p{C}]/u.test(decodeURIComponent(encoded).normalize('NFKC'));
  } catch {
    // no UTF-8, such as a "/" in more octets than it has
    return true;
  }
}

/**
 * A redirect URI with the parameters of an answer, every registered one kept as it is written (RFC 6749, section 3.1.2).
 * Registered long ago it may have one of the same name, which the answer replaces, or characters that no header takes.
 */
export function answerTo(uri: string, parameters: Readonly<Record<string, string>>): string {
  const [before = ''] = uri.split('?');
  const isReplaced = (pair: string) => [...new URLSearchParams(pair).keys()].some((name) => Object.hasOwn(parameters, name));
  const query = queryOf(uri);
  const kept = query === '' ? [] : query.split('&').filter((pair) => !isReplaced(pair));
  return toAscii(`${before}?${[...kept, new URLSearchParams(parameters)].join('&')}`);
}

/** The same for an answer in the fragment, which no registered URI has. */
export const answerInFragmentTo = (uri: string, parameters: Readonly<Record<string, string>>): string =>
  toAscii(`${uri}#${new URLSearchParams(parameters)}`);

const toAscii = (uri: string) => uri.toWellFormed().replace(/[^\x21-\x7e]/gu, encodeURIComponent);
