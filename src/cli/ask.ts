import type { Interface } from 'node:readline';
import { CommandError } from './fail.ts';

/**
 * Asks a question on the terminal.
 * @param lines what shows the question, and what is typed, unless its output is silent
 * @param refusal what is said to whoever ends the input, or the command, instead of answering
 * @throws {CommandError} with the refusal
 */
export function ask(lines: Interface, question: string, refusal: string): Promise<string> {
  return new Promise<string>((resolve, reject) => {
    const refuse = () => reject(new CommandError(refusal));
    lines.once('SIGINT', refuse).once('close', refuse);
    lines.question(question, (line) => {
      lines.off('SIGINT', refuse).off('close', refuse);
      resolve(line);
    });
  });
}
