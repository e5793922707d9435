import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { Pace } from '../../src/http/pace.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** Connections on which a request is refused at this moment. */
function refused(pace: Pace, count: number): Socket[] {
  const sockets = Array.from({ length: count }, () => new Socket());
  for (const socket of sockets) pace.refused(socket);
  jest.advanceTimersByTime(0);
  return sockets;
}
const heard = (sockets: readonly Socket[]) => sockets.filter((socket) => !socket.isPaused()).length;

it('a hundred who are refused at once are heard again at once', () => {
  expect(heard(refused(new Pace(), 100))).toBe(100);
});

it('beyond them a thousand a second are, in turn', () => {
  const crowd = refused(new Pace(), 600);
  expect(heard(crowd)).toBe(100);
  jest.advanceTimersByTime(250);
  expect(heard(crowd)).toBe(350);
  jest.advanceTimersByTime(250);
  expect(heard(crowd)).toBe(600);
});

it('nobody waits for longer than the refusal says', () => {
  const crowd = refused(new Pace(), 5_000);
  jest.advanceTimersByTime(1_000);
  expect(heard(crowd)).toBe(5_000);
});

it.each([
  [500, 500],
  [5_000, 1_100],
])('after a crowd of %d nobody waits for it any more %d ms later', (crowd, milliseconds) => {
  const pace = new Pace();
  refused(pace, crowd);
  jest.advanceTimersByTime(milliseconds);
  expect(heard(refused(pace, 50))).toBe(50);
});

it('whoever asks again and again on one connection has six hundred refusals after half a second, not before', async () => {
  jest.useRealTimers();
  const pace = new Pace();
  const server = createServer((incoming, outgoing) => {
    outgoing.on('close', () => pace.refused(incoming.socket));
    outgoing.writeHead(503, { 'content-length': 0 }).end();
  }).listen(0);
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port);
  const started = performance.now();
  for (let count = 0; count < 600; count++) {
    client.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}');
    await once(client, 'data');
  }
  expect(performance.now() - started).toBeGreaterThan(450);
  client.destroy();
  server.close();
});
