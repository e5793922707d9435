import { describe, expect, it } from '@jest/globals';
import { giveWay } from '../../src/graphql/turns.ts';

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
