import { Command } from 'commander';
import { UsageError } from './fail.ts';
import { makeReady } from './make-ready.ts';
import { atLeast, counted } from './numbers.ts';
import { progress } from './progress.ts';
import { countApplications, plant, type Sizes } from './seed/plant.ts';
import { withStore } from './with-store.ts';

interface Options extends Sizes {
  readonly seed: number;
  readonly force: boolean;
}

/** `clientele seed` */
export const seed = (): Command =>
  new Command('seed')
    .description('Fill the database with a believable demo data set, of which nobody knows the secrets and tokens.')
    .option('--organizations <count>', 'how many organizations', atLeast(1), 6)
    .option('--users <count>', 'how many users', atLeast(1), 15)
    .option('--applications <count>', 'how many applications', atLeast(0), 60)
    .option('--tokens <count>', 'how many tokens', atLeast(0), 300)
    .option('--seed <number>', 'the same number gives the same data', atLeast(0), 1)
    .option('--force', 'add to the applications that the database has already', false)
    .action(({ seed: number, force, ...sizes }: Options) =>
      withStore(async (store, config) => {
        await makeReady(store, config);
        const existing = await countApplications(store);
        if (existing > 0 && !force)
          throw new UsageError(
            `The database has ${counted(existing, 'application')} already. Use an empty one, or add to them with --force.`,
          );
        const report = progress((count) => `${count} of ${counted(sizes.applications, 'application')}`);
        await plant(store, sizes, number, report.tell);
        report.end(sizes.applications);
        const { organizations, users, tokens } = sizes;
        process.stdout.write(
          `Made up to ${counted(organizations, 'organization')}, ${counted(users, 'user')} and ${counted(tokens, 'token')}\n`,
        );
      }),
    );
