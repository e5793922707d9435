import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildConsole, SECRET } from '../support/console-files.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { scratchDirectory } from '../support/process.ts';
import { ask, post, talk } from '../support/wire.ts';

const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const PAGES = ['/', '/applications', '/applications/new', '/applications/a.b~c/secrets', '/organizations', '/users/1', '/activity'];
const MAIN = '/assets/main-3uX_-1a9.js';
const SANDBOX = 'embeddable-sandbox';

const scratch = scratchDirectory();
let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ CONSOLE: 'true' }, buildConsole(scratch.path));
});
afterAll(async () => {
  await gateway.stop();
  scratch.remove();
});
const get = (path: string, headers: Record<string, string> = {}, { url } = gateway) => ask(`${url}${path}`, { headers });

/** Starts another gateway, asks it, and stops it. */
async function at<T>(environment: Record<string, string>, directory: string | undefined, look: (other: Gateway) => Promise<T>): Promise<T> {
  const other = await startGateway({ CONSOLE: 'true', ...environment }, directory);
  return look(other).finally(() => other.stop());
}

describe('the page of the console', () => {
  it('is at each of its paths, so that whoever reloads one is there again', async () => {
    for (const path of [...PAGES, '/account', '/explorer', '/callback?code=x&state=y']) {
      const { status, headers, text } = await get(path, BROWSER);
      expect({ path, status, type: headers['content-type'] }).toEqual({ path, status: 200, type: 'text/html; charset=utf-8' });
      const issuer = gateway.url.replace('127.0.0.1', 'localhost');
      expect(text).toContain(`<head><base href="/"><meta name="issuer" content="${issuer}"><meta name="brand" content="Clientele">`);
    }
  });

  it('is asked for each time, and sent only if it is another one', async () => {
    const { headers } = await get('/users');
    expect(headers['cache-control']).toBe('no-cache');
    const etag = String(headers.etag);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await get('/', { 'if-none-match': known });
      expect([again.status, again.text, again.headers.etag]).toEqual([304, '', etag]);
    }
    expect((await get('/', { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('runs scripts of the gateway alone, asks nobody else, and is in a frame nowhere', async () => {
    const { headers } = await get('/');
    expect(headers).toMatchObject({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
        "connect-src 'self'; worker-src 'self'; frame-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'self'; " +
        "frame-ancestors 'none'",
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin-allow-popups',
    });
  });

  it('is in a frame of its own where a log-in ends, with an opener, and tells nobody of the code in its address', async () => {
    const { headers } = await get('/callback?code=x');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'self'");
    expect(headers).toMatchObject({ 'x-frame-options': 'SAMEORIGIN', 'referrer-policy': 'no-referrer' });
    expect(headers['cross-origin-opener-policy']).toBeUndefined();
  });

  it('has an icon, which is asked for each time, too', async () => {
    const { headers, text } = await get('/icon.svg');
    expect([headers['content-type'], headers['cache-control'], text]).toEqual(['image/svg+xml', 'no-cache', '<svg/>']);
    expect((await get('/icon.svg', { 'if-none-match': String(headers.etag) })).status).toBe(304);
  });

  it('is read and nothing else', async () => {
    for (const path of ['/', '/icon.svg', MAIN]) {
      const head = await ask(`${gateway.url}${path}`, { method: 'HEAD' });
      expect([head.status, head.text]).toEqual([200, '']);
      expect(Number(head.headers['content-length'])).toBeGreaterThan(0);
      const posted = await ask(`${gateway.url}${path}`, { method: 'POST', body: '{}' });
      expect([posted.status, posted.headers.allow]).toEqual([405, 'GET, HEAD']);
    }
  });

  it('leaves all other paths what they are', async () => {
    for (const path of [
      '/application',
      '/applicationsx',
      '/account2',
      '/account/x',
      '/explorer/x',
      '/callback/',
      '/Applications',
      '/index.html',
      '/x',
    ])
      expect([path, (await get(path, BROWSER)).status]).toEqual([path, 404]);
    expect((await get('/x', BROWSER)).text).toContain('<a href="/">the console</a>');
    expect((await get('/readyz')).text).toBe('ok');
    expect((await get('/.well-known/openid-configuration')).status).toBe(200);
    expect((await get('/oauth/nothing')).status).toBe(404);
  });

  it('is below the path at which browsers see the gateway', async () => {
    await at({ PUBLIC_URL: 'https://id.example.org/a"b/registry/', NODE_ENV: 'production' }, buildConsole(scratch.path), async (other) => {
      expect((await get('/applications', {}, other)).text).toContain(
        '<head><base href="/a%22b/registry/"><meta name="issuer" content="https://id.example.org/a&quot;b/registry">',
      );
      expect((await get('/graphql', BROWSER, other)).headers.location).toBe('/a%22b/registry/explorer');
      expect((await get('/x', BROWSER, other)).text).toContain('<a href="/a%22b/registry/">');
    });
  });
});

describe('what the page is made of', () => {
  it('is kept by browsers, and comes as small as they can read it', async () => {
    const asked = [
      ['gzip, deflate, br, zstd', 'br'],
      ['gzip', 'gzip'],
      ['br;q=0, gzip;q=0.1', 'gzip'],
      ['*', 'br'],
      ['BR', 'br'],
      ['*;q=0', undefined],
      ['identity', undefined],
      ['brotli', undefined],
      ['', undefined],
    ] as const;
    for (const [encodings, encoding] of asked) {
      const { status, headers, text } = await get(MAIN, { 'accept-encoding': encodings });
      expect([encodings, status, headers['content-encoding'], text]).toEqual([
        encodings,
        200,
        encoding,
        encoding === undefined ? 'as it is' : `by ${encoding}`,
      ]);
      expect(headers).toMatchObject({
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'accept-encoding',
        'x-content-type-options': 'nosniff',
      });
      const known = await get(MAIN, { 'accept-encoding': encodings, 'if-none-match': String(headers.etag) });
      expect([known.status, known.text, known.headers.vary]).toEqual([304, '', 'accept-encoding']);
    }
  });

  it('comes as it is where it was not compressed', async () => {
    const { headers, text } = await get('/assets/main-B1.css', { 'accept-encoding': 'br, gzip' });
    expect([headers['content-type'], headers['content-encoding'], text]).toEqual(['text/css; charset=utf-8', undefined, 'a {}']);
    expect((await get('/assets/mark-C2.svg')).headers['content-type']).toBe('image/svg+xml');
  });

  it('is in one directory, out of which no path leads', async () => {
    const names = [
      '../secret.js',
      '../../secret.js',
      '..%2fsecret.js',
      '%2e%2e/secret.js',
      '%2e%2e%2f%2e%2e%2fsecret.js',
      '..%5csecret.js',
      '..%c0%afsecret.js',
      './../secret.js',
      'link.js',
      'inner.js',
      'inner.js/secret.js',
      'inner.js%2fsecret.js',
      '.secret.js',
      'secret.txt',
      'secret.txt%00.js',
      'main-3uX_-1a9.js%00',
      'main-3uX_-1a9.js.br',
      'main-3uX_-1a9.js/',
      '__proto__',
      'constructor.js',
      '__proto__.js',
      '',
      `${'x'.repeat(4_000)}.js`,
    ];
    for (const name of names) {
      const answer = await talk(gateway.url, `GET /assets/${name} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br\r\nConnection: close\r\n\r\n`);
      expect([name, answer.slice(0, 13)]).toEqual([name, 'HTTP/1.1 404 ']);
      expect(answer).not.toContain(SECRET);
      expect(answer).not.toContain('immutable');
    }
    for (const name of ['..\\secret.js', 'main\0.js']) {
      const answer = await talk(gateway.url, `GET /assets/${name} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1.1 400 /);
    }
  });

  it('may be gone, and the gateway goes on', async () => {
    const directory = buildConsole(scratch.path);
    await at({}, directory, async (other) => {
      rmSync(join(directory, 'assets'), { recursive: true });
      const { status, headers } = await get(MAIN, {}, other);
      expect([status, headers['cache-control']]).toEqual([404, 'no-store']);
      rmSync(directory, { recursive: true });
      expect((await get('/', {}, other)).status).toBe(503);
      expect(other.logged.filter((line) => line.includes('"fault"'))).toEqual([]);
    });
  });
});

describe('a browser that opens /graphql', () => {
  it('is led to the explorer of the console where there is no Sandbox', async () => {
    await at({ NODE_ENV: 'production' }, buildConsole(scratch.path), async (other) => {
      const { status, headers } = await get('/graphql', BROWSER, other);
      expect([status, headers.location, headers.vary]).toEqual([303, '/explorer', 'accept']);
      expect((await post(other.url, '{ __typename }')).json).toEqual({ data: { __typename: 'Query' } });
    });
  });

  it('is told of the explorer where Sandbox, which comes from the internet, does not come', async () => {
    const { status, headers, text } = await get('/graphql', BROWSER);
    expect([status, text.includes(SANDBOX)]).toEqual([200, true]);
    expect(text).toContain('<a href="/explorer">The explorer of the console</a>');
    // what a page is shown after is asked for nowhere else
    expect(text).not.toMatch(/<link[^>]*stylesheet/);
    const [, nonce] = /<style nonce="(\w+)">#embeddableSandbox:empty/.exec(text) ?? [];
    expect(headers['content-security-policy']).toContain(`style-src 'nonce-${nonce}'`);
  });
});

describe('a gateway without the console', () => {
  const looksAsBefore = async (other: Gateway) => {
    for (const path of [...PAGES, '/callback', MAIN]) expect((await get(path, BROWSER, other)).status).toBe(404);
    expect((await get('/x', BROWSER, other)).text).not.toContain('console');
    expect((await get('/graphql', BROWSER, other)).text).not.toContain('/explorer"');
    expect((await get('/readyz', {}, other)).status).toBe(200);
  };

  it('is one with CONSOLE=false', async () => {
    await at({ CONSOLE: 'false' }, buildConsole(scratch.path), async (other) => {
      await looksAsBefore(other);
      expect(other.logged.join('')).not.toContain('serves no console');
    });
  });

  it('is one for which it was not built, which is said once', async () => {
    const directory = join(scratch.path, 'nowhere');
    await at({}, directory, async (other) => {
      await looksAsBefore(other);
      const told = other.logged.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'serves no console, because it was not built');
      expect(told).toEqual([expect.objectContaining({ level: 40, directory })]);
    });
  });
});

it('a door for programs keeps its paths, and people see the console there', async () => {
  await at({ DOORS: 'easir' }, buildConsole(scratch.path), async (other) => {
    for (const headers of [{ accept: '*/*' }, { accept: 'application/json' }, { ...BROWSER, authorization: 'Bearer x' }])
      expect((await get('/applications', headers, other)).headers['content-type']).toContain('application/json');
    expect((await get('/applications', BROWSER, other)).text).toContain('<base href="/">');
    expect((await get('/applications/openapi.json', BROWSER, other)).json).toMatchObject({ openapi: expect.any(String) });
    expect((await ask(`${other.url}/applications`, { method: 'POST', headers: BROWSER })).status).toBe(401);
  });
});
