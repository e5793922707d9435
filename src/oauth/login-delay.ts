import { setTimeout as sleep } from 'node:timers/promises';
import { Queue } from '../shared/queue.ts';

/** Milliseconds that the second wrong password costs; every further one twice as many. */
const FIRST_DELAY = 100;
/** Milliseconds that a wrong password costs at most. */
const LONGEST_DELAY = 2_000;

/** Whoever waits holds a connection: so many at once, and so many for one account. */
const delays = new Queue({ parallel: 1_000, waiting: 0, ofOne: 10 });

/** What an attempt to log in waits for. */
export interface Delay {
  /** Passwords for the account from the network that were wrong or are not known yet, this one included. */
  readonly failures: number;
  /** Whether there are so many for the account, from everywhere, that every attempt is slow. */
  readonly isSlow: boolean;
  readonly key: string;
  readonly network: string;
}

/** Has an attempt to log in wait, the longer the more were wrong before it. @throws `SERVICE_UNAVAILABLE` if too many wait */
export async function waitForDelay({ failures, isSlow, key, network }: Delay): Promise<void> {
  const own = failures < 2 ? 0 : FIRST_DELAY * 2 ** (failures - 2);
  const delay = isSlow ? LONGEST_DELAY : Math.min(LONGEST_DELAY, own);
  // those that are slow because of others take turns, whatever networks they come from
  if (delay > 0) await delays.run(isSlow ? key : `${key} ${network}`, () => sleep(delay));
}
