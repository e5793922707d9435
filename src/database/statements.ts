/** Told of the text of every statement, never of its parameters. */
export type OnStatement = (text: string) => void;

/** How many statements a connection keeps prepared; texts are few, because lists are bound as one parameter. */
export const PREPARED_STATEMENTS = 500;

/** A statement without the values that MikroORM writes into its texts. */
export function withoutValues(text: string): string {
  return text.replace(/'(?:[^']|'')*'/g, "'?'").replace(/(?<![\w$"])\d+(?:\.\d+)?(?![\w"])/g, '?');
}
