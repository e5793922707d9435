import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Batches } from '../../src/database/batches.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

/** Does jobs that come one in each turn of the event loop, which takes so many milliseconds. @returns the first batch */
async function firstBatch(milliseconds: number, count: number): Promise<readonly number[]> {
  let now = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  const { promise, resolve } = Promise.withResolvers<readonly number[]>();
  const batches = new Batches<number>(async (jobs) => resolve(jobs));
  for (let job = 0; job < count; job++) {
    batches.add(job);
    now += milliseconds;
    await new Promise(setImmediate);
  }
  return promise;
}

describe('jobs that come in different turns of the event loop', () => {
  it('are done together where turns are short', async () => {
    expect(await firstBatch(0.1, 20)).toHaveLength(20);
  });

  it('do not wait for each other where turns are long, because much else is to be done', async () => {
    expect((await firstBatch(30, 20)).length).toBeLessThanOrEqual(2);
  });
});
