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

/** Makes a generator (sfc32, which passes PractRand). Not for secrets: whoever knows the seed knows the values. */
export function createRandom(seed: number): Random {
  let [a, b, c, counter] = [0x9e3779b9, 0x243f6a88, seed | 0, 1];
  const next = (): number => {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    c |= 0;
    return result >>> 0;
  };
  // the first values still resemble those of neighbouring seeds
  for (let round = 0; round < 15; round++) next();
  const below = (limit: number) => Math.floor((next() / 2 ** 32) * limit);
  return {
    below,
    chance: (percent) => below(100) < percent,
    pick: (items) => items[below(items.length)] as (typeof items)[number],
    text: (length) => {
      const bytes = Buffer.allocUnsafe(Math.ceil(length / 16) * 12);
      for (let offset = 0; offset < bytes.length; offset += 4) bytes.writeUInt32LE(next(), offset);
      return bytes.toString('base64url').slice(0, length);
    },
  };
}
