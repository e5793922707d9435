/** Told of the text of every statement, never of its parameters. */
export type OnStatement = (text: string) => void;

/** How many statements a connection keeps prepared; texts are few, because lists are bound as one parameter. */
export const PREPARED_STATEMENTS = 500;
/** The most characters of their texts together: MikroORM writes values into some, and those are never the same. */
export const PREPARED_CHARACTERS = 1_000_000;
/** The most characters of a text that is worth it. */
export const LONGEST_PREPARED = 20_000;

/** Says that the statements of a transaction may take any time. */
export const UNLIMITED = 'set local statement_timeout = 0';

/** A statement without the values that MikroORM writes into its texts. */
export function withoutValues(text: string): string {
  return text.replace(/'(?:[^']|'')*'/g, "'?'").replace(/(?<![\w$"])\d+(?:\.\d+)?(?![\w"])/g, '?');
}
