import { ApolloServer, type ApolloServerPlugin, type BaseContext } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { GraphQLSchema } from 'graphql';
import type { Context } from '../query/context.ts';
import { isAuthenticated } from '../shared/viewer.ts';
import { caching } from './caching.ts';
import { compiler } from './compiler.ts';
import { ParsedDocuments, PersistedDocuments } from './documents.ts';
import { type CountError, presentErrors, type ReportFault, withCode } from './errors.ts';
import { executing, selecting } from './executor.ts';
import { checkLimits, type Limits } from './limits.ts';
import { type OnUntrusted, type TrustedDocuments, UntrustedLog } from './trusted-documents.ts';

/** The most validation errors that one answer has. */
const MAXIMUM_VALIDATION_ERRORS = 5;

/** What Apollo puts in front of a hash. */
const PREFIX = 'apq:';

/** How the GraphQL server behaves. */
export interface GraphQLServerOptions {
  readonly schema: GraphQLSchema;
  readonly introspection: boolean;
  /** What a browser gets that opens the endpoint; Apollo Sandbox if undefined. */
  readonly landingPage: string | undefined;
  readonly limits: Limits & { readonly queryTokens: number; readonly selections: number };
  /** What clients may ask for by an id, where there is such. */
  readonly trusted?: TrustedDocuments | undefined;
  /** Told of what else they ask for; absent where nobody wants to know. */
  readonly onUntrusted?: OnUntrusted | undefined;
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

/** Who registers a document: a user, or a client that acts for itself; undefined for nobody. */
function ownerOf({ viewer }: Context): string | undefined {
  if (viewer.userId !== null) return `user ${viewer.userId}`;
  return viewer.applicationId === null ? undefined : `application ${viewer.applicationId}`;
}

/** Keeps documents that are valid and sent along with their hash, but not for who shows no token. */
const persisting = (documents: PersistedDocuments): ApolloServerPlugin<BaseContext> => ({
  requestDidStart: async ({ request }) => {
    if (!request.extensions?.persistedQuery) return;
    return {
      responseForOperation: async ({ metrics, contextValue, queryHash, source }) => {
        const owner = metrics.persistedQueryRegister ? ownerOf(contextValue as Context) : undefined;
        if (owner !== undefined) documents.keep(owner, queryHash as string, source);
        return null;
      },
    };
  },
});

/** Tells of operations that are not trusted, once they are known to be ones that can be executed. */
function noting(trusted: TrustedDocuments, onUntrusted: OnUntrusted): ApolloServerPlugin<BaseContext> {
  const log = new UntrustedLog(onUntrusted);
  return {
    requestDidStart: async () => ({
      responseForOperation: async ({ contextValue, queryHash, operationName, source }) => {
        const who = isAuthenticated((contextValue as Context).viewer) ? 'known' : 'anonymous';
        if (!trusted.has(source)) log.note(who, queryHash as string, operationName, source);
        return null;
      },
    }),
  };
}

const showing = (html: string): ApolloServerPlugin<BaseContext> => ({
  serverWillStart: async () => ({ renderLandingPage: async () => ({ html }) }),
});

/** Apollo Server with an executor of our own: it keeps the rules of GraphQL over HTTP, and does nothing per field. */
export function createGraphQLServer({
  schema,
  introspection,
  landingPage,
  limits,
  trusted,
  onUntrusted,
  report,
  count,
}: GraphQLServerOptions): ApolloServer<BaseContext> {
  const persisted = new PersistedDocuments();
  const textOf = (hash: string) => trusted?.textOf(hash) ?? persisted.get(hash);
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
    // it would have them kept for anybody, and does not say for whom
    persistedQueries: {
      cache: { get: async (key) => textOf(key.slice(PREFIX.length)), set: async () => {}, delete: async () => {} },
    },
    formatError: withCode,
    stringifyResult: JSON.stringify,
    logger: { debug() {}, info() {}, warn: (message) => report(undefined, message), error: (message) => report(undefined, message) },
    plugins: [
      presentErrors(report, count),
      caching(schema),
      weighOperations(schema, limits),
      persisting(persisted),
      ...(trusted && onUntrusted ? [noting(trusted, onUntrusted)] : []),
      executing(schema, selecting(schema, compiler(schema))),
      // it wraps every resolver, and nothing here is cached by hints
      ApolloServerPluginCacheControlDisabled(),
      landingPage === undefined ? ApolloServerPluginLandingPageLocalDefault({ footer: false }) : showing(landingPage),
    ],
  });
}
