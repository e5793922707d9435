import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Admission } from '../../src/http/admission.ts';

const PLACES = 8;
const NEARBY = '127.0.0.1';

let admission: Admission;
let finish: (() => void)[];
beforeEach(() => {
  jest.useFakeTimers();
  admission = new Admission(PLACES);
  finish = [];
});
afterEach(() => {
  jest.useRealTimers();
});

/** Has requests come. @param complete whether they have been sent as a whole @returns how many are taken on */
function taken(count: number, address = NEARBY, complete = true): number {
  const before = finish.length;
  for (let index = 0; index < count; index++) {
    const incoming = Object.assign(new IncomingMessage(new Socket()), { complete });
    const outgoing = new ServerResponse(incoming);
    const leave = admission.enter(incoming, outgoing, address);
    if (!leave) continue;
    finish.push(() => {
      leave();
      outgoing.emit('close');
    });
  }
  return finish.length - before;
}
const answer = (count: number) => {
  for (const leave of finish.splice(0, count)) leave();
};

describe('when all places were taken and another request came', () => {
  it('only half of them are given for ten seconds, so that who gets one is answered soon', () => {
    expect(taken(PLACES + 1)).toBe(PLACES);
    answer(PLACES / 2);
    expect(taken(1)).toBe(0);
    answer(1);
    expect(taken(2)).toBe(1);
    jest.advanceTimersByTime(9_999);
    answer(PLACES);
    expect(taken(PLACES)).toBe(PLACES / 2);
    jest.advanceTimersByTime(1);
    expect(taken(PLACES)).toBe(PLACES / 2);
  });

  it('one address gets half of those', () => {
    expect(taken(PLACES + 1)).toBe(PLACES);
    answer(PLACES);
    expect(taken(PLACES, '203.0.113.1')).toBe(PLACES / 4);
    expect(taken(PLACES, '203.0.113.2')).toBe(PLACES / 4);
  });
});

it('places that slow clients take are no reason to give fewer', () => {
  expect(taken(PLACES + 1, NEARBY, false)).toBe(PLACES);
  answer(PLACES);
  expect(taken(PLACES)).toBe(PLACES);
});

it('all places that there are may be taken without that', () => {
  for (let round = 0; round < 3; round++) {
    expect(taken(PLACES)).toBe(PLACES);
    answer(PLACES);
  }
});
