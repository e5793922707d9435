import { type GraphQLSchema, getNamedType, getVariableValues, isInputObjectType, type OperationDefinitionNode } from 'graphql';

/**
 * The most that is said to be wrong with variables. Each error repeats the value that it is about: with all of them, one
 * request would get an answer of fifty times its own size.
 */
const MAXIMUM_ERRORS = 5;

/** The names of what no answer may repeat. */
const SECRET = /secret|password/i;
/** How deep secrets are looked for: graphql-js shows less of a value. */
const DEPTH = 10;

/** The names of input fields that are no texts, and so no secrets, by schema: a time that stands there must stay one. */
const noTexts = new WeakMap<GraphQLSchema, ReadonlySet<string>>();

function noTextsOf(schema: GraphQLSchema): ReadonlySet<string> {
  const known = noTexts.get(schema);
  if (known) return known;
  const fields = Object.values(schema.getTypeMap()).flatMap((type) => (isInputObjectType(type) ? Object.values(type.getFields()) : []));
  const names = new Set(fields.filter(({ type }) => getNamedType(type).name !== 'String').map(({ name }) => name));
  noTexts.set(schema, names);
  return names;
}

/** A value of the same shape without its secrets. @param others names that look like those of secrets, and are not */
function withoutSecrets(value: unknown, others: ReadonlySet<string>, isSecret = false, depth = DEPTH): unknown {
  if (depth === 0 || value == null) return value;
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, others, isSecret, depth - 1));
  if (typeof value !== 'object') return isSecret ? (typeof value === 'string' ? '••••' : 0) : value;
  const entries = Object.entries(value).map(([name, item]) => {
    const isNamedSecret = SECRET.test(name) && !others.has(name);
    return [name, withoutSecrets(item, others, isSecret || isNamedSecret, depth - 1)];
  });
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
    const told = coerced(withoutSecrets(sent, noTextsOf(schema)) as Record<string, unknown>);
    if (told.errors) values = told;
  }
  known.set(sent, { operation, values });
  return values;
}
