import type { GraphQLFormattedError } from 'graphql';

/** What was answered. */
export interface Said {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLFormattedError[] | undefined;
}

/** An answer, as far as two of them can be compared: down to the order of keys, without the id of the request. */
export interface Comparable {
  /** Data, and the errors of places that are null themselves, in the order of their texts: they come in the order in which they happen. */
  readonly certain: string;
  /** By the place that is null, the errors of what would have been in it. Which of several come first depends on time, and others may not be told. */
  readonly within: ReadonlyMap<string, readonly string[]>;
}

/** An error, as far as it can be compared. */
export const asText = ({ message, path = [], locations, extensions }: GraphQLFormattedError): string =>
  JSON.stringify({ message: message.replace(/request id .*/, ''), path, locations, code: extensions?.code });

/** Makes an answer comparable. */
export function comparable({ data, errors }: Said): Comparable {
  const own: string[] = [];
  const within = new Map<string, string[]>();
  for (const error of errors ?? []) {
    const { path = [] } = error;
    const told = asText(error);
    const place = nullOn(path, data);
    if (place.length === path.length) own.push(told);
    else within.set(place.join('.'), [...(within.get(place.join('.')) ?? []), told]);
  }
  return {
    certain: `${JSON.stringify({ data })}${errors ? ` errors: ${own.toSorted()} in: ${[...within.keys()].toSorted()}` : ''}`,
    within,
  };
}

/** The part of a path that leads to what is null. */
function nullOn(path: readonly (string | number)[], data: unknown): readonly (string | number)[] {
  let value = data;
  for (const [index, step] of path.entries()) {
    if (value == null) return path.slice(0, index);
    value = (value as Record<string | number, unknown>)[step];
  }
  return path;
}

/** Whether two answers say the same, as far as the first of the errors within a place is the same. */
export const isSame = (one: Comparable, other: Comparable): boolean =>
  one.certain === other.certain &&
  [...one.within].every(([place, errors]) => errors.some((error) => other.within.get(place)?.includes(error)));

/** Whether two answers say the same, where all that is told within a place is among the errors that may be. */
export const maySayBoth = (one: Comparable, other: Comparable, errors: ReadonlySet<string>): boolean =>
  one.certain === other.certain && [...one.within.values(), ...other.within.values()].flat().every((error) => errors.has(error));

/** An answer for people to read. */
export const textOf = ({ certain, within }: Comparable): string => `${certain} ${[...within.values()].flat()}`;
