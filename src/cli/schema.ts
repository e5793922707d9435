import { Command } from 'commander';

/** `clientele schema` */
export const schema = (): Command =>
  new Command('schema')
    .description('Print the schema of the API in SDL.')
    .option('--declarations', 'print the JSON Schema of files for "plan" and "apply" instead', false)
    .action(async ({ declarations }: { declarations: boolean }) => {
      if (declarations) {
        const [{ schemaOfDocuments }, { jsonSchemaOf }] = await Promise.all([
          import('./declarations.ts'),
          import('../declarations/file.rules.ts'),
        ]);
        process.stdout.write(jsonSchemaOf(schemaOfDocuments()));
        return;
      }
      const { buildSchema, printSdl } = await import('../schema.ts');
      process.stdout.write(printSdl(buildSchema()));
    });
