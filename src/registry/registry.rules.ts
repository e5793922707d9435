export const MINUTE = 60_000;
export const DAY = 86_400_000;

/** For how many days there are series: of tokens, and of all else. */
export const LONGEST_SERIES = { tokens: 90, others: 366 } as const;

/** In a registry with no more rows in any table these are counted when they are asked for, in a larger one in the background. */
export const LARGE = 10_000;

/** The number of the day of a time, in UTC, counted from 1970. */
export const dayOf = (time: number): number => Math.floor(time / DAY);

/** A day as it is written (ISO 8601). */
export const dateOfDay = (day: number): string => new Date(day * DAY).toISOString().slice(0, 'YYYY-MM-DD'.length);
