/** How many there are under each of some numbers: a number, how many, the next number, how many. */
export type Tally = number[];

/** What is counted of one organization, or of all. */
export interface Counts {
  /** Applications by `kindOf`. */
  readonly applications: Tally;
  /** Applications by the day on which they were registered. */
  readonly registered: Tally;
  /** Tokens of applications by the day on which they were issued. */
  readonly issued: Tally;
}

/** What is counted of tokens alike. */
export interface TokenTallies {
  /** By the day on which they were issued. */
  readonly issued: Tally;
  /** By the minute in which they expire, or `REVOKED`, `EXPIRED` or `MUCH_LATER`. */
  readonly states: Tally;
}

/** What is counted of the registry as a whole; `issued` and `states` are those of tokens of applications. */
export interface WholeCounts extends Counts, TokenTallies {
  readonly personal: TokenTallies;
  users: number;
  organizations: number;
}

export const noCounts = (): Counts => ({ applications: [], registered: [], issued: [] });
export const noWholeCounts = (): WholeCounts => ({
  ...noCounts(),
  states: [],
  personal: { issued: [], states: [] },
  users: 0,
  organizations: 0,
});

/** In place of the minute of a token's expiry: what no time changes any more, and what is minutes, but too many to tell apart. */
export const REVOKED = -1;
export const EXPIRED = 0;
export const MUCH_LATER = 1e12;

/** What is told apart of an application, as bits of a number; whether it has live tokens only if it is disabled. */
const [ENABLED, CONFIDENTIAL, LIVE] = [1, 2, 4];
export const kindOf = (enabled: boolean, clientType: string, hasLiveTokens: boolean): number =>
  (enabled ? ENABLED : hasLiveTokens ? LIVE : 0) + (clientType === 'CONFIDENTIAL' ? CONFIDENTIAL : 0);
export const isEnabled = (kind: number): boolean => (kind & ENABLED) !== 0;
export const isConfidential = (kind: number): boolean => (kind & CONFIDENTIAL) !== 0;
export const isDisabledWithLiveTokens = (kind: number): boolean => (kind & LIVE) !== 0;

/** Adds to a tally. Rows come nearly in the order of time, so the number is mostly among the last. */
export function add(tally: Tally, number: number, count: number): void {
  for (let index = tally.length - 2; index >= 0; index -= 2) {
    if (tally[index] !== number) continue;
    tally[index + 1] = (tally[index + 1] as number) + count;
    return;
  }
  tally.push(number, count);
}

/** How many there are in some tallies, under the numbers of which that holds. */
export function total(tallies: readonly Tally[], holds: (number: number) => boolean = () => true): number {
  let sum = 0;
  for (const tally of tallies)
    for (let index = 0; index < tally.length; index += 2) if (holds(tally[index] as number)) sum += tally[index + 1] as number;
  return sum;
}
