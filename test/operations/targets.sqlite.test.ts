import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { talk } from '../support/wire.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

/** Asks for a target as it is written, which no client library would send. */
async function statusOf(target: string, method = 'GET'): Promise<number> {
  const said = await talk(gateway.url, `${method} ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  return Number(/^HTTP\/1\.1 (\d+) /.exec(said)?.[1]);
}

describe.each(['/metrics', '/readyz', '/oauth/jwks', '/.well-known/openid-configuration'])('%s', (path) => {
  it('is answered where it is asked for', async () => expect(await statusOf(path)).toBe(200));

  it.each([
    'http://localhost',
    'http://localhost:4000',
    'HTTP://EXAMPLE.ORG',
    'https://registry.example.org:',
    'http://127.0.0.1:80',
    'http://[::1]:4000',
  ])('is answered where it is asked for as a whole URL at %s', async (origin) => {
    expect(await statusOf(origin + path)).toBe(200);
    expect(await statusOf(`${origin}${path}?x=http://localhost/`)).toBe(200);
    for (const other of [`/${path}`, `/x/..${path}`, `${path}/`, path.toUpperCase(), path.replace('/', '/%2f')])
      expect([other, await statusOf(origin + other)]).toEqual([other, 404]);
  });

  it.each([
    ['a host that is none', `/${path}`],
    ['a host in front', `//localhost${path}`],
    ['dots', `/x/..${path}`],
    ['written dots', `/%2e%2e${path}`],
    ['a written slash', path.replace('/', '/%2f')],
    ['a written letter', path.replace(/(.)$/, (letter) => `%${letter.charCodeAt(0).toString(16)}`)],
    ['a slash behind', `${path}/`],
    ['a parameter', `${path};x`],
    ['capitals', path.toUpperCase()],
    ['more behind', `${path}/x`],
  ])('is not what is asked for with %s', async (_, target) => expect(await statusOf(target)).toBe(404));

  it.each([
    ['backslashes', path.replaceAll('/', '\\')],
    ['a backslash behind', `${path}\\`],
    ['a fragment', `${path}#x`],
    ['a whole URL of nobody', `http://${path}`],
    ['a whole URL of somebody who logs in', `http://user:password@localhost${path}`],
    ['a whole URL of another kind', `ftp://localhost${path}`],
    ['a whole URL in a whole URL', `http://localhost:http://localhost${path}`],
    ['a whole URL behind another host', `http://localhost\\@example.org${path}`],
    ['a whole URL that ends in the host', `http://localhost#${path}`],
    ['a host that is written', `http://%6cocalhost${path}`],
    ['less than a whole URL', `http:${path}`],
  ])('asked for with %s is 400, not a guess', async (_, target) => expect(await statusOf(target)).toBe(400));
});

it.each(['http://localhost', 'http://localhost?x', 'http://localhost/'])('%s asks for the path /', async (target) =>
  expect(await statusOf(target)).toBe(404),
);

it('the API answers a whole URL, with what its query asks', async () => {
  const query = encodeURIComponent('{ scopes { name } }');
  const said = await talk(
    gateway.url,
    `GET http://elsewhere.example.org/graphql?query=${query} HTTP/1.1\r\nHost: localhost\r\nApollo-Require-Preflight: true\r\nConnection: close\r\n\r\n`,
  );
  expect(said).toContain('{"data":{"scopes":[{"name":"read"}');
});

it('whoever puts a password into a URL does not find it in the log', async () => {
  expect(await statusOf('http://somebody:secret-of-theirs@localhost/graphql')).toBe(400);
  expect(gateway.logged.join('')).not.toContain('secret-of-theirs');
});

it('the asterisk that stands for the server is 400', async () => expect(await statusOf('*', 'OPTIONS')).toBe(400));
