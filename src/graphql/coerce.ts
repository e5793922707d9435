import { type GraphQLSchema, getVariableValues, type OperationDefinitionNode } from 'graphql';

/**
 * The most that is said to be wrong with variables. Each error repeats the value that it is about: with all of them, one
 * request would get an answer of fifty times its own size.
 */
const MAXIMUM_ERRORS = 5;

type Coerced = ReturnType<typeof getVariableValues>;

/** What was coerced last of the variables of each request: it is needed to weigh the operation and to execute it. */
const known = new WeakMap<object, { readonly operation: OperationDefinitionNode; readonly values: Coerced }>();

/** Coerces the variables of an operation. @returns the values, or what is wrong with those that were sent */
export function coerce(schema: GraphQLSchema, operation: OperationDefinitionNode, sent: Record<string, unknown> = {}): Coerced {
  const before = known.get(sent);
  if (before?.operation === operation) return before.values;
  const values = getVariableValues(schema, operation.variableDefinitions ?? [], sent, { maxErrors: MAXIMUM_ERRORS });
  known.set(sent, { operation, values });
  return values;
}
