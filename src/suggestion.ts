import { distance } from 'fastest-levenshtein';

/** How many letters a name may differ from another that it was meant to be. */
const SLIPS = 2;
/** Names shorter than this are too easily like others that have nothing to do with them. */
const LEAST_LENGTH = 8;

/** The name that was meant by one that is like it, but none of them. */
export function suggestionFor(name: string, names: readonly string[]): string | undefined {
  if (names.includes(name)) return undefined;
  return names.find((other) => other.length >= LEAST_LENGTH && distance(name, other) <= SLIPS);
}
