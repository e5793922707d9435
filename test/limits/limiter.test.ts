import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config.ts';
import type { DatabaseStore } from '../../src/database/store.ts';
import { Limiter } from '../../src/limits/limiter.ts';
import { isRefused, type Subject } from '../../src/shared/limits.ts';
import { openStore } from '../support/as-viewer.ts';

const LIMITS = readConfig({ LIMIT_LOGIN_FAILURES: '3', LIMIT_LOGIN_SECONDS: '60', LIMIT_CREDENTIALS: '3' }).limits;

let store: DatabaseStore;
let now: number;
/** Two processes on the one database. */
let one: Limiter;
let other: Limiter;
let count = 0;
let subject: Subject;
let noted: Subject;

beforeAll(async () => {
  store = await openStore();
});
beforeEach(() => {
  now = Date.now();
  const limiter = () =>
    new Limiter(
      store,
      LIMITS,
      (error) => {
        throw error;
      },
      () => now,
    );
  [one, other] = [limiter(), limiter()];
  subject = { limit: 'password', key: `somebody ${++count}` };
  noted = { limit: 'credential', key: `somewhere ${count}` };
});
afterAll(() => store.close());

const rows = async () => {
  const found = await store.read(true).selectFrom('limit_count').selectAll().orderBy('key').execute();
  return JSON.stringify(found);
};

describe('what is taken', () => {
  it('is counted by all processes together, and then refused in each until the window is over', async () => {
    expect([await one.take([subject]), await other.take([subject]), await one.take([subject])]).toEqual([[1], [2], [3]]);
    now += 20_000;
    expect(await one.take([subject])).toEqual({ by: 'password', wait: 40 });
    expect(await other.check([subject])).toEqual({ by: 'password', wait: 40 });
    now += 40_000;
    expect(await other.take([subject])).toEqual([1]);
  });

  it('is refused for the whole of a window from the last that was let through', async () => {
    await one.take([subject]);
    now += 59_000;
    await one.take([subject]);
    await one.take([subject]);
    expect(await one.take([subject])).toEqual({ by: 'password', wait: 60 });
  });

  it('is let through exactly as often as it may, however many come at once to several processes', async () => {
    const taken = await Promise.all(Array.from({ length: 40 }, (_, index) => (index % 2 ? one : other).take([subject])));
    expect(taken.filter((each) => !isRefused(each))).toHaveLength(3);
  });

  it('leaves no trace where it is refused: neither of what is at its limit nor of what is counted with it', async () => {
    for (let times = 0; times < 3; times++) await one.take([subject]);
    const before = await rows();
    const besides: Subject = { limit: 'network', key: `besides ${count}` };
    expect(isRefused(await one.take([besides, subject]))).toBe(true);
    expect(isRefused(await other.take([besides, subject]))).toBe(true);
    expect(await rows()).toBe(before);
  });

  it('asks the database about what was refused only now and then', async () => {
    for (let times = 0; times < 4; times++) await one.take([subject]);
    const { read, write } = store;
    try {
      store.read = store.write = () => {
        throw new Error('the database was asked');
      };
      expect(isRefused(await one.take([subject]))).toBe(true);
    } finally {
      Object.assign(store, { read, write });
    }
  });

  it('can be given back, which ends a refusal in every process within seconds', async () => {
    for (let times = 0; times < 3; times++) await one.take([subject]);
    expect(isRefused(await one.take([subject]))).toBe(true);
    expect(isRefused(await other.take([subject]))).toBe(true);
    await one.giveBack([subject]);
    expect(await one.take([subject])).toEqual([3]);
    await one.giveBack([], [subject]);
    now += 5_000;
    expect(await other.take([subject])).toEqual([1]);
  });
});

describe('what is noted', () => {
  it('is counted at once in its own process, and by all when it was written', async () => {
    for (let times = 0; times < 2; times++) one.note(noted);
    expect(one.wait(noted)).toBeUndefined();
    await one.flush();
    other.note(noted);
    expect(other.wait(noted)).toBeUndefined();
    await other.flush();
    expect(other.wait(noted)).toBe(60);
    expect(other.note(noted)).toBe(60);
    now += 60_000;
    expect(other.wait(noted)).toBeUndefined();
  });

  it('is written once for any number, and what is refused not at all', async () => {
    for (let times = 0; times < 1_000; times++) one.note(noted);
    await one.flush();
    const found = await store.read(true).selectFrom('limit_count').selectAll().orderBy('until', 'desc').execute();
    expect(found.filter((row) => row.count >= 3)).not.toContainEqual(expect.objectContaining({ count: 1_000 }));
    const before = await rows();
    for (let times = 0; times < 1_000; times++) one.note(noted);
    await one.flush();
    expect(await rows()).toBe(before);
  });

  it('is kept when the database is away, and written when it is back', async () => {
    const faults: unknown[] = [];
    const limiter = new Limiter(
      store,
      LIMITS,
      (error) => faults.push(error),
      () => now,
    );
    const { write } = store;
    store.write = () => Promise.reject(new Error('away'));
    limiter.note(noted);
    await limiter.flush();
    store.write = write;
    expect(faults).toHaveLength(1);
    await limiter.flush();
    one.note(noted);
    one.note(noted);
    await one.flush();
    expect(one.wait(noted)).toBe(60);
  });

  it('is counted once, however slowly it is written', async () => {
    const { write } = store;
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    store.write = async (work) => opened.then(() => write.call(store, work)) as never;
    one.note(noted);
    const first = one.flush();
    one.note(noted);
    const second = one.flush();
    open();
    await Promise.all([first, second]);
    store.write = write;
    expect(await one.take([noted])).toEqual([3]);
  });

  it('is all kept when the database goes away in the middle', async () => {
    const limiter = new Limiter(
      store,
      LIMITS,
      () => {},
      () => now,
    );
    const { write } = store;
    store.write = (work) =>
      write.call(store, async (writing) => {
        await work(writing);
        throw new Error('away');
      }) as never;
    limiter.note(noted);
    limiter.note(noted);
    await limiter.flush();
    store.write = write;
    await limiter.flush();
    expect(await other.take([noted])).toEqual([3]);
  });
});

it('keys are digests', async () => {
  await one.take([{ limit: 'password', key: 'the name of somebody' }]);
  expect(await rows()).not.toContain('somebody');
});
