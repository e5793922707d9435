import { Command } from 'commander';
import { atLeast } from './numbers.ts';
import { asJson } from './print.ts';
import type { SeedOptions } from './seed.actions.ts';

/** `clientele seed` */
export const seed = (): Command =>
  new Command('seed')
    .description('Fill the database with a believable demo data set, of which nobody knows the secrets and tokens.')
    .option('--organizations <count>', 'how many organizations', atLeast(1), 6)
    .option('--users <count>', 'how many users', atLeast(1), 15)
    .option('--applications <count>', 'how many applications', atLeast(0), 60)
    .option('--tokens <count>', 'how many tokens', atLeast(0), 2400)
    .option('--seed <number>', 'the same number gives the same data', atLeast(0), 1)
    .option('--force', 'add to the applications that the database has already', false)
    .addOption(asJson())
    .action(async (options: SeedOptions) => (await import('./seed.actions.ts')).seed(options));
