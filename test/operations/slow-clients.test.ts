import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { ask, talk } from '../support/wire.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ LIMIT_HEADER_SECONDS: '1', LIMIT_REQUEST_SECONDS: '2' });
});
afterAll(() => gateway.stop());

describe('a client that is too slow', () => {
  it('with its headers is disconnected', async () => {
    expect(await talk(gateway.url, 'POST /graphql HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')).toMatch(/^(HTTP\/1\.1 408 |$)/);
  });

  it('with its body is disconnected', async () => {
    const head = 'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"query"';
    expect(await talk(gateway.url, head)).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
  });

  it('does not keep others waiting, and is no fault of the server', async () => {
    expect((await ask(`${gateway.url}/livez`)).status).toBe(200);
    expect(gateway.logged.filter((line) => JSON.parse(line).msg === 'fault')).toEqual([]);
  });
});

it('a client that goes away half way is no fault of the server', async () => {
  const abandoned = fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    signal: AbortSignal.timeout(50),
    headers: { 'content-type': 'application/json' },
    body: new ReadableStream({ pull: () => new Promise(() => {}) }),
    duplex: 'half',
  } as RequestInit);
  await expect(abandoned).rejects.toThrow();
  expect((await ask(`${gateway.url}/readyz`)).status).toBe(200);
  expect(gateway.logged.filter((line) => JSON.parse(line).msg === 'fault')).toEqual([]);
});
