import { Command } from 'commander';
export const seed = (): Command => new Command('seed').description('Fill the database with a believable demo data set.').action(() => {});
