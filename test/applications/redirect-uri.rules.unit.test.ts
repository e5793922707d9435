import { describe, expect, it } from '@jest/globals';
import { ClientType } from '../../src/applications/application.rules.ts';
import {
  answerInFragmentTo,
  answerTo,
  MAXIMUM_REDIRECT_URI_LENGTH,
  MAXIMUM_REDIRECT_URIS,
  REDIRECT_URI_RULES,
} from '../../src/applications/redirect-uri.rules.ts';
import { faultsOf, matches, REFUSED_THOUGH_RELAXED, RELAXED, SAFE } from './support/redirect-uris.ts';

const ofLength = (length: number) => 'https://example.org/'.padEnd(length, 'x');

const ACCEPTED = [
  'https://example.org',
  'https://example.org/callback?tenant=1&x=%20',
  'HTTPS://EXAMPLE.ORG/callback',
  'https://example.org:8443/callback',
  'https://xn--bcher-kva.example/zur%C3%BCck',
  'https://example.org/a/../b/./c',
  'https://example.org?',
  'https://example.org/?redirect=https://example.org/x?y&codes=1&CODE=2&x=code&=state&error%5B',
  'https://[2001:db8::1]/callback',
  'http://localhost/callback',
  'http://localhost:3000/callback',
  'http://127.0.0.1/callback',
  'http://127.0.0.1:49152/callback',
  'http://[::1]/callback',
  'http://[::1]:49152/callback',
  'com.example.app:/callback',
  'com.example.app://callback',
  'com.example.app:',
  'com.example.app:/callback?tenant=1',
  'http://127.0.0.1:65535/callback',
  ofLength(MAXIMUM_REDIRECT_URI_LENGTH),
];

/** By what is wrong with them. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  'Must have at most': [ofLength(MAXIMUM_REDIRECT_URI_LENGTH + 1)],
  'white space': [
    'https://example.org/a b',
    ' https://example.org',
    'https://example.org\n',
    'java\tscript:alert(1)',
    'https://example.org/\u00a0',
    'https://example.org/\0',
    'https://example.org/\ufeff',
  ],
  'cannot see': [
    'https://example.org/\u200b',
    'https://exam\u200bple.org/',
    '\u200ehttps://example.org/',
    'https://example.org/\u2060',
    'https://example.org/\u202ecba',
    'https://example.org/\u2066x\u2069',
    'https://example.org/\u00ad',
    'https://example.org/\u3164',
    'https://example.org/\u{e0041}',
    'com.example.app:/\u200d',
  ],
  ASCII: [
    'https://bücher.example/',
    'https://example.org/zurück',
    'https://example.org/?q=ü',
    'com.example.app:/zurück',
    'https://ｅxample.org/',
  ],
  'percent-encode': [
    'https://example.org/"',
    'https://example.org/<x>',
    'https://example.org/?x={y}',
    'https://example.org/a|b',
    'https://example.org/^`',
    'https://example.org/?x[]=1',
    'https://[2001:db8::1]/[x]',
    'https://example[.org/',
    'com.example.app://[::1/',
  ],
  'two hexadecimal digits': ['https://example.org/%', 'https://example.org/%zz', 'https://example.org/?x=%a', 'https://exa%mple.org'],
  'that the answer has': [
    'https://example.org/?code',
    'https://example.org/?code=1',
    'https://example.org/?x=1&state=2',
    'https://example.org/?iss=https://example.org',
    'https://example.org/?error=x',
    'https://example.org/?error_description=x',
    'https://example.org/?error_uri=x',
    'https://example.org/?c%6Fde=1',
    'https://example.org/?&&%73%74%61%74%65&',
    'com.example.app:/?code=1',
  ],
  'absolute URI': ['', '/callback', 'callback', '//example.org/callback', 'example.org', '?x=1', ':callback', '1http://example.org'],
  'never allowed': [
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://example.org/1',
    'about:blank',
    'filesystem:https://example.org/temporary/1',
    'intent://example.org/#Intent;end',
    'ftp://example.org/',
    'ws://example.org/',
  ],
  fragment: ['https://example.org/#', 'https://example.org/#access', 'com.example.app:/x#y'],
  wildcard: ['https://*.example.org/callback', 'https://example.org/*', 'com.example.app:/*'],
  backslash: ['https://example.org\\@evil.example', 'http://localhost\\.evil.example/'],
  'user name or password': [
    'https://user@example.org/',
    'https://user:password@example.org/',
    'https://@example.org',
    'http://localhost@evil.example/',
  ],
  'Must use https; http': [
    'http://example.org/',
    'http://localhost.evil.example/',
    'http://127.0.0.1.evil.example/',
    'http://127.0.0.2/',
    'http://[::2]/',
    'http://0.0.0.0/',
    'http://localhost./',
  ],
  'valid URL': [
    'https:example.org',
    'https:/example.org',
    'https://',
    'https:///callback',
    'https://example.org:99999/',
    'http://127.0.0.1:99999/',
    'http://[::1]:65536/',
    'https://:443/',
    'https://exa%6Dple.org/',
    'https://[::1%25eth0]/',
  ],
  'private-use scheme': ['myapp:/callback', 'cursor://oauth/callback', 'urn:ietf:wg:oauth:2.0:oob', 'mailto:x@example.org'],
  'valid URI': ['com.example.app://host:65536/', 'com.example.app://a%20b:x/'],
  Unicode: ['https://example.org/\ud800', 'com.example.app:/\udfff'],
};

describe('a redirect URI', () => {
  it.each(ACCEPTED)('may be %j', (uri) => {
    expect(faultsOf([uri])).toEqual([]);
  });

  it.each(Object.entries(REFUSED).flatMap(([message, uris]) => uris.map((uri) => [uri, message] as const)))(
    'may not be %j: %s',
    (uri, message) => {
      expect(faultsOf(['https://example.org', uri])).toEqual([
        { code: 'INVALID_REDIRECT_URI', field: ['redirectUris', '1'], message: expect.stringContaining(message) },
      ]);
    },
  );

  it.each(REDIRECT_URI_RULES.map(({ message }) => message))('is refused by every rule: %s', (message) => {
    expect([...Object.keys(REFUSED), ...Object.keys(REFUSED_THOUGH_RELAXED)].some((part) => message.includes(part))).toBe(true);
  });
});

describe('a redirect URI that is not ASCII', () => {
  it.each([
    ['https://bücher.example/cb', 'https://xn--bcher-kva.example/cb'],
    ['https://例え.example:8443/zurück?q=ü', 'https://xn--r8jz45g.example:8443/zur%C3%BCck?q=%C3%BC'],
    ['com.example.app:/zurück', 'com.example.app:/zur%C3%BCck'],
  ])('%s is refused with what to write instead, which is taken', (uri, instead) => {
    expect(faultsOf([uri])).toMatchObject([{ message: expect.stringContaining(`"${instead}"`) }]);
    expect(faultsOf([instead])).toEqual([]);
  });

  it('is refused by the name of the character that one cannot see', () => {
    expect(faultsOf(['https://example.org/cb\u200b'])).toMatchObject([{ message: expect.stringContaining('U+200B') }]);
  });
});

describe('an answer', () => {
  const answer = { code: 'a b', state: '&=?' };

  it.each([
    ['https://example.org', 'https://example.org?code=a+b&state=%26%3D%3F'],
    ['https://example.org/?', 'https://example.org/?code=a+b&state=%26%3D%3F'],
    ['HTTPS://Example.ORG:443/a/../b', 'HTTPS://Example.ORG:443/a/../b?code=a+b&state=%26%3D%3F'],
    ["https://example.org/?x=%20%7e+'&&y&z=?/", "https://example.org/?x=%20%7e+'&&y&z=?/&code=a+b&state=%26%3D%3F"],
    ['com.example.app:', 'com.example.app:?code=a+b&state=%26%3D%3F'],
  ])('leaves %s as it is written', (uri, sent) => {
    expect(answerTo(uri, answer)).toBe(sent);
  });

  it('may come in the fragment', () => {
    expect(answerInFragmentTo('https://Example.ORG/?x=%20', answer)).toBe('https://Example.ORG/?x=%20#code=a+b&state=%26%3D%3F');
  });

  it.each([
    ['https://example.org/?code=1&x=2&%73tate=3', 'https://example.org/?x=2&code=a+b&state=%26%3D%3F'],
    ['https://bücher.example/\u200b\ud800', 'https://b%C3%BCcher.example/%E2%80%8B%EF%BF%BD?code=a+b&state=%26%3D%3F'],
  ])('has each parameter once and fits into a header, however %j came to be registered', (uri, sent) => {
    expect(answerTo(uri, answer)).toBe(sent);
  });
});

describe('redirect URIs', () => {
  it('have a fault for each that is wrong, with its index', () => {
    const faults = faultsOf(['http://example.org', 'https://example.org', 'javascript:x', '*']);
    expect(faults.map(({ field }) => field.join('.'))).toEqual(['redirectUris.0', 'redirectUris.2', 'redirectUris.3']);
  });

  it('may not be given twice', () => {
    expect(faultsOf(['https://example.org/', 'https://example.org/'])).toEqual([
      { code: 'INVALID_REDIRECT_URI', field: ['redirectUris', '1'], message: 'Is given twice.' },
    ]);
  });

  it('may be 50, not 51', () => {
    const uris = Array.from({ length: MAXIMUM_REDIRECT_URIS + 1 }, (_, index) => `https://example.org/${index}`);
    expect(faultsOf(uris.slice(1))).toEqual([]);
    expect(faultsOf(uris)).toEqual([{ code: 'LIMIT_EXCEEDED', field: ['redirectUris'], message: 'At most 50; there are 51.' }]);
  });
});

describe('a requested redirect URI', () => {
  it.each([
    ['https://example.org/cb', 'https://example.org/cb'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:49152/cb'],
    ['http://127.0.0.1:8080/cb', 'http://127.0.0.1/cb'],
    ['http://[::1]/cb', 'http://[::1]:49152/cb'],
    ['http://127.0.0.1/cb?x=%20', 'http://127.0.0.1:65535/cb?x=%20'],
  ])('%s matches %s', (registered, requested) => {
    expect(Object.values(ClientType).map((clientType) => matches(registered, requested, clientType))).toEqual([true, true]);
  });

  it.each([
    ['http://localhost/callback', 'http://localhost:49152/callback'],
    ['http://localhost:3000/callback', 'http://localhost/callback'],
  ])('%s matches %s for public clients alone', (registered, requested) => {
    expect(matches(registered, requested, ClientType.PUBLIC)).toBe(true);
    expect(matches(registered, requested, ClientType.CONFIDENTIAL)).toBe(false);
  });

  it.each([
    ['https://example.org/cb', 'https://example.org/cb/'],
    ['https://example.org/cb', 'https://example.org/cb?x=1'],
    ['https://example.org/cb', 'https://EXAMPLE.org/cb'],
    ['https://example.org/cb', 'https://example.org:8443/cb'],
    ['https://localhost/cb', 'https://localhost:3000/cb'],
    ['http://localhost/cb', 'http://127.0.0.1/cb'],
    ['http://localhost/cb', 'http://localhost:3000@evil.example/cb'],
    ['http://localhost/cb', 'http://localhost:65536/cb'],
    ['http://localhost/cb', 'http://localhost.evil.example:80/cb'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:49152/other'],
    ['http://127.0.0.1/cb', 'http://[::1]:49152/cb'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:80@evil.example/cb'],
    ['http://127.0.0.1/cb', 'https://127.0.0.1:49152/cb'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:65536/cb'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:99999/cb'],
    ['http://[::1]/cb', 'http://[::1]:99999/cb'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:/cb'],
  ])('%s does not match %s', (registered, requested) => {
    for (const policy of [SAFE, RELAXED])
      expect(Object.values(ClientType).map((clientType) => matches(registered, requested, clientType, policy))).toEqual([false, false]);
  });
});
