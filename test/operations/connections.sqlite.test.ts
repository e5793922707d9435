import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { ask, talk } from '../support/wire.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

const LAST = 'GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';

/** The statuses of what is answered on one connection, until it is closed. */
async function statusesOf(...requests: string[]): Promise<number[]> {
  const said = await talk(gateway.url, requests.join(''));
  return [...said.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => Number(status));
}

const head = (line: string, ...headers: string[]) => [`${line} HTTP/1.1`, 'Host: localhost', ...headers, '', ''].join('\r\n');

describe('a connection', () => {
  it.each([
    ['GET /nothing', 404],
    ['HEAD /nothing', 404],
    ['OPTIONS /nothing', 404],
    ['GET /oauth/nothing', 404],
    ['DELETE /graphql', 405],
    ['POST /livez', 405],
    ['GET ftp://localhost/livez', 400],
  ])('is kept after %s, which is %i', async (line, status) => {
    expect(await statusesOf(head(line), LAST)).toEqual([status, 200]);
  });

  it.each([
    ['POST /nothing', 404],
    ['POST /oauth/nothing', 404],
    ['PUT /graphql', 405],
    ['POST /livez', 405],
  ])('is kept after %s with a small body, which nobody reads', async (line, status) => {
    expect(await statusesOf(`${head(line, 'Content-Length: 4')}GET `, LAST)).toEqual([status, 200]);
  });

  it('is kept after a body in chunks that was read', async () => {
    const body = '{"query": "{ scopes { name } }"}';
    const request = head('POST /graphql', 'Content-Type: application/json', 'Transfer-Encoding: chunked');
    expect(await statusesOf(`${request}${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`, LAST)).toEqual([200, 200]);
  });

  it.each([
    ['POST /nothing', 404],
    ['POST /oauth/nothing', 404],
    ['PUT /graphql', 405],
    ['POST /graphql', 413],
  ])('is closed after %s with a body over the limit, without waiting for it', async (line, status) => {
    expect(await statusesOf(head(line, 'Content-Type: application/json', 'Content-Length: 256001'))).toEqual([status]);
  });

  it.each([
    ['POST /nothing', 404],
    ['PUT /graphql', 405],
  ])('is closed after %s with a body that may have no end', async (line, status) => {
    expect(await statusesOf(head(line, 'Transfer-Encoding: chunked'), '1\r\nx\r\n')).toEqual([status]);
  });

  it('is kept for longer than proxies keep it, when nothing is asked', async () => {
    const { headers } = await ask(`${gateway.url}/livez`, { headers: { connection: 'keep-alive' } });
    expect(headers['keep-alive']).toBe('timeout=75');
  });
});

describe('a gateway that stops', () => {
  const patient = { LIMIT_IDLE_SECONDS: '600', LIMIT_REQUEST_SECONDS: '600' };
  const open = (url: string) => connect(Number(new URL(url).port), '127.0.0.1').setEncoding('utf8');

  it('closes idle connections at once', async () => {
    const stopping = await startGateway(patient);
    const socket = open(stopping.url);
    socket.write(head('GET /livez'));
    await once(socket, 'data');
    const closed = once(socket, 'close');
    await stopping.stop();
    await closed;
  });

  it.each([
    ['/graphql', 'application/json', '{"query": "{ scopes { name } }"}'],
    ['/oauth/token', 'application/x-www-form-urlencoded', 'grant_type=client_credentials'],
  ])('answers what is under way at %s, and closes its connection then', async (path, type, body) => {
    const stopping = await startGateway(patient);
    const socket = open(stopping.url);
    const arrived = new Promise((resolve) => stopping.app.server.once('request', resolve));
    socket.write(head(`POST ${path}`, `Content-Type: ${type}`, `Content-Length: ${body.length}`) + body.slice(0, 10));
    await arrived;
    const stopped = stopping.stop();
    while (stopping.app.server.listening) await new Promise(setImmediate);
    socket.write(body.slice(10));
    expect(String(await once(socket, 'data'))).toMatch(/^HTTP\/1\.1 \d+ /);
    await stopped;
  });
});
