const HOUR = 3_600_000;

/**
 * The time so many days ago, counted from the last full hour, so that what is asked for once more is the same.
 * @param now milliseconds
 */
export const daysAgo = (days: number, now = Date.now()): string => new Date((Math.floor(now / HOUR) - days * 24) * HOUR).toISOString();
