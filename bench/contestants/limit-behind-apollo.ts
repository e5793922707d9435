import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { listen } from './listen.ts';
import { OPERATIONS, registry, type Variables } from './operations.ts';
import { SCHEMA } from './schema.ts';
import type { Viewer } from './viewer.ts';

interface Context {
  readonly viewer: Viewer;
}

/** What Apollo Server leaves at most: it parses, validates and keeps documents as it does by itself; `Limit` stands for execution. */
const insteadOfExecution: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    responseForOperation: async ({ operationName, request, contextValue }) => {
      const data = OPERATIONS[operationName ?? '']?.(contextValue.viewer, request.variables as unknown as Variables);
      return { http: { headers: new HeaderMap() }, body: { kind: 'single', singleResult: { data: data as Record<string, unknown> } } };
    },
  }),
};

const apollo = new ApolloServer<Context>({
  typeDefs: SCHEMA,
  nodeEnv: 'production',
  stopOnTerminationSignals: false,
  plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled(), insteadOfExecution],
});
await apollo.start();

async function answer(incoming: IncomingMessage, outgoing: ServerResponse, body: string): Promise<void> {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  const response = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: incoming.method as string, headers, search: '', body: JSON.parse(body) },
    context: async () => ({ viewer: registry.viewer(incoming.headers.authorization) }),
  });
  if (response.body.kind !== 'complete') throw new Error('nothing here is incremental');
  outgoing.writeHead(response.status ?? 200, Object.fromEntries(response.headers)).end(response.body.string);
}

listen(answer);
