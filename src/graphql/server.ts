import { ApolloServer, type ApolloServerPlugin, type BaseContext } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { GraphQLSchema } from 'graphql';
import { compiler } from './compiler.ts';
import { ParsedDocuments, PersistedDocuments } from './documents.ts';
import { type CountError, presentErrors, type ReportFault, withCode } from './errors.ts';
import { executing, selecting } from './executor.ts';
import { checkLimits, type Limits } from './limits.ts';

/** The most validation errors that one answer has. */
const MAXIMUM_VALIDATION_ERRORS = 5;

/** How the GraphQL server behaves. */
export interface GraphQLServerOptions {
  readonly schema: GraphQLSchema;
  readonly introspection: boolean;
  /** What a browser gets that opens the endpoint; Apollo Sandbox if undefined. */
  readonly landingPage: string | undefined;
  readonly limits: Limits & { readonly queryTokens: number; readonly selections: number };
  readonly report: ReportFault;
  readonly count: CountError;
}

const weighOperations = (schema: GraphQLSchema, limits: Limits): ApolloServerPlugin<BaseContext> => ({
  requestDidStart: async () => ({
    didResolveOperation: async ({ document, operation, request }) => {
      if (operation) checkLimits(schema, document, operation, request.variables ?? {}, limits);
    },
  }),
});

const showing = (html: string): ApolloServerPlugin<BaseContext> => ({
  serverWillStart: async () => ({ renderLandingPage: async () => ({ html }) }),
});

/** Apollo Server with an executor of our own: it keeps the rules of GraphQL over HTTP, and does nothing per field. */
export function createGraphQLServer({
  schema,
  introspection,
  landingPage,
  limits,
  report,
  count,
}: GraphQLServerOptions): ApolloServer<BaseContext> {
  return new ApolloServer<BaseContext>({
    schema,
    introspection,
    nodeEnv: 'production',
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    maxRecursiveSelections: limits.selections,
    parseOptions: { maxTokens: limits.queryTokens },
    validationOptions: { maxErrors: MAXIMUM_VALIDATION_ERRORS },
    documentStore: new ParsedDocuments(),
    persistedQueries: { cache: new PersistedDocuments() },
    formatError: withCode,
    stringifyResult: JSON.stringify,
    logger: { debug() {}, info() {}, warn: (message) => report(undefined, message), error: (message) => report(undefined, message) },
    plugins: [
      presentErrors(report, count),
      weighOperations(schema, limits),
      executing(schema, selecting(schema, compiler(schema))),
      // it wraps every resolver, and nothing here is cached by hints
      ApolloServerPluginCacheControlDisabled(),
      landingPage === undefined ? ApolloServerPluginLandingPageLocalDefault({ footer: false }) : showing(landingPage),
    ],
  });
}
