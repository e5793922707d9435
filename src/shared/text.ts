import type { Faults, FieldPath } from './user-errors.ts';

/** The most marks on one letter that are put in order: how long that takes grows with their square, and no language has ten. */
const MARKS_IN_ORDER = 256;
/** Marks, and the letters that become marks. */
const MARKS = String.raw`\p{M}\uFF9E\uFF9F`;
const LETTERS_WITH_MARKS = new RegExp(`(?!$)[^${MARKS}]*[${MARKS}]{0,${MARKS_IN_ORDER}}`, 'gu');

/**
 * Normalizes a text (Unicode Standard Annex #15) in a time that grows with its length alone, so that it may be one that is
 * about to be refused. No letter changes what is before
 * the marks in front of it, and so each goes with its own; where more than 256 marks follow each other, they are put in order
 * 256 by 256.
 */
export function normalized(text: string, form: 'NFC' | 'NFKC'): string {
  if (text.length <= MARKS_IN_ORDER) return text.normalize(form);
  return (text.match(LETTERS_WITH_MARKS) ?? []).map((part) => part.normalize(form)).join('');
}

const composed = (text: string): string => normalized(text, 'NFC');

/**
 * Folds a text for comparison, order and search: two texts that differ in case or in Unicode composition alone are the
 * same. Full case folding (The Unicode Standard, section 5.18), so that "ẞ", "ß" and "SS" are the same, and so is every
 * sigma. Done here and not in SQL, so that every database gives the same answer.
 */
export function fold(text: string): string {
  const lower = composed(text).toLowerCase();
  // the dotless i has a capital that is not its own
  const upper = lower.includes('ı') ? lower.replace(/[^ı]+/g, (part) => part.toUpperCase()) : lower.toUpperCase();
  return composed(upper.toLowerCase().replaceAll('ς', 'σ'));
}

/** What a search looks through: texts folded and joined, so that no match reaches from one into the next. */
export function searchable(...texts: readonly (string | null | undefined)[]): string {
  return fold(texts.map((text) => text ?? '').join('\u0001'));
}

/** The most characters that a name, and any other text of one line, has. */
export const MAXIMUM_NAME_LENGTH = 255;
/** The most characters that a description has. */
export const MAXIMUM_DESCRIPTION_LENGTH = 10_000;

/** How many characters a text has: code points, not the units of UTF-16. */
export function charactersOf(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** White space, and what is as invisible; U+2800 is a pattern of Braille without a dot. */
const INVISIBLE = /[\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]/v;
const VISIBLE = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]/v;
/** What may end an emoji, though it is invisible by itself. */
const ENDING = /[\p{Variation_Selector}\u{E0020}-\u{E007F}]/v;
const CONTROL = /\p{Cc}/u;
/** The control characters that a text of several lines has. */
const LAYOUT = /[\t\n\r]/g;

/** A name without the white space and the invisible characters around it. */
export function trimmed(name: string): string {
  const start = name.search(VISIBLE);
  if (start < 0) return '';
  // not by a regular expression, which would try every run of white space inside
  let end = name.length;
  for (;;) {
    const character = lastCharacter(name, end);
    if (!INVISIBLE.test(character) || ENDING.test(character)) return name.slice(start, end);
    end -= character.length;
  }
}

/** The character of a text that ends at a place. */
function lastCharacter(text: string, end: number): string {
  const pair = text.slice(Math.max(0, end - 2), end);
  return (pair.codePointAt(0) ?? 0) > 0xffff ? pair : pair.slice(-1);
}

/** What names are compared and ordered by. */
export const keyOf = (name: string): string => fold(trimmed(name));

/** Checks a name, which must be given and is trimmed. @returns the trimmed name, or undefined after a fault */
export function checkName(faults: Faults, field: FieldPath, name: string | null | undefined): string | undefined {
  const text = name == null ? undefined : trimmed(name);
  if (text === undefined) faults.add('REQUIRED', field, 'Give a value.');
  else if (text === '') faults.add('BLANK', field, 'Must have a character that can be seen.');
  else if (checkLine(faults, field, text)) return text;
  return undefined;
}

/** Checks a text of one line: its length, and that it has no control character. */
export function checkLine(faults: Faults, field: FieldPath, text: string | null | undefined): boolean {
  if (!checkText(faults, field, text, MAXIMUM_NAME_LENGTH)) return false;
  if (text == null || !CONTROL.test(text)) return true;
  faults.add('INVALID', field, 'Must be one line without control characters.');
  return false;
}

/** Checks a text that may have several lines: its length in characters, and that it has no control character but those of lines. */
export function checkLines(
  faults: Faults,
  field: FieldPath,
  text: string | null | undefined,
  maximum = MAXIMUM_DESCRIPTION_LENGTH,
): boolean {
  if (!checkText(faults, field, text, maximum)) return false;
  if (text == null || !CONTROL.test(text.replace(LAYOUT, ''))) return true;
  faults.add('INVALID', field, 'Must have no control characters but tabs and line breaks.');
  return false;
}

/** Checks the length of a text in characters, and that databases can hold it. */
export function checkText(faults: Faults, field: FieldPath, text: string | null | undefined, maximum: number): boolean {
  if (text == null) return true;
  const length = charactersOf(text);
  if (length > maximum) faults.add('TOO_LONG', field, `Must have at most ${maximum} characters; it has ${length}.`);
  else if (!isStorable(text)) faults.add('INVALID', field, 'Must be Unicode text without the NUL character.');
  else return true;
  return false;
}

/** Whether databases can hold a text: PostgreSQL has no NUL in it, and neither has a lone surrogate. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();
