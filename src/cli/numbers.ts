import { InvalidArgumentError } from 'commander';

/** Reads an option that is a whole number, neither below the least nor above the most. */
export const between =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least && value <= most) return value;
    const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
    throw new InvalidArgumentError(`Must be a whole number ${range}.`);
  };

/** Reads an option that is a whole number, not below the least. */
export const atLeast = (least: number) => between(least, Number.MAX_SAFE_INTEGER);

/** A number of things in words, such as "1 token" and "2 tokens". */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
