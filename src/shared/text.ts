import type { Faults, FieldPath } from './user-errors.ts';

/**
 * Folds a name for comparison and order: two names that differ in case or in Unicode composition alone are the same.
 * Done here and not in SQL, so that every database gives the same answer.
 */
export function fold(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** What a search looks through: texts folded and joined, so that no match reaches from one into the next. */
export function searchable(...texts: readonly (string | null | undefined)[]): string {
  return fold(texts.map((text) => text ?? '').join('\u0001'));
}

/** The most characters that a name, and any other text of one line, has. */
export const MAXIMUM_NAME_LENGTH = 255;
/** The most characters that a description has. */
export const MAXIMUM_DESCRIPTION_LENGTH = 10_000;

const characters = (text: string): number => [...text].length;

/** Checks a name, which must be given and is trimmed. @returns the trimmed name, or undefined after a fault */
export function checkName(faults: Faults, field: FieldPath, name: string | null | undefined): string | undefined {
  const trimmed = name?.trim();
  if (trimmed === undefined) faults.add('REQUIRED', field, 'Give a value.');
  else if (trimmed === '') faults.add('BLANK', field, 'Must not be empty.');
  else if (checkLength(faults, field, trimmed)) return trimmed;
  return undefined;
}

/** Checks the length of a text, in characters. */
export function checkLength(faults: Faults, field: FieldPath, text: string | null | undefined, maximum = MAXIMUM_NAME_LENGTH): boolean {
  if (text == null || characters(text) <= maximum) return checkStorable(faults, field, text);
  faults.add('TOO_LONG', field, `Must have at most ${maximum} characters; it has ${characters(text)}.`);
  return false;
}

/** Whether databases can hold a text: PostgreSQL has no NUL in it, and neither has a lone surrogate. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

function checkStorable(faults: Faults, field: FieldPath, text: string | null | undefined): boolean {
  if (text == null || isStorable(text)) return true;
  faults.add('INVALID', field, 'Must be Unicode text without the NUL character.');
  return false;
}
