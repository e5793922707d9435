import { CommandError } from './fail.ts';

/** The most characters that are read of standard input before its first line ends. */
const LONGEST_LINE = 65_536;

/** The first line of standard input, without what ends it. @param what it is @throws {CommandError} if it is empty */
export async function readLine(what: string): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += chunk;
    if (text.includes('\n') || text.length > LONGEST_LINE) break;
  }
  const [line = ''] = text.split(/\r?\n/);
  if (line === '') throw new CommandError(`The ${what} is missing: it is the first line of standard input.`);
  return line;
}
