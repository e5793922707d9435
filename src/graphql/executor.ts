import { type ApolloServerPlugin, type BaseContext, HeaderMap, type HTTPGraphQLHead } from '@apollo/server';
import { type DocumentNode, type ExecutionResult, execute, type GraphQLSchema, locatedError, type OperationDefinitionNode } from 'graphql';
import { type Selection, selectionOf } from '../query/selection.ts';
import { apiError } from '../shared/errors.ts';
import { giveWay } from '../shared/turns.ts';
import { coerce } from './coerce.ts';

/** An operation to execute. */
export interface Operation {
  readonly document: DocumentNode;
  /** The one of the document that was asked for. */
  readonly operation: OperationDefinitionNode;
  readonly variables?: Record<string, unknown> | undefined;
  readonly context: { selection?: Selection | undefined };
  /** Names the document among all. */
  readonly hash: string;
}

/** Executes operations. */
export type Execute = (operation: Operation) => Promise<ExecutionResult> | ExecutionResult;

/** Executes with graphql-js. */
export const interpreter =
  (schema: GraphQLSchema): Execute =>
  (given) => {
    // graphql-js itself would say all that is wrong
    const { errors } = coerce(schema, given.operation, given.variables);
    if (errors) return { errors };
    const { document, operation, variables, context } = given;
    return execute({
      schema,
      document,
      operationName: operation.name?.value,
      variableValues: variables,
      contextValue: context,
    }) as Promise<ExecutionResult>;
  };

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

/** Ends a request that asks for no operation that there is. @throws `OPERATION_RESOLUTION_FAILURE`, `GRAPHQL_VALIDATION_FAILED` */
function demandOperation(schema: GraphQLSchema, operation: OperationDefinitionNode | undefined, name: string | undefined): void {
  if (operation && schema.getRootType(operation.operation)) return;
  if (operation) throw apiError('GRAPHQL_VALIDATION_FAILED', `The schema has no ${operation.operation}s.`);
  const message =
    name === undefined ? 'Say by "operationName" which operation of the document to execute.' : `Unknown operation named "${name}".`;
  throw apiError('OPERATION_RESOLUTION_FAILURE', message);
}

/**
 * Makes Apollo Server execute by an executor: the operation that Apollo has found and the plugins have let pass, and nothing
 * else. Errors of the answer are left as graphql-js makes them, for `presentErrors`.
 */
export const executing = (schema: GraphQLSchema, executeOperation: Execute): ApolloServerPlugin<BaseContext> => ({
  requestDidStart: async () => ({
    validationDidStart: async () => {
      const start = performance.now();
      return async () => giveWay(start);
    },
    didResolveOperation: async ({ operation, request }) => demandOperation(schema, operation, request.operationName),
    responseForOperation: async ({ document, operation, request: { variables }, contextValue: context, queryHash }) => {
      const start = performance.now();
      const executed = (async () => executeOperation({ document, operation, variables, context, hash: queryHash as string }))();
      const singleResult = await executed.catch((fault: unknown): ExecutionResult => ({ errors: [locatedError(fault, undefined)] }));
      // writing a long answer as text is for the next turn of the event loop, after what others wait for
      await giveWay(start);
      return { http: { headers: new HeaderMap() } as HTTPGraphQLHead, body: { kind: 'single', singleResult } };
    },
  }),
});
