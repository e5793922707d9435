import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { ask } from '../support/wire.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ LOG_LEVEL: 'trace' });
});
afterAll(() => world.stop());

/** Waits for the line of a request: it is written when its connection has been answered. */
async function lineOf({ logged }: Gateway, requestId: unknown) {
  for (;;) {
    const found = logged.map((text) => JSON.parse(text)).find((line) => line.requestId === requestId && line.msg === 'request');
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('the log', () => {
  it('has a line of JSON for every request, with the request id that the answer has', async () => {
    const { headers } = await ask(`${world.url}/nowhere?token=abc`);
    expect(await lineOf(world, headers['x-request-id'])).toMatchObject({ method: 'GET', path: '/nowhere', status: 404, msg: 'request' });
  });

  it('takes the request id of the caller if it is harmless', async () => {
    const { headers } = await ask(`${world.url}/livez`, { headers: { 'x-request-id': 'trace-42' } });
    expect(headers['x-request-id']).toBe('trace-42');
    const other = await ask(`${world.url}/livez`, { headers: { 'x-request-id': '"},{"forged":"' } });
    expect(other.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('has the address that a proxy forwards last, and only if proxies are trusted', async () => {
    const forwarded = { headers: { 'x-forwarded-for': '203.0.113.9, 10.0.0.1', 'x-request-id': 'through-a-proxy' } };
    await ask(`${world.url}/livez`, forwarded);
    expect((await lineOf(world, 'through-a-proxy')).address).toBe('127.0.0.1');
    const trusting = await startGateway({ TRUST_PROXY: 'true' });
    await ask(`${trusting.url}/livez`, forwarded);
    expect((await lineOf(trusting, 'through-a-proxy')).address).toBe('10.0.0.1');
    await ask(`${trusting.url}/livez`, { headers: { 'x-forwarded-for': '[2001:DB8:0::5]:51000', 'x-request-id': 'with-a-port' } });
    expect((await lineOf(trusting, 'with-a-port')).address).toBe('2001:db8::5');
    await trusting.stop();
  });

  it('has no token, no secret, no variable and no value of a statement', async () => {
    const token = await world.tokenOf(world.users.admin.databaseId);
    const answer = await world.as(token)(
      `mutation ($input: CreateApplicationInput!) { createApplication(input: $input) { clientSecret userErrors { message } } }`,
      {
        input: {
          name: 'Confidential Name',
          description: 'Confidential Description',
          organizationId: world.acme.id,
          clientType: 'CONFIDENTIAL',
          authorizationGrantType: 'CLIENT_CREDENTIALS',
        },
      },
    );
    const secret = answer.data.createApplication.clientSecret;
    expect(secret).toMatch(/^clt_sec_/);
    await world.as(token)('query ($search: String) { applications(filter: { search: $search }) { nodes { name } } }', {
      search: 'confidential search',
    });
    await ask(`${world.url}/graphql?query={viewer{username}}&variables={"a":"confidential variable"}`, {
      headers: { authorization: `Bearer ${token}`, 'apollo-require-preflight': 'true' },
    });
    await lineOf(world, answer.headers.get('x-request-id'));
    const log = world.logged.join('');
    expect(log).not.toContain(token);
    expect(log).not.toContain(secret);
    expect(log.toLowerCase()).not.toContain('confidential');
  });
});
