/*
 * Times as the databases write them: SQLite as milliseconds since 1970, PostgreSQL in text. There years after 9999 have no more
 * than their digits, where JavaScript reads and writes a sign and six.
 */

/** A time as a driver returns it, also inside JSON. */
export type StoredTime = number | string | Date;

/** The time that a driver has returned. */
export const dateOf = (stored: StoredTime): Date =>
  new Date(typeof stored === 'string' && stored.indexOf('-') === 5 ? `+0${stored}` : stored);

/** A time as PostgreSQL reads it. */
export const textOf = (time: Date): string => time.toISOString().replace(/^\+0/, '');
