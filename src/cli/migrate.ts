import { Command } from 'commander';
import { migrate as bringUpToDate } from '../database/migrate.ts';
import { withStore } from './with-store.ts';

/** `clientele migrate` */
export const migrate = (): Command =>
  new Command('migrate').description('Bring the database to the version of this code.').action(() =>
    withStore(async (store) => {
      const names = await bringUpToDate(store, (line) => process.stderr.write(`${line}\n`));
      process.stdout.write(names.length > 0 ? `Ran ${names.join(', ')}\n` : 'The database is up to date\n');
    }),
  );
