import type { Command } from 'commander';
import { startedAs } from './started-as.ts';

/** Makes a command and those below it say in one line how they were used wrongly, and where to read on. */
export function inOneLine(command: Command, path = startedAs()): Command {
  command.exitOverride().configureOutput({
    outputError: (text, write) =>
      write(
        `${text
          .trim()
          .replace(/^error: /, 'clientele: ')
          .replace(/\s*\n/g, ' ')} See "${path} --help".\n`,
      ),
  });
  for (const below of command.commands) inOneLine(below, `${path} ${below.name()}`);
  return command;
}
