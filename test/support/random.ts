/** Random choices that come again with the same seed. */
export interface Random {
  /** A whole number from 0 up to, and without, this one. */
  below(end: number): number;
  /** True in so many of a hundred cases. */
  chance(percent: number): boolean;
  /** One of some values. */
  one<T>(values: readonly T[]): T;
}

/** Makes random choices from a seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const below = (end: number) => Math.floor(next() * end);
  return { below, chance: (percent) => next() * 100 < percent, one: (values) => values[below(values.length)] as never };
}
