import type { Random } from './random.ts';

/** Milliseconds of a day. */
export const DAY = 24 * 60 * 60 * 1000;

/** Of a hundred things that would have happened at a weekend, how many have happened in the week before. */
const BEFORE_WEEKEND = 65;

/**
 * A time in the past, at most so many milliseconds ago: what happens becomes more as time goes on, and is less at weekends.
 * @param now until when, in milliseconds
 */
export function past(now: number, span: number, random: Random): number {
  const [one, other, isBusy, isEarlier] = [random.below(span), random.below(span), random.chance(50), random.chance(BEFORE_WEEKEND)];
  const time = now - (isBusy ? Math.min(one, other) : one);
  const isWeekend = [0, 6].includes(new Date(time).getUTCDay());
  return isWeekend && isEarlier ? Math.max(time - 2 * DAY, now - span) : time;
}
