import { describe, expect, it } from '@jest/globals';
import { ClientType } from '../../src/applications/application.rules.ts';
import { MAXIMUM_REDIRECT_URI_LENGTH } from '../../src/applications/redirect-uri.rules.ts';
import { RELAXATIONS, type Relaxation } from '../../src/shared/settings.ts';
import { type Random, randomFrom } from '../support/random.ts';
import { ALLOWED_BY, faultsOf, matches, type Policy, REFUSED_THOUGH_RELAXED, RELAXED } from './support/redirect-uris.ts';

describe('a redirect URI that a setting allows', () => {
  const each = Object.entries(ALLOWED_BY).flatMap(([name, uris]) => uris.map((uri) => [uri, name as Relaxation] as const));

  it.each(each)('%s by %s, and is refused without it, with its name', (uri, relaxation) => {
    expect(faultsOf([uri], { redirectUriRules: [relaxation] })).toEqual([]);
    const others = { redirectUriRules: RELAXATIONS.filter((other) => other !== relaxation) };
    expect(faultsOf([uri], others)).toMatchObject([{ message: expect.stringContaining(`REDIRECT_URI_RULES=${relaxation}.`) }]);
    const requested = uri.replace('*', '');
    expect(matches(uri, requested, ClientType.PUBLIC, { redirectUriRules: [relaxation] })).toBe(true);
    expect(matches(uri, requested, ClientType.PUBLIC, others)).toBe(false);
  });

  it.each(Object.entries(REFUSED_THOUGH_RELAXED).flatMap(([message, uris]) => uris.map((uri) => [uri, message] as const)))(
    'may still not be %j: %s',
    (uri, message) => {
      expect(faultsOf([uri], RELAXED)).toMatchObject([{ code: 'INVALID_REDIRECT_URI', message: expect.stringContaining(message) }]);
    },
  );
});

describe('a wildcard', () => {
  it.each([
    ['https://example.org/*', ['/', '/a', '/a/', '/a/b.c/d', '/.well-known/x', '/zur%C3%BCck', '/a%20b', '/a:b@c']],
    ['https://example.org/app*', ['/app', '/apple', '/app/', '/app/a']],
    ['https://example.org/app/*', ['/app/', '/app/a', '/app/a/b']],
  ])('%s stands for the end of a path', (registered, paths) => {
    expect(paths.filter((path) => !matches(registered, `https://example.org${path}`, ClientType.CONFIDENTIAL, RELAXED))).toEqual([]);
  });

  it('goes with any port of a loopback address', () => {
    expect(matches('http://127.0.0.1/*', 'http://127.0.0.1:49152/a/b', ClientType.CONFIDENTIAL, RELAXED)).toBe(true);
    expect(matches('http://localhost/*', 'http://localhost:49152/a/b', ClientType.PUBLIC, RELAXED)).toBe(true);
    expect(matches('http://localhost/*', 'http://localhost:49152/a/b', ClientType.CONFIDENTIAL, RELAXED)).toBe(false);
    expect(matches('https://example.org/*', 'https://example.org:8443/', ClientType.PUBLIC, RELAXED)).toBe(false);
  });

  it.each([
    'https://example.org/app',
    'https://example.org/',
    'https://example.org/App/x',
    'https://example.org/app/*',
    'https://example.org/app/..',
    'https://example.org/app/../x',
    'https://example.org/app/a/..;x/b',
    'https://example.org/app/..%20/x',
    'https://example.org/app/./x',
    'https://example.org/app/.%2e/x',
    'https://example.org/app/%2e%2e/x',
    'https://example.org/app/%2E%2E%2Fx',
    'https://example.org/app/%252e%252e/x',
    'https://example.org/app/%25252e',
    'https://example.org/app/a%2fb',
    'https://example.org/app/a%5cb',
    'https://example.org/app/a\\b',
    'https://example.org/app//evil.example',
    'https://example.org/app/%c0%ae%c0%ae/x',
    'https://example.org/app/%c0%af',
    'https://example.org/app/%e0%80%ae',
    'https://example.org/app/%EF%BC%8E%EF%BC%8E/x',
    'https://example.org/app/%E2%80%A5/x',
    'https://example.org/app/%E2%88%95x',
    'https://example.org/app/%u002e',
    'https://example.org/app/%00',
    'https://example.org/app/%0d%0aset-cookie:x',
    'https://example.org/app/\r\n',
    'https://example.org/app/a b',
    'https://example.org/app/ü',
    'https://example.org/app/x?y=1',
    'https://example.org/app/?code=1',
    'https://example.org/app/x#y',
    'https://example.org/app/x%23y',
    'https://example.org/app/x%3fy',
    'https://example.org/app/%',
    'https://example.org/app/<script>',
    'https://example.org:443/app/x',
    'https://example.org@evil.example/app/x',
    'https://example.org.evil.example/app/x',
    'https://evil.example/https://example.org/app/x',
    'http://example.org/app/x',
    `https://example.org/app/${'x'.repeat(MAXIMUM_REDIRECT_URI_LENGTH)}`,
  ])('of https://example.org/app/* is not %j', (requested) => {
    expect(matches('https://example.org/app/*', requested, ClientType.PUBLIC, RELAXED)).toBe(false);
  });

  it('does not become the host of a private-use scheme', () => {
    expect(matches('com.example.app:/*', 'com.example.app:/x', ClientType.PUBLIC, RELAXED)).toBe(true);
    expect(matches('com.example.app:/*', 'com.example.app://evil.example/x', ClientType.PUBLIC, RELAXED)).toBe(false);
  });

  it.each(['*', 'https://*', 'https://*.example.org/', 'https://example.org/*?x', 'https://example.org*', 'https://example.org/*/x'])(
    'that could not be registered matches nothing, not even itself: %s',
    (registered) => {
      for (const requested of [registered, registered.replace('*', ''), registered.replace('*', 'x'), 'https://example.org/x'])
        expect(matches(registered, requested, ClientType.PUBLIC, RELAXED)).toBe(false);
    },
  );
});

/** A URI in its parts, found by looking for what ends each. */
function split(uri: string) {
  const [beforeFragment = '', ...fragment] = uri.split('#');
  const [hierarchy = '', ...query] = beforeFragment.split('?');
  const colon = hierarchy.indexOf(':');
  const [scheme, rest] = [hierarchy.slice(0, colon), hierarchy.slice(colon + 1)];
  const [, , authority, ...further] = rest.startsWith('//') ? rest.split('/') : [];
  const path = authority === undefined ? rest : ['', ...further].join('/');
  return { scheme, authority, path: path.split('/'), query, fragment };
}

/** The text of a segment, with every letter in its plainest form; undefined if it has none. */
function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment).normalize('NFKC');
  } catch {
    return undefined;
  }
}

const ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.~!$&'()+,;=:@-%";

/** Whether a segment means the same to everybody. */
function isHonest(segment: string, index: number, { length }: { length: number }): boolean {
  if (segment === '') return index === 0 || index === length - 1;
  const plain = segment.split('%').map((part, index) => (index === 0 ? part : part.slice(2)));
  const text = decoded(segment);
  if (text === undefined) return false;
  const isDotted = segment === '.' || segment.startsWith('..') || segment.startsWith('.;');
  const hasSpecial = [...text].some((character) => '/\\?#%*⁄∕'.includes(character) || /\p{C}/u.test(character));
  const count = (character: string) => [text.split(character).length, plain.join('').split(character).length];
  const isMore = ['.', ';'].map(count).some(([all, written]) => all !== written);
  return !isDotted && !hasSpecial && !isMore && [...segment].every((character) => ALPHABET.includes(character));
}

/** The same as the rules say, slowly: with the parser of URLs, and segment by segment. */
function slowly(registered: string, requested: string, clientType: ClientType, { redirectUriRules }: Policy): boolean {
  const [own, asked] = [split(registered), split(requested)];
  const [ownUrl, askedUrl] = [URL.parse(registered), URL.parse(requested)];
  const host = ownUrl?.hostname ?? '';
  const isHttp = ownUrl?.protocol === 'http:';
  if (isHttp && !['localhost', '127.0.0.1', '[::1]'].includes(host) && !redirectUriRules.includes('http-hosts')) return false;
  if (!/^https?$/i.test(own.scheme) && !own.scheme.includes('.') && !redirectUriRules.includes('dotless-schemes')) return false;
  const portVaries = host !== 'localhost' || clientType === ClientType.PUBLIC;
  const isSameLoopback =
    isHttp &&
    own.scheme === asked.scheme &&
    askedUrl !== null &&
    portVaries &&
    own.authority?.split(/:\d+$/)[0] === host &&
    asked.authority?.split(/:\d+$/)[0] === host &&
    ['localhost', '127.0.0.1', '[::1]'].includes(host);
  const isSamePlace = isSameLoopback || (own.scheme === asked.scheme && own.authority === asked.authority);
  if (!isSamePlace) return false;
  if (!registered.includes('*')) {
    const isSame = JSON.stringify([own.path, own.query, own.fragment]) === JSON.stringify([asked.path, asked.query, asked.fragment]);
    return registered === requested || (isSameLoopback && isSame);
  }
  if (!redirectUriRules.includes('path-wildcards') || asked.query.length + asked.fragment.length > 0 || askedUrl === null) return false;
  // whatever resolves the path finds nothing to resolve
  const raw = asked.path.join('/');
  if (/^https?$/i.test(asked.scheme) && askedUrl.pathname !== raw) return false;
  const last = own.path.length - 1;
  const begins = own.path.every((segment, index) => {
    const other = asked.path[index];
    return index < last ? segment === other : other?.startsWith(segment.replace('*', ''));
  });
  return begins && asked.path[0] === '' && asked.path.every(isHonest);
}

const STARTS = [
  ...['https://example.org', 'https://example.org:8443', 'http://example.org', 'http://localhost', 'http://localhost:3000'],
  ...['http://127.0.0.1', 'http://127.0.0.1:8080', 'http://[::1]', 'com.example.app:', 'com.example.app://host', 'myapp:', 'myapp://host'],
];
const PIECES = [
  ...['a', 'b', '/', '/', '.', '..', ';', '%2e', '%2F', '%5c', '%25', '%252f', '%20', '%C3%BC', '%c0%af', '%EF%BC%8F', '%00', '%', '\\'],
  ...['?', '#', '@', ':', ':80', '*', 'ü', '//', '/..', '/../', '%E2%80%A5', '%3B', '%CC%B8', '=', '<', '.well-known', ' '],
];

function randomUris(random: Random): [string, string] {
  const pieces = (most: number) => Array.from({ length: random.below(most + 1) }, () => random.one(PIECES)).join('');
  const registered = `${random.one(STARTS)}${random.one(['/', '/', '/a', '/a/', '/a.', '/a%20b/', '/x?y=1'])}${random.one(['*', '*', ''])}`;
  let requested = registered.replace('*', random.chance(30) ? random.one(['', 'a', 'a/b', 'b/', 'a%C3%BC']) : pieces(4));
  if (random.chance(40))
    requested = requested.replace(/^(http:\/\/(?:[a-z0-9.]+|\[::1\]))(:\d+)?/, `$1${random.one(['', ':1', ':49152', ':99999', ':'])}`);
  if (random.chance(20)) {
    const at = random.below(requested.length + 1);
    requested = requested.slice(0, at) + random.one(PIECES) + requested.slice(at + random.below(2));
  }
  return [registered, requested];
}

it('a requested URI matches by the rules exactly where it does segment by segment', () => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32));
  const random = randomFrom(seed);
  const said = { true: 0, false: 0 };
  for (let round = 0; round < 40_000; round++) {
    const [registered, requested] = randomUris(random);
    if (faultsOf([registered], RELAXED).length > 0) continue;
    const clientType = random.one(Object.values(ClientType));
    const policy = random.chance(70) ? RELAXED : { redirectUriRules: RELAXATIONS.filter(() => random.chance(50)) };
    const matched = matches(registered, requested, clientType, policy);
    said[`${matched}`]++;
    const expected = slowly(registered, requested, clientType, policy);
    if (matched !== expected)
      throw new Error(`SEED=${seed}: ${JSON.stringify({ registered, requested, clientType, policy, matched, expected })}`);
  }
  expect(Math.min(said.true, said.false)).toBeGreaterThan(5_000);
});
