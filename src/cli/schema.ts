import { Command } from 'commander';
import { buildSchema, printSdl } from '../schema.ts';

/** `clientele schema` */
export const schema = (): Command =>
  new Command('schema').description('Print the schema of the API in SDL.').action(() => {
    process.stdout.write(printSdl(buildSchema()));
  });
