import { describe, expect, it } from '@jest/globals';
import { allowsOrigin, checkWebOrigins } from '../../src/applications/web-origin.rules.ts';
import { Faults, type Refusal, type UserError } from '../../src/shared/user-errors.ts';
import { RELAXED, SAFE } from './support/redirect-uris.ts';

function faultsOf(origins: readonly string[], policy = SAFE): readonly UserError[] {
  const faults = new Faults();
  checkWebOrigins(faults, origins, policy);
  try {
    faults.end();
    return [];
  } catch (error) {
    return (error as Refusal).userErrors;
  }
}

const LONGEST = `https://${`${'x'.repeat(60)}.`.repeat(4)}example:65535`;

describe('a web origin', () => {
  it.each([
    'https://app.example.org',
    'https://app.example.org:8443',
    'https://xn--bcher-kva.example',
    'https://192.0.2.1',
    'https://[2001:db8::1]:8443',
    'http://localhost:3000',
    'http://127.0.0.1',
    'http://[::1]:5173',
    LONGEST,
  ])('may be %s', (origin) => {
    expect(faultsOf([origin])).toEqual([]);
    expect(new URL(origin).origin).toBe(origin);
  });

  it.each([
    ['https://app.example.org/', 'https://app.example.org'],
    ['https://app.example.org/path?x#y', 'https://app.example.org'],
    ['https://app.example.org?', 'https://app.example.org'],
    ['https://app.example.org:443', 'https://app.example.org'],
    ['http://localhost:80', 'http://localhost'],
    ['HTTPS://App.Example.org', 'https://app.example.org'],
    ['https://user:password@app.example.org', 'https://app.example.org'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['https://0x7f.1', 'https://127.0.0.1'],
    ['https://[2001:DB8:0::1]', 'https://[2001:db8::1]'],
    ['https://app.example.org\n', 'https://app.example.org'],
  ])('is refused as %j with what to write instead, which is taken', (origin, instead) => {
    expect(faultsOf(['https://example.org', origin])).toEqual([
      { code: 'INVALID', field: ['webOrigins', '1'], message: expect.stringContaining(`Write "${instead}".`) },
    ]);
    expect(faultsOf([instead])).toEqual([]);
  });

  it.each([
    '',
    '*',
    '+',
    'null',
    'app.example.org',
    '//app.example.org',
    'https://',
    'https:app.example.org',
    'https://*',
    'https://*.example.org',
    'https://app.example.org:*',
    'https://app.example.org:99999',
    'https://app.exa\u200bmple.org:x',
    ' https://app.example.org',
    'com.example.app://host',
    'cursor://host',
    'chrome-extension://abcdefgh',
    'file://',
    'blob:https://app.example.org',
    'ws://app.example.org',
    'data:',
    `https://${'x'.repeat(300)}.example`,
    'https://\ud800',
  ])('may never be %j', (origin) => {
    for (const policy of [SAFE, RELAXED])
      expect(faultsOf([origin], policy)).toMatchObject([{ code: 'INVALID', field: ['webOrigins', '0'] }]);
  });

  it('may be of http on any host only where a setting says so', () => {
    expect(faultsOf(['http://intranet.example:8080'])).toMatchObject([
      { message: expect.stringContaining('REDIRECT_URI_RULES=http-hosts.') },
    ]);
    expect(faultsOf(['http://intranet.example:8080'], { redirectUriRules: ['http-hosts'] })).toEqual([]);
  });
});

describe('web origins', () => {
  it('may be 50, not 51, and none twice', () => {
    const origins = Array.from({ length: 51 }, (_, index) => `https://app${index}.example.org`);
    expect(faultsOf(origins.slice(1))).toEqual([]);
    expect(faultsOf(origins)).toMatchObject([{ code: 'LIMIT_EXCEEDED', field: ['webOrigins'] }]);
    expect(faultsOf(['http://localhost', 'http://localhost'])).toEqual([
      { code: 'INVALID', field: ['webOrigins', '1'], message: 'Is given twice.' },
    ]);
  });

  const redirectUris = [
    'https://App.Example.org/callback?x',
    'http://localhost/*',
    'http://intranet.example/cb',
    'com.example.app://host/cb',
  ];

  it.each([
    [[], 'https://app.example.org', [true, true]],
    [[], 'http://localhost', [false, true]],
    [[], 'http://intranet.example', [false, true]],
    [[], 'null', [false, false]],
    [[], 'com.example.app://host', [false, false]],
    [['https://spa.example.org'], 'https://spa.example.org', [true, true]],
    [['https://spa.example.org'], 'https://app.example.org', [false, false]],
    [['https://spa.example.org'], 'https://spa.example.org.evil.example', [false, false]],
    [['http://intranet.example:8080'], 'http://intranet.example:8080', [false, true]],
  ])('%j allow %s without settings and with them: %j', (webOrigins, origin, allowed) => {
    expect([SAFE, RELAXED].map((policy) => allowsOrigin({ redirectUris, webOrigins }, origin, policy))).toEqual(allowed);
  });
});
