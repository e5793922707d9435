/** Text that is markup already. */
export class Markup {
  constructor(readonly text: string) {}
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const written = (value: unknown): string => {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(written).join('');
  if (value === null || value === undefined || value === false) return '';
  return String(value).replace(/[&<>"']/g, (character) => ESCAPES[character] as string);
};

/** Writes markup; whatever is put in is escaped, unless it is markup itself. */
export function html(texts: TemplateStringsArray, ...values: readonly unknown[]): Markup {
  return new Markup(texts.reduce((page, text, index) => page + written(values[index - 1]) + text));
}
