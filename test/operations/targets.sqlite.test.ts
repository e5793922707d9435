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
    ['a whole URL', `http://localhost${path}`],
    ['a whole URL of nobody', `http://${path}`],
  ])('asked for with %s is 400, not a guess', async (_, target) => expect(await statusOf(target)).toBe(400));
});

it('the asterisk that stands for the server is 400', async () => expect(await statusOf('*', 'OPTIONS')).toBe(400));
