import { openSync } from 'node:fs';
import { CommandError } from './fail.ts';

/**
 * Opens a file that is not there yet, which its owner alone may read.
 * @param option the option that names it
 * @throws {CommandError} if it is there already, or cannot be written
 */
export function openNew(option: string, path: string): number {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new CommandError(`${option}: ${path} is there already, and is not overwritten.`);
    throw new CommandError(`${option}: ${path} cannot be written: ${message}`);
  }
}
