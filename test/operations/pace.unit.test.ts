import { Socket } from 'node:net';
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

it('whoever is refused after that waits for nobody', () => {
  const pace = new Pace();
  refused(pace, 500);
  jest.advanceTimersByTime(500);
  expect(heard(refused(pace, 50))).toBe(50);
});
