import { openSync } from 'node:fs';
import { CommandError } from './fail.ts';

/**
 * Opens a file that is not there yet.
 * @param option the option that names it
 * @param mode who may read it: its owner alone, unless said otherwise
 * @throws {CommandError} if it is there already, or cannot be written
 */
export function openNew(option: string, path: string, mode = 0o600): number {
  try {
    return openSync(path, 'wx', mode);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new CommandError(`${option}: ${path} is there already, and is not overwritten.`);
    throw new CommandError(`${option}: ${path} cannot be written: ${message}`);
  }
}
