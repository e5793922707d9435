import { Command } from 'commander';

/** `clientele schema` */
export const schema = (): Command =>
  new Command('schema')
    .description('Print the schema of the API in SDL.')
    .option('--declarations', 'print the JSON Schema of files for "plan" and "apply" instead', false)
    .option('--subgraph', 'print it as a subgraph of Apollo Federation 2', false)
    .action(async ({ declarations, subgraph }: { declarations: boolean; subgraph: boolean }) => {
      if (declarations) {
        const [{ schemaOfDocuments }, { jsonSchemaOf }] = await Promise.all([
          import('./declarations.ts'),
          import('../declarations/file.rules.ts'),
        ]);
        process.stdout.write(jsonSchemaOf(schemaOfDocuments()));
        return;
      }
      const [{ buildSchema, printSdl }, { printSubgraph }] = await Promise.all([
        import('../schema.ts'),
        import('../federation.resolver.ts'),
      ]);
      process.stdout.write((subgraph ? printSubgraph : printSdl)(buildSchema()));
    });
