import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { ask } from './ask.ts';
import { CommandError } from './fail.ts';
import { readLine } from './read-line.ts';

/**
 * Asks for a new password on the terminal, twice and without showing it; where there is none, reads it from standard input.
 * @throws {CommandError} if there is none, or the two differ
 */
export async function askForPassword(username: string): Promise<string> {
  if (!process.stdin.isTTY) return readLine('password');
  const lines = silently();
  try {
    const password = await answer(lines, `New password of ${username}: `);
    if (password !== (await answer(lines, 'The same again: '))) throw new CommandError('The two passwords differ. Nothing was changed.');
    return password;
  } finally {
    lines.close();
  }
}

/** Lines from the terminal, which shows nothing of them. */
const silently = (): Interface =>
  createInterface({ input: process.stdin, output: new Writable({ write: (_, __, done) => done() }), terminal: true });

/** Asks without showing what is typed. */
function answer(lines: Interface, question: string): Promise<string> {
  process.stderr.write(question);
  return ask(lines, question, 'No password was given. Nothing was changed.').finally(() => process.stderr.write('\n'));
}
