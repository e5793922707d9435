import { fastify } from 'fastify';
import mercurius from 'mercurius';
import { type ApplicationRow, Registry } from './registry.ts';
import { resolversOf } from './resolvers.ts';
import { SCHEMA } from './schema.ts';
import type { Viewer } from './viewer.ts';

/** Mercurius: queries compiled by graphql-jit at their first use, hand-written SQL, its own loaders. */
const registry = new Registry(process.env.DATABASE as string);
const app = fastify({ logger: false });

interface Loading<Parameters = unknown> {
  readonly obj: ApplicationRow;
  readonly params: Parameters;
}

// without its cache, whose keys are the parents written as JSON
const opts = { cache: false };
const loaders = {
  Application: {
    organization: {
      loader: async (queries: Loading[]) => {
        const found = registry.organizations([...new Set(queries.map(({ obj }) => obj.organization_id))]);
        return queries.map(({ obj }) => found.get(obj.organization_id));
      },
      opts,
    },
    tokens: {
      loader: async (queries: Loading<{ first: number }>[], { viewer }: { viewer: Viewer }) => {
        const rows = queries.map(({ obj }) => obj);
        const found = registry.tokensOfEach(viewer, rows, queries[0]?.params.first ?? 25);
        return rows.map(({ id }) => ({ totalCount: found.get(id)?.totalCount, nodes: found.get(id)?.rows }));
      },
      opts,
    },
  },
};

app.register(mercurius, {
  schema: SCHEMA,
  resolvers: resolversOf(registry) as never,
  loaders: loaders as never,
  jit: 1,
  context: (request) => ({ viewer: registry.viewer(request.headers.authorization) }),
});
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
