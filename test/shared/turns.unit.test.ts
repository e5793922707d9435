import { describe, expect, it } from '@jest/globals';
import { giveWay, inTurns } from '../../src/shared/turns.ts';

describe('a request', () => {
  it('lets others have their turn after a step that took long', async () => {
    const done: string[] = [];
    setImmediate(() => done.push('others'));
    await giveWay(performance.now() - 1_000);
    done.push('the next step');
    expect(done).toEqual(['others', 'the next step']);
  });

  it('goes on at once after a short one', () => {
    expect(giveWay(performance.now() + 1_000)).toBeUndefined();
  });
});

describe('what is long', () => {
  it('comes in parts, in its order, and others have their turn after each that is whole', async () => {
    const done: (number | string)[] = [];
    for await (const part of inTurns([1, 2, 3, 4, 5], 2)) {
      done.push(...part);
      setImmediate(() => done.push('others'));
    }
    expect(done).toEqual([1, 2, 'others', 3, 4, 'others', 5]);
  });

  it('is none where it is short', async () => {
    const parts: (readonly number[])[] = [];
    for await (const part of inTurns([1, 2], 3)) parts.push(part);
    for await (const part of inTurns<number>([])) parts.push(part);
    expect(parts).toEqual([[1, 2]]);
  });
});
