import { Command } from 'commander';

/** `clientele schema` */
export const schema = (): Command =>
  new Command('schema').description('Print the schema of the API in SDL.').action(async () => {
    const { buildSchema, printSdl } = await import('../schema.ts');
    process.stdout.write(printSdl(buildSchema()));
  });
