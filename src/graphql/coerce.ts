import { type GraphQLSchema, getVariableValues, type OperationDefinitionNode } from 'graphql';

/**
 * The most that is said to be wrong with variables. Each error repeats the value that it is about: with all of them, one
 * request would get an answer of fifty times its own size.
 */
const MAXIMUM_ERRORS = 5;

/** The names of what no answer may repeat. */
const SECRET = /secret|password/i;
/** How deep secrets are looked for: graphql-js shows less of a value. */
const DEPTH = 10;

/** A value of the same shape without its secrets. */
function withoutSecrets(value: unknown, isSecret = false, depth = DEPTH): unknown {
  if (depth === 0 || value == null) return value;
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, isSecret, depth - 1));
  if (typeof value !== 'object') return isSecret ? (typeof value === 'string' ? '••••' : 0) : value;
  const entries = Object.entries(value).map(([name, item]) => [name, withoutSecrets(item, isSecret || SECRET.test(name), depth - 1)]);
  return Object.fromEntries(entries);
}

type Coerced = ReturnType<typeof getVariableValues>;

/** What was coerced last of the variables of each request: it is needed to weigh the operation and to execute it. */
const known = new WeakMap<object, { readonly operation: OperationDefinitionNode; readonly values: Coerced }>();

/** Coerces the variables of an operation. @returns the values, or what is wrong with those that were sent */
export function coerce(schema: GraphQLSchema, operation: OperationDefinitionNode, sent: Record<string, unknown> = {}): Coerced {
  const before = known.get(sent);
  if (before?.operation === operation) return before.values;
  const coerced = (given: Record<string, unknown>) =>
    getVariableValues(schema, operation.variableDefinitions ?? [], given, { maxErrors: MAXIMUM_ERRORS });
  let values = coerced(sent);
  if (values.errors) {
    // what is wrong is told with all of the input that it is in
    const told = coerced(withoutSecrets(sent) as Record<string, unknown>);
    if (told.errors) values = told;
  }
  known.set(sent, { operation, values });
  return values;
}
