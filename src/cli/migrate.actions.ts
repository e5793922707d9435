import { migrate as bringUpToDate } from '../database/migrate.ts';
import { withStore } from './with-store.ts';

/** `clientele migrate`. @returns the names of the migrations that were run */
export const migrate = (): Promise<string[]> => withStore((store) => bringUpToDate(store, (line) => process.stderr.write(`${line}\n`)));
