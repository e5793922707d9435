import { once } from 'node:events';
import { type ClientRequest, request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { ask, post } from '../support/wire.ts';

let gateway: Gateway;
let held: ClientRequest[];
beforeEach(async () => {
  held = [];
  gateway = await startGateway({ LIMIT_PENDING: '4', TRUST_PROXY: 'true' });
});
afterEach(async () => {
  for (const outgoing of held) outgoing.destroy();
  await gateway.stop();
});

const BODIES: Readonly<Record<string, readonly [type: string, body: string]>> = {
  '/graphql': ['application/json', '{"query": "{ scopes { name } }"}'],
  '/oauth/token': ['application/x-www-form-urlencoded', 'grant_type=client_credentials'],
};

/** Begins a request, and waits until the gateway has it. @returns how to send the rest of it */
async function hold(path: string, headers: Record<string, string> = {}) {
  const [type, body] = BODIES[path] as [string, string];
  const arrived = new Promise((resolve) => gateway.app.server.once('request', resolve));
  const outgoing = request(gateway.url + path, {
    method: 'POST',
    headers: { 'content-type': type, 'content-length': String(body.length), ...headers },
  });
  outgoing.on('error', () => {});
  outgoing.write(body.slice(0, 5));
  held.push(outgoing);
  await arrived;
  return async () => {
    outgoing.end(body.slice(5));
    const [answer] = await once(outgoing, 'response');
    answer.resume();
    await once(answer, 'end');
    return answer.statusCode as number;
  };
}

const scopes = (headers = {}) => post(gateway.url, '{ scopes { name } }', headers);
const from = (address: string) => ({ 'x-forwarded-for': address });

describe.each(['/graphql', '/oauth/token'])('a gateway with as many requests at %s under way as it may have', (path) => {
  it('refuses further ones at once, and says when to come back', async () => {
    const finish = await Promise.all([hold(path), hold(path), hold(path), hold(path)]);
    const graphql = await scopes();
    expect({ status: graphql.status, retry: graphql.headers['retry-after'] }).toEqual({ status: 503, retry: '1' });
    expect(graphql.json.errors[0].extensions.code).toBe('SERVICE_UNAVAILABLE');
    const oauth = await ask(`${gateway.url}/oauth/jwks`);
    expect({ status: oauth.status, retry: oauth.headers['retry-after'] }).toEqual({ status: 503, retry: '1' });
    expect(oauth.json.error).toBe('temporarily_unavailable');
    const page = await ask(`${gateway.url}/oauth/device`, { headers: { accept: 'text/html' } });
    expect({ status: page.status, type: page.headers['content-type'] }).toEqual({ status: 503, type: 'text/html; charset=utf-8' });
    for (const rest of finish) expect([200, 400]).toContain(await rest());
    expect((await scopes()).status).toBe(200);
    expect((await ask(`${gateway.url}/oauth/jwks`)).status).toBe(200);
  });

  it('answers probes and metrics, which count what was refused; and the log tells of it', async () => {
    await Promise.all([hold(path), hold(path), hold(path), hold(path)]);
    for (let index = 0; index < 3; index++) expect((await scopes()).status).toBe(503);
    for (const probe of ['/livez', '/readyz']) expect((await ask(gateway.url + probe)).status).toBe(200);
    expect((await ask(`${gateway.url}/metrics`)).text).toMatch(/^clientele_requests_refused_total 3$/m);
    expect((await ask(`${gateway.url}/nothing`)).status).toBe(404);
    expect(gateway.logged.map((line) => JSON.parse(line)).filter(({ level }) => level === 40)).toHaveLength(1);
  });

  it('has places again when clients go away', async () => {
    await Promise.all([hold(path), hold(path), hold(path), hold(path)]);
    for (const outgoing of held) outgoing.destroy();
    while ((await scopes()).status === 503) await new Promise(setImmediate);
    expect((await scopes()).status).toBe(200);
  });

  it('gives the place of a request that is sent too slowly to one that is not', async () => {
    await Promise.all([hold(path), hold(path), hold(path), hold(path)]);
    const [slowest] = held;
    const ended = new Promise((resolve) => slowest?.once('close', resolve));
    while ((await scopes()).status === 503) await new Promise(setImmediate);
    await ended;
    expect((await ask(`${gateway.url}/livez`)).status).toBe(200);
  });

  it('has places for others when one address has taken half of them', async () => {
    const finish = await hold(path, from('203.0.113.1'));
    await hold(path, from('203.0.113.1'));
    expect((await scopes(from('203.0.113.1'))).status).toBe(503);
    expect((await scopes(from('203.0.113.2'))).status).toBe(200);
    expect([200, 400]).toContain(await finish());
    expect((await scopes(from('203.0.113.1'))).status).toBe(200);
  });

  it('takes the addresses of one network for one, which whoever has a connection has all of', async () => {
    await hold(path, from('2001:db8::1'));
    await hold(path, from('[2001:db8::2]:4321'));
    expect((await scopes(from('2001:db8:0:0:ffff::3'))).status).toBe(503);
    expect((await scopes(from('2001:db8:0:1::3'))).status).toBe(200);
  });

  it('takes an IPv4 address for the same, however it is written', async () => {
    await hold(path, from('203.0.113.1'));
    await hold(path, from('::ffff:203.0.113.1'));
    expect((await scopes(from('203.0.113.1'))).status).toBe(503);
  });

  it('makes no difference between clients of one proxy that does not tell of them', async () => {
    await Promise.all([hold(path), hold(path), hold(path)]);
    expect((await scopes()).status).toBe(200);
  });
});

it('a preflight of a browser is answered however much there is to do, and the page may read the refusal', async () => {
  await Promise.all(Array.from({ length: 4 }, () => hold('/graphql')));
  const origin = 'https://sandbox.embed.apollographql.com';
  const preflight = await ask(`${gateway.url}/graphql`, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST' },
  });
  expect(preflight.status).toBe(204);
  const { status, headers } = await scopes({ origin });
  expect({ status, shared: headers['access-control-allow-origin'] }).toEqual({ status: 503, shared: origin });
});
