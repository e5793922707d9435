import { describe, expect, it } from '@jest/globals';
import { allowed, changesOf, translated } from './support/keycloak.ts';
import { GIVEN, RELAXED, SAFE } from './support/reports.ts';

describe('a redirect URI of a client of Keycloak', () => {
  const OTHER = 'https://portal.example.org/callback';
  const urisOf = (uri: unknown, known = SAFE, client = {}) => translated({ redirectUris: [uri, OTHER], ...client }, known);

  it.each([
    ['/app', ['https://root.example.org/app'], SAFE],
    ['/app/*', ['https://root.example.org/app/*'], allowed('path-wildcards')],
    ['http://localhost:*', ['http://localhost'], SAFE],
    ['http://localhost:*', ['http://localhost/*'], RELAXED],
    ['http://127.0.0.1:*/callback', ['http://127.0.0.1/callback'], SAFE],
    ['http://[::1]:*/callback/*', ['http://[::1]/callback/*'], RELAXED],
    ['http://intranet/x', ['http://intranet/x'], allowed('http-hosts')],
    ['myapp://x', ['myapp://x'], allowed('dotless-schemes')],
  ])('%s becomes %j', (uri, expected, known) => {
    const report = urisOf(uri, known, { rootUrl: 'https://root.example.org/' });
    expect(report.application?.redirectUris).toEqual([...expected, OTHER]);
    expect(changesOf(report, 'redirectUris')).toHaveLength(uri === expected[0] ? 0 : 1);
  });

  it.each([
    ['*', 'any address', RELAXED],
    ['/app', 'absolute URI', RELAXED],
    ['https://portal.example.org/*', 'It needs REDIRECT_URI_RULES=path-wildcards.', SAFE],
    ['https://portal.example.org/*', 'It needs REDIRECT_URI_RULES=http-hosts,path-wildcards.', allowed('http-hosts')],
    ['http://intranet/*', 'It needs REDIRECT_URI_RULES=http-hosts,path-wildcards.', SAFE],
    ['http://intranet/x', 'It needs REDIRECT_URI_RULES=http-hosts.', SAFE],
    ['http://localhost:*/*', 'It needs REDIRECT_URI_RULES=path-wildcards.', SAFE],
    ['http://localhost:*.evil.example', 'only wildcard', RELAXED],
    ['https://portal.example.org*', 'only wildcard', RELAXED],
    ['https://*.example.org/', 'only wildcard', SAFE],
    ['https://localhost:*', 'only wildcard', SAFE],
    ['javascript:alert(1)', 'never allowed', RELAXED],
    ['https://ada:pa55word@portal.example.org/', 'user name or password', RELAXED],
  ])('%s is left out, and said why: %s', (uri, why, known) => {
    const report = urisOf(uri, known);
    expect(report.application?.redirectUris).toEqual([OTHER]);
    const changes = changesOf(report, 'redirectUris');
    expect(changes.at(-1)).toMatchObject({ what: expect.stringContaining('is left out.'), why: expect.stringContaining(why) });
    expect(JSON.stringify(changes)).not.toContain('pa55word');
  });

  it('of localhost keeps its port for a confidential client, for which it does not vary', () => {
    const report = urisOf('http://localhost:*', SAFE, { publicClient: false, secret: GIVEN });
    expect(report.application?.redirectUris).toEqual([OTHER]);
    expect(changesOf(report, 'redirectUris')).toMatchObject([{ why: expect.stringContaining('for public clients alone') }]);
  });

  it('is what the code flow needs: without one the client is left out, or has its other flows', () => {
    const none = { redirectUris: ['http://intranet/*', '*'] };
    expect(translated(none).leftOut).toEqual({
      why: expect.stringContaining('"*" is left out.'),
      whatToDo: 'Set REDIRECT_URI_RULES=http-hosts,path-wildcards, or give each redirect URI in redirectUris, written out.',
    });
    expect(translated({ redirectUris: [] }).leftOut).toMatchObject({ why: 'AUTHORIZATION_CODE needs a redirect URI, and it has none.' });
    expect(translated({ ...none, directAccessGrantsEnabled: true }).application?.grantTypes).toEqual(['PASSWORD']);
  });

  it('is there once, and fifty times at most', () => {
    const many = Array.from({ length: 60 }, (_, index) => `https://portal.example.org/${index % 55}`);
    const report = translated({ redirectUris: many });
    expect(report.application?.redirectUris).toEqual(many.slice(0, 50));
    expect(changesOf(report, 'redirectUris')).toMatchObject([{ what: 'The first 50 of 55 are taken.' }]);
  });
});

describe('after logout, a client of Keycloak', () => {
  const logoutsOf = (uris: string, known = SAFE, client = {}) =>
    translated({ attributes: { 'post.logout.redirect.uris': uris }, ...client }, known).application?.postLogoutRedirectUris;

  it.each([
    ['+', ['https://portal.example.org/callback']],
    ['-', []],
    ['https://a.example/##https://b.example/', ['https://a.example/', 'https://b.example/']],
    ['+##https://b.example/##https://b.example/*', ['https://portal.example.org/callback', 'https://b.example/']],
  ])('leads users to where %s says', (uris, expected) => {
    expect(logoutsOf(uris, RELAXED)).toEqual(expected);
  });

  it('leads nobody to a redirect URI with a wildcard', () => {
    expect(logoutsOf('+', RELAXED, { redirectUris: ['https://portal.example.org/*'] })).toEqual([]);
  });
});

describe('the web origins of a client of Keycloak', () => {
  it.each([
    [['+'], []],
    [['*'], []],
    [
      ['+', 'https://a.example'],
      ['https://portal.example.org', 'https://a.example'],
    ],
    [['https://a.example/x', 'https://A.example:443'], ['https://a.example']],
    [['http://a.example', 'ftp://a.example', 'https://b.example'], ['https://b.example']],
  ])('%j are %j', (webOrigins, expected) => {
    const report = translated({ webOrigins });
    expect(report.application?.webOrigins).toEqual(expected);
    const isSaid = JSON.stringify(webOrigins) !== JSON.stringify(['+']) && !webOrigins.includes('https://a.example');
    expect(changesOf(report, 'webOrigins').length > 0).toBe(isSaid);
  });
});
