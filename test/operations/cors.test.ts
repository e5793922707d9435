import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { ask } from '../support/wire.ts';

const FRONT_END = 'https://front.example.org';
const SANDBOX = 'https://studio.apollographql.com';
const EMBEDDED_SANDBOX = 'https://sandbox.embed.apollographql.com';

let development: Gateway;
let production: Gateway;
beforeAll(async () => {
  development = await startGateway({ CORS_ORIGINS: FRONT_END });
  production = await startGateway({ CORS_ORIGINS: FRONT_END, NODE_ENV: 'production' });
});
afterAll(async () => {
  await development.stop();
  await production.stop();
});

const preflight = ({ url }: Gateway, origin: string) =>
  ask(`${url}/graphql`, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,content-type' },
  });

describe('a front end in the browser', () => {
  it('of an allowed origin may send its token', async () => {
    const { status, headers } = await preflight(production, FRONT_END);
    expect(status).toBe(204);
    expect(headers['access-control-allow-origin']).toBe(FRONT_END);
    expect(headers['access-control-allow-headers']).toBe('authorization,content-type');
    expect(headers.vary).toContain('Origin');
  });

  it('of another origin may not', async () => {
    for (const origin of ['https://evil.example', `${FRONT_END}.evil.example`, 'null']) {
      expect((await preflight(development, origin)).headers['access-control-allow-origin']).toBeUndefined();
      const { headers } = await ask(`${development.url}/livez`, { headers: { origin } });
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('never gets its cookies sent along', async () => {
    expect((await preflight(development, FRONT_END)).headers['access-control-allow-credentials']).toBeUndefined();
  });

  it('is Apollo Sandbox outside production alone', async () => {
    for (const origin of [SANDBOX, EMBEDDED_SANDBOX]) {
      expect((await preflight(development, origin)).headers['access-control-allow-origin']).toBe(origin);
      expect((await preflight(production, origin)).headers['access-control-allow-origin']).toBeUndefined();
    }
  });
});

describe('a browser that opens /graphql', () => {
  const open = ({ url }: Gateway) => ask(`${url}/graphql`, { headers: { accept: 'text/html,application/xhtml+xml' } });

  it('gets Apollo Sandbox outside production', async () => {
    const { status, headers, text } = await open(development);
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/^text\/html/);
    expect(text).toContain('embeddable-sandbox');
  });

  it('lets Apollo Sandbox run no script but its own, ask nobody but the gateway, and be framed by nobody', async () => {
    const { headers, text } = await open(development);
    const policy = String(headers['content-security-policy']).split('; ');
    const [, nonce] = /<script nonce="([^"]+)" src="https:\/\/embeddable-sandbox\.cdn\.apollographql\.com\//.exec(text) ?? [];
    expect(nonce).toMatch(/^.{32,}$/);
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        `script-src 'nonce-${nonce}' https://embeddable-sandbox.cdn.apollographql.com`,
        "connect-src 'self'",
        'frame-src https://sandbox.embed.apollographql.com',
        "frame-ancestors 'none'",
      ]),
    );
    const again = await open(development);
    expect(again.headers['content-security-policy']).not.toContain(nonce);
  });

  it.each([
    ['in production', { NODE_ENV: 'production' }],
    ['where other machines reach the gateway', { HOST: '0.0.0.0' }],
    ['behind a public address', { PUBLIC_URL: 'https://registry.example.org' }],
  ])('gets a page of ours that says where the API is, and no script, %s', async (_, environment) => {
    const gateway = await startGateway(environment);
    try {
      const { status, headers, text } = await open(gateway);
      expect(status).toBe(200);
      expect(headers['content-type']).toMatch(/^text\/html/);
      expect(text).toContain('GraphQL requests to this address');
      expect(text).not.toMatch(/<script|apollographql/);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect((await preflight(gateway, EMBEDDED_SANDBOX)).headers['access-control-allow-origin']).toBeUndefined();
      const { data } = await gateway.as(undefined)('{ scopes { name } }');
      expect(data.scopes[0]).toEqual({ name: 'read' });
    } finally {
      await gateway.stop();
    }
  });

  it('is told by a page where there is nothing', async () => {
    const { status, headers, text } = await ask(`${production.url}/`, { headers: { accept: 'text/html' } });
    expect(status).toBe(404);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(text).toContain('<h1>There is nothing here</h1>');
  });
});

describe('introspection', () => {
  const introspect = (gateway: Gateway) => gateway.as(undefined)('{ __schema { queryType { name } } }');

  it('works outside production, for everybody', async () => {
    expect((await introspect(development)).data).toEqual({ __schema: { queryType: { name: 'Query' } } });
  });

  it('is off in production', async () => {
    const { status, errors } = await introspect(production);
    expect({ status, code: errors?.[0].extensions.code }).toEqual({ status: 400, code: 'GRAPHQL_VALIDATION_FAILED' });
    expect(errors?.[0].message).toContain('INTROSPECTION=true');
  });

  it('is on in production with INTROSPECTION=true', async () => {
    const gateway = await startGateway({ NODE_ENV: 'production', INTROSPECTION: 'true' });
    expect((await introspect(gateway)).data).toEqual({ __schema: { queryType: { name: 'Query' } } });
    await gateway.stop();
  });
});
