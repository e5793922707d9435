import { createServer } from 'node:http';
import DataLoader from 'dataloader';
import { createSchema, createYoga } from 'graphql-yoga';
import { type ApplicationRow, Registry } from './registry.ts';
import { resolversOf } from './resolvers.ts';
import { SCHEMA } from './schema.ts';

/** GraphQL Yoga: graphql-js, hand-written SQL, DataLoader per request. */
const registry = new Registry(process.env.DATABASE as string);

function contextOf(request: Request) {
  const viewer = registry.viewer(request.headers.get('authorization') ?? undefined);
  return {
    viewer,
    organizations: new DataLoader(async (ids: readonly number[]) => {
      const found = registry.organizations(ids);
      return ids.map((id) => found.get(id));
    }),
    tokens: new DataLoader(async (keys: readonly { application: ApplicationRow; first: number }[]) => {
      const found = registry.tokensOfEach(
        viewer,
        keys.map(({ application }) => application),
        keys[0]?.first ?? 25,
      );
      return keys.map(({ application }) => {
        const { totalCount = 0, rows = [] } = found.get(application.id) ?? {};
        return { totalCount, nodes: rows };
      });
    }),
  };
}
type Context = ReturnType<typeof contextOf>;

const resolvers = resolversOf(registry);
const yoga = createYoga({
  schema: createSchema({
    typeDefs: SCHEMA,
    resolvers: {
      ...resolvers,
      Application: {
        ...resolvers.Application,
        organization: (row: ApplicationRow, _: unknown, context: Context) => context.organizations.load(row.organization_id),
        tokens: (application: ApplicationRow, { first }: { first: number }, context: Context) =>
          context.tokens.load({ application, first }),
      },
    } as never,
  }),
  context: ({ request }) => contextOf(request),
  logging: false,
  graphiql: false,
  landingPage: false,
  cors: false,
});
createServer(yoga).listen(Number(process.env.PORT), '127.0.0.1');
