import { closeSync, openSync, rmSync } from 'node:fs';
import { CommandError } from './fail.ts';
import { withExistingStore } from './with-store.ts';

/** `clientele backup` */
export function backup(file: string): Promise<void> {
  return withExistingStore(async (store) => {
    if (store.dialect.name !== 'sqlite') throw new CommandError('Back up PostgreSQL with its own pg_dump.');
    make(file);
    try {
      await store.backup(file);
    } catch (error) {
      rmSync(file, { force: true });
      throw new CommandError(`${file} cannot be written: ${(error as Error).message}`);
    }
  });
}

/** Makes an empty file that its owner alone can read: SQLite leaves its mode as it is. @throws {CommandError} */
function make(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CommandError(code === 'EEXIST' ? `${file} exists already.` : `${file} cannot be written: ${message}`);
  }
}
