import { isStorable, keyOf, trimmed } from '../shared/text.ts';
import type { Context } from './context.ts';
import type { Conditions, Query } from './dialect/dialect.ts';
import { readOnce } from './read.ts';

/** Stands in a key after the name; no name has it, being a control character. */
const SIGN = '\u0001';
const AFTER_SIGN = '\u0002';
/** The control characters that write a digit in a key, so that no search for digits finds it. */
const FIRST_DIGIT = 0x10;

/**
 * The key of an object whose name is the same as another one's. Both had different names under an earlier rule; each keeps its
 * name until one of them is renamed.
 * @param key of the name that both have
 */
export function keyApart(key: string, databaseId: number): string {
  const number = String(databaseId).replace(/\d/g, (digit) => String.fromCharCode(FIRST_DIGIT + Number(digit)));
  return key + SIGN + number;
}

/** Whether a column of keys has a key, also one that is kept apart. */
export const isKeyOf = (eb: Conditions, column: string, key: string) =>
  eb.or([eb(column, '=', key), eb.and([eb(column, '>', key + SIGN), eb(column, '<', key + AFTER_SIGN)])]);

/**
 * The row with a name as it was typed; of namesakes, the one whose name it is to the letter.
 * @param rows the query, with all selected that is wanted
 * @param column of the keys
 */
export async function findNamed<Raw extends object>(
  rows: Query,
  column: string,
  typed: string,
  nameOf: (raw: Raw) => string,
): Promise<Raw | undefined> {
  if (!isStorable(typed)) return undefined;
  const found = (await rows
    .where((eb) => isKeyOf(eb, column, keyOf(typed)))
    .orderBy(column)
    .execute()) as Raw[];
  return found.find((raw) => nameOf(raw) === trimmed(typed)) ?? found[0];
}

/** Whether one of the rows has a name. @param column of the keys */
export async function isNamed(context: Context, rows: Query, column: string, name: string): Promise<boolean> {
  const named = rows.where((eb) => isKeyOf(eb, column, keyOf(name)));
  return (await readOnce(context, named.select(column))).length > 0;
}

/** What the keys that are kept apart are like, in SQL. */
export const KEYS_APART = `%${SIGN}%`;

/** The key that an object would have if it were not kept apart. */
export const sharedKeyOf = (key: string): string => key.slice(0, key.indexOf(SIGN));
