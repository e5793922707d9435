import { chmodSync, closeSync, openSync, statSync } from 'node:fs';

/** Makes the file of a SQLite database, which its owner alone can read, unless there is one. @throws if it cannot be written */
export const makeForOwner = (file: string): void => closeSync(openSync(file, 'a', 0o600));

/**
 * Takes the rights to the files of a SQLite database from everybody but their owner. Those of another user are left alone:
 * whoever has set that up has done more.
 * @returns whether others could read or write one of them until now
 */
export function keepToOwner(file: string): boolean {
  // SQLite makes those beside it as readable as the database is
  const open = [file, `${file}-wal`, `${file}-shm`].filter((path) => {
    const { mode = 0, uid } = statSync(path, { throwIfNoEntry: false }) ?? {};
    return (mode & 0o077) !== 0 && uid === process.getuid?.();
  });
  for (const path of open) chmodSync(path, 0o600);
  return open.length > 0;
}
