import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { post } from '../support/wire.ts';

const directory = mkdtempSync(join(tmpdir(), 'clientele-untaken-'));
const SCOPES_FILE = join(directory, 'scopes.json');
let gateway: Gateway;
const sockets: Socket[] = [];
beforeAll(() => writeFileSync(SCOPES_FILE, JSON.stringify({ 'scope:long': 'x'.repeat(10_000_000) })));
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await gateway.stop();
});
afterAll(() => rmSync(directory, { recursive: true }));

/** Asks for ten megabytes, and takes none of them. @returns the answer, once the gateway has begun to send it */
function leaveUntaken(): Promise<ServerResponse> {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname).on('error', () => {});
  sockets.push(socket.pause());
  const query = encodeURIComponent('{ scopes { description } }');
  return new Promise((resolve) => {
    gateway.app.server.once('request', (_: IncomingMessage, outgoing: ServerResponse) =>
      outgoing.once('prefinish', () => resolve(outgoing)),
    );
    socket.write(`GET /graphql?query=${query} HTTP/1.1\r\nHost: localhost\r\nApollo-Require-Preflight: yes\r\n\r\n`);
  });
}

const ask = () => post(gateway.url, '{ __typename }');

describe('answers that nobody takes', () => {
  it('keep their places, of which the oldest is given to whoever comes when they are few', async () => {
    gateway = await startGateway({ SCOPES_FILE, LIMIT_PENDING: '3' });
    const answers: ServerResponse[] = [];
    for (let index = 0; index < 3; index++) answers.push(await leaveUntaken());
    while ((await ask()).status === 503) await new Promise(setImmediate);
    expect(answers.map(({ closed }) => closed)).toEqual([true, false, false]);
    expect((await ask()).status).toBe(200);
  });

  it('are no more than some megabytes, however many have a place', async () => {
    gateway = await startGateway({ SCOPES_FILE });
    const answers: ServerResponse[] = [];
    for (let index = 0; index < 8; index++) answers.push(await leaveUntaken());
    const untaken = () => answers.filter(({ closed }) => !closed).length;
    while (untaken() > 3) expect((await ask()).status).toBe(200);
    for (let index = 0; index < 20; index++) expect((await ask()).status).toBe(200);
    expect(untaken()).toBe(3);
  });
});
