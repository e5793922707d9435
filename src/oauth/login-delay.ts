import { setTimeout as sleep } from 'node:timers/promises';
import { Turns } from '../limits/queue.ts';

/** Milliseconds that the second wrong password costs; every further one twice as many. */
const FIRST_DELAY = 100;
/** Milliseconds that a wrong password costs at most. */
const LONGEST_DELAY = 2_000;

/** Attempts that are slow because of others take turns for each account, so that more networks make no more attempts. */
const turns = new Turns(10);

/** What an attempt to log in waits for. */
export interface Delay {
  /** Passwords for the account from the network that were wrong or are not known yet, this one included. */
  readonly failures: number;
  /** Whether there are so many for the account, from everywhere, that every attempt is slow. */
  readonly isSlow: boolean;
  /** The username, folded. */
  readonly key: string;
}

/** Has an attempt to log in wait, the longer the more were wrong before it. @throws `SERVICE_UNAVAILABLE` if too many wait */
export async function waitForDelay({ failures, isSlow, key }: Delay): Promise<void> {
  if (isSlow) return turns.run(key, () => sleep(LONGEST_DELAY));
  if (failures > 1) await sleep(Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (failures - 2)));
}
