import type { CodegenConfig } from '@graphql-codegen/cli';

/** Types and documents of the console's operations, from the schema of the API. */
export default {
  schema: 'schema.graphql',
  documents: ['console/src/**/*.{ts,tsx}', '!console/src/api/generated/**'],
  generates: {
    'console/src/api/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        enumsAsTypes: true,
        useTypeImports: true,
        strictScalars: true,
        scalars: { DateTime: 'string', SafeInt: 'number', Date: 'string' },
        documentMode: 'documentNode',
      },
    },
  },
} satisfies CodegenConfig;
