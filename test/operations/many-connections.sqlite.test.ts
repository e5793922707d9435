import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Gateway, startGateway } from '../support/gateway.ts';

const LIMIT = 10;

let gateway: Gateway;
let opened: Socket[] = [];
beforeAll(async () => {
  gateway = await startGateway({ LIMIT_CLIENT_CONNECTIONS: String(LIMIT) });
});
afterEach(async () => {
  for (const socket of opened) socket.destroy();
  opened = [];
  while ((await connections()) > 0) await new Promise(setImmediate);
});
afterAll(() => gateway.stop());

const connections = () =>
  new Promise<number>((resolve, reject) => gateway.app.server.getConnections((error, count) => (error ? reject(error) : resolve(count))));

/** Opens a connection, and waits until the gateway has it. */
async function open(): Promise<Socket> {
  const taken = once(gateway.app.server, 'connection');
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  socket.on('error', () => {});
  socket.resume();
  opened.push(socket);
  await taken;
  return socket;
}

/** Asks on a connection that is kept. */
async function ask(socket: Socket, text = 'GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n'): Promise<string> {
  socket.write(text);
  const [data] = await once(socket, 'data');
  return String(data).split('\r\n', 1)[0] as string;
}

const openMany = async (count: number) => {
  const sockets: Socket[] = [];
  for (let index = 0; index < count; index++) sockets.push(await open());
  return sockets;
};

describe('of more connections than there may be', () => {
  it('the one is ended on which nothing has been asked for longest, and a new one is answered', async () => {
    const [first, second, ...others] = await openMany(LIMIT);
    expect(await ask(first as Socket)).toBe('HTTP/1.1 200 OK');
    const ended = once(second as Socket, 'close');
    const { status } = await fetch(`${gateway.url}/livez`, { headers: { connection: 'close' } });
    expect(status).toBe(200);
    await ended;
    expect([first, ...others].map((socket) => socket?.closed)).toEqual(Array(LIMIT - 1).fill(false));
    expect(gateway.logged.join('')).toContain('because there were LIMIT_CLIENT_CONNECTIONS');
  });

  it('none is ended on which something is under way, however long it has been there', async () => {
    const asked = request(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, agent: false });
    const arrived = once(gateway.app.server, 'request');
    asked.write('{"query":');
    await arrived;
    await openMany(3 * LIMIT);
    asked.end('"{ __typename }"}');
    const [answer] = await once(asked, 'response');
    answer.resume();
    expect(answer.statusCode).toBe(200);
    await once(answer, 'end');
  });

  it('there are never many more, even if they come all at once', async () => {
    const all = Array.from({ length: 5 * LIMIT }, () => connect(Number(new URL(gateway.url).port), '127.0.0.1'));
    for (const socket of all) socket.on('error', () => {}).resume();
    opened.push(...all);
    const isClosed = () => all.filter(({ closed }) => closed).length;
    while (isClosed() < 4 * LIMIT) await new Promise(setImmediate);
    expect(await connections()).toBe(LIMIT);
    expect(await ask(await open())).toBe('HTTP/1.1 200 OK');
  });
});
