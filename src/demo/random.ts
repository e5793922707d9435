import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { skipN } from 'pure-rand/utils/skipN';

/** Pseudo-random values: the same seed gives the same values, so that a data set can be made again. */
export interface Random {
  /** A whole number from 0 to below the limit. */
  below(limit: number): number;
  /** Whether something happens that happens in so many of a hundred cases. */
  chance(percent: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** So many URL-safe characters. */
  text(length: number): string;
}

/** How many of the first values are left out: they still resemble those of neighbouring seeds. */
const RESEMBLING = 20;

/** Makes a generator. Not for secrets: whoever knows the seed knows the values. */
export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  skipN(generator, RESEMBLING);
  const below = (limit: number) => (limit > 1 ? uniformInt(generator, 0, limit - 1) : 0);
  return {
    below,
    chance: (percent) => below(100) < percent,
    pick: (items) => items[below(items.length)] as (typeof items)[number],
    text: (length) => {
      const bytes = Buffer.allocUnsafe(Math.ceil(length / 16) * 12);
      for (let offset = 0; offset < bytes.length; offset += 4) bytes.writeInt32LE(generator.next(), offset);
      return bytes.toString('base64url').slice(0, length);
    },
  };
}
