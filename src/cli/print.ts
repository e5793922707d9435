import { Option } from 'commander';

/** The option of every command that prints data. */
export const asJson = (): Option => new Option('--json', 'print JSON, in the words of the API').default(false);

/** Prints what a command has found or made: as JSON for programs, in words for people. */
export function print(json: boolean, data: object, words: () => string): void {
  if (json) printJson(data);
  else process.stdout.write(`${words()}\n`);
}

/** Prints what a command has found or made for programs. @param out where, if stdout is for something else */
export function printJson(data: object, out: NodeJS.WritableStream = process.stdout): void {
  out.write(`${JSON.stringify(data, null, 2)}\n`);
}

/** One line of a table by the titles of its columns. */
type Line = Readonly<Record<string, string | number | boolean | Date | null | undefined>>;

/** Lines below each other, with the titles of their columns above. */
export function tableOf(lines: readonly Line[]): string {
  const titles = Object.keys(lines[0] ?? {});
  const rows = [titles, ...lines.map((line) => titles.map((title) => cell(line[title])))];
  const widths = titles.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The values of one thing, one below the other. */
export function sheetOf(values: Line): string {
  const width = Math.max(...Object.keys(values).map((title) => title.length));
  return Object.entries(values)
    .map(([title, value]) => `${title.padEnd(width)}  ${cell(value)}`.trimEnd())
    .join('\n');
}

function cell(value: Line[string]): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  // to the minute, UTC
  if (value instanceof Date) return `${value.toISOString().slice(0, 16).replace('T', ' ')}Z`;
  return String(value).replace(/\s+/g, ' ');
}
