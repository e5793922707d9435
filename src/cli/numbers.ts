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
