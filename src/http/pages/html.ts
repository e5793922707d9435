/** Text that is markup already. */
export class Markup {
  constructor(readonly text: string) {}
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** What no text has that is written from left to right alone: the scripts before Hebrew, and no sign of direction. */
const MAY_TURN = /[^\0-\u058f]/;
/** Where markup ends inside of a tag. */
const IN_TAG = /<[^<>]*$/;

const written = (value: unknown, isInTag: boolean): string => {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map((item) => written(item, isInTag)).join('');
  if (value === null || value === undefined || value === false) return '';
  const text = String(value);
  const escaped = text.replace(/[&<>"']/g, (character) => ESCAPES[character] as string);
  return !isInTag && MAY_TURN.test(text) ? `<bdi>${escaped}</bdi>` : escaped;
};

/**
 * Writes markup. Whatever is put in is escaped, and kept from changing the direction of what stands beside it, unless it is
 * markup itself.
 */
export function html(texts: TemplateStringsArray, ...values: readonly unknown[]): Markup {
  return new Markup(texts.reduce((page, text, index) => page + written(values[index - 1], IN_TAG.test(page)) + text));
}

/** Markup without elements, for where there can be none: what kept a text by itself becomes the signs that do (UAX #9). */
export const withoutElements = ({ text }: Markup): Markup => new Markup(text.replaceAll('<bdi>', '\u2068').replaceAll('</bdi>', '\u2069'));
