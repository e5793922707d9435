import { type ApolloServerPlugin, type BaseContext, HeaderMap, type HTTPGraphQLHead } from '@apollo/server';
import type { GatewayExecutor, GatewayInterface } from '@apollo/server-gateway-interface';
import { type DocumentNode, type ExecutionResult, execute, type GraphQLSchema } from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import { type Selection, selectionOf } from '../shared/selection.ts';

/** How many compiled operations are kept. */
const COMPILED_OPERATIONS = 500;

/** An operation to execute. */
export interface Operation {
  readonly document: DocumentNode;
  readonly operationName?: string | undefined;
  readonly variables?: Record<string, unknown> | undefined;
  readonly context: { selection?: Selection | undefined };
  /** Names the document among all. */
  readonly hash: string;
}

type Execute = (operation: Operation) => Promise<ExecutionResult> | ExecutionResult;

/** Executes with graphql-js. */
export const interpreter =
  (schema: GraphQLSchema): Execute =>
  ({ document, operationName, variables, context }) =>
    execute({ schema, document, operationName, variableValues: variables, contextValue: context }) as Promise<ExecutionResult>;

/**
 * Executes with code that is compiled for the operation at its second use, because most of what comes once never comes
 * again. What the compiler does not take, graphql-js executes.
 */
export function compiler(schema: GraphQLSchema, uses = 2): Execute {
  const interpret = interpreter(schema);
  const seen = new LRUCache<string, { uses: number; compiled?: CompiledQuery | null }>({ max: COMPILED_OPERATIONS });
  return (operation) => {
    const key = `${operation.hash} ${operation.operationName ?? ''}`;
    const entry = seen.get(key) ?? { uses: 0 };
    seen.set(key, entry);
    entry.uses += 1;
    if (entry.uses >= uses && entry.compiled === undefined) {
      const compiled = compileQuery(schema, operation.document, operation.operationName);
      entry.compiled = isCompiledQuery(compiled) ? compiled : null;
    }
    if (!entry.compiled) return interpret(operation);
    const result = entry.compiled.query(undefined, operation.context, operation.variables ?? {});
    // variables that do not fit the schema: only what graphql-js says of them is known as a fault of the caller
    return 'errors' in result && !('data' in result) ? interpret(operation) : result;
  };
}

/** Tells the context what the operation reads, before the operation is executed. */
export function selecting(schema: GraphQLSchema, executeOperation: Execute): Execute {
  const selections = new WeakMap<DocumentNode, Selection>();
  return (operation) => {
    const { document, context } = operation;
    let selection = selections.get(document);
    if (!selection) {
      selection = selectionOf(schema, document);
      selections.set(document, selection);
    }
    context.selection = selection;
    return executeOperation(operation);
  };
}

/**
 * Puts an executor behind Apollo Server, which calls whatever executes in its stead a gateway. Answers without errors take
 * a shorter way, by the plugin: what Apollo makes for each call of a gateway has accessors written in place, and V8 keeps
 * those, and with them all rows of the request, until it next collects the whole heap.
 */
export function behindApollo(schema: GraphQLSchema, executeOperation: Execute) {
  const results = new WeakMap<object, Promise<ExecutionResult>>();
  const plugin: ApolloServerPlugin<BaseContext> = {
    requestDidStart: async () => ({
      responseForOperation: async ({ document, operation, request, contextValue: context, queryHash }) => {
        if (!operation) return null;
        const { operationName, variables } = request;
        const executed = (async () => executeOperation({ document, operationName, variables, context, hash: queryHash as string }))();
        const singleResult = await executed.catch(() => undefined);
        if (singleResult && !singleResult.errors) {
          return { http: { headers: new HeaderMap() } as HTTPGraphQLHead, body: { kind: 'single', singleResult } };
        }
        results.set(context, executed);
        return null;
      },
    }),
  };
  const executor: GatewayExecutor = async ({ document, request: { operationName, variables }, context, queryHash: hash }) =>
    (results.get(context) ?? executeOperation({ document, operationName, variables, context, hash })) as never;
  const gateway: GatewayInterface = {
    load: async () => ({ executor }),
    onSchemaLoadOrUpdate: (callback) => {
      callback({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => {};
    },
    stop: async () => {},
  };
  return { gateway, plugin };
}
