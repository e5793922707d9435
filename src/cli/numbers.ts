import { InvalidArgumentError } from 'commander';

/** Reads an option that is a whole number, not below the least. */
export const atLeast =
  (least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least)
      throw new InvalidArgumentError(`Must be a whole number of at least ${least}.`);
    return value;
  };

/** A number of things in words, such as "1 token" and "2 tokens". */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
