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

  it('gets none in production', async () => {
    const { status, headers, text } = await open(production);
    expect(status).toBe(400);
    expect(headers['content-type']).toMatch(/^application\/json/);
    expect(text).not.toContain('sandbox');
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
  });

  it('is on in production with INTROSPECTION=true', async () => {
    const gateway = await startGateway({ NODE_ENV: 'production', INTROSPECTION: 'true' });
    expect((await introspect(gateway)).data).toEqual({ __schema: { queryType: { name: 'Query' } } });
    await gateway.stop();
  });
});
