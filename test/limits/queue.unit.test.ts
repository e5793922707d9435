import { describe, expect, it } from '@jest/globals';
import { isBusy, Queue, Turns } from '../../src/limits/queue.ts';

/** Work that is done when it is told to be. */
function held() {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const work = (name: string) => () => {
    begun.push(name);
    return new Promise<void>((resolve) => ends.push(resolve));
  };
  return {
    begun,
    work,
    /** Ends the first that is done, and lets the next begin. */
    end: async () => {
      ends.shift()?.();
      await new Promise(setImmediate);
    },
  };
}

const refused = (answer: Promise<unknown>) => answer.then(() => false, isBusy);

describe('a queue', () => {
  it('does so much at once, lets so much wait, and refuses the rest at once', async () => {
    const { begun, work, end } = held();
    const queue = new Queue({ parallel: 2, waiting: 2, ofOne: 10 });
    const done = ['a', 'b', 'c', 'd'].map((name) => queue.run(name, work(name)));
    expect(await refused(queue.run('e', work('e')))).toBe(true);
    expect(begun).toEqual(['a', 'b']);
    await end();
    expect(begun).toEqual(['a', 'b', 'c']);
    for (let times = 0; times < 3; times++) await end();
    await Promise.all(done);
    expect(queue.isEmpty).toBe(true);
  });

  it('gives every key its turn, however much another one wants', async () => {
    const { begun, work, end } = held();
    const queue = new Queue({ parallel: 1, waiting: 10, ofOne: 5 });
    const done = ['x', 'x', 'x', 'y', 'z'].map((key, index) => queue.run(key, work(`${key}${index}`)));
    for (let times = 0; times < 5; times++) await end();
    await Promise.all(done);
    expect(begun).toEqual(['x0', 'x1', 'y3', 'z4', 'x2']);
  });

  it('takes no more than so much of one key', async () => {
    const { work, end } = held();
    const queue = new Queue({ parallel: 1, waiting: 10, ofOne: 2 });
    const done = [queue.run('x', work('1')), queue.run('x', work('2'))];
    expect(await refused(queue.run('x', work('3')))).toBe(true);
    done.push(queue.run('y', work('4')));
    for (let times = 0; times < 3; times++) await end();
    await Promise.all(done);
  });

  it('goes on after work that fails', async () => {
    const queue = new Queue({ parallel: 1, waiting: 1, ofOne: 2 });
    const failing = queue.run('x', () => Promise.reject(new Error('no')));
    const next = queue.run('x', async () => 'yes');
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });
});

describe('turns', () => {
  it('are one after the other for each key, and at once for different ones', async () => {
    const { begun, work, end } = held();
    const turns = new Turns(2);
    const done = [turns.run('x', work('x1')), turns.run('x', work('x2')), turns.run('y', work('y1'))];
    expect(await refused(turns.run('x', work('x3')))).toBe(true);
    expect(begun).toEqual(['x1', 'y1']);
    for (let times = 0; times < 3; times++) await end();
    await Promise.all(done);
    expect(begun).toEqual(['x1', 'y1', 'x2']);
  });
});
