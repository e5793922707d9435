import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { UsageError } from './fail.ts';
import { withExistingStore } from './with-store.ts';

/** `clientele backup` */
export const backup = (): Command =>
  new Command('backup')
    .description('Write a copy of a SQLite database to a file, while the gateway runs.')
    .argument('<file>', 'must not exist yet')
    .action((file: string) =>
      withExistingStore(async (store) => {
        if (store.dialect.name !== 'sqlite') throw new UsageError('Back up PostgreSQL with its own pg_dump.');
        if (existsSync(file)) throw new UsageError(`${file} exists already.`);
        await store.backup(file);
        process.stdout.write(`Wrote ${file}\n`);
      }),
    );
