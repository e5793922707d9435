import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { apiError } from '../shared/errors.ts';
import { coerce } from './coerce.ts';
import { type Variables, type Weight, weigh } from './weight.ts';

/** What counts, for those who ask for too much. */
const PRICES = 'values count too, and each search, filter, "totalCount" and mutation as much as hundreds of objects';

/** How much an operation may ask for. */
export type Limits = Weight;

/**
 * Ends an operation that asks for too much. One whose variables do not fit the schema is let through: nothing of it is
 * executed.
 * @throws `QUERY_TOO_COMPLEX`
 */
export function checkLimits(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
  limits: Limits,
): void {
  const weight = weightOf(schema, document, operation, variables);
  if (!weight) return;
  const { depth, cost } = weight;
  if (depth > limits.depth) throw apiError('QUERY_TOO_COMPLEX', `The operation has ${depth} levels; at most ${limits.depth} are allowed.`);
  if (cost > limits.cost) {
    throw apiError(
      'QUERY_TOO_COMPLEX',
      `The operation asks for up to ${cost} objects; at most ${limits.cost} are allowed. Ask for smaller pages with "first", and for less at once: ${PRICES}.`,
    );
  }
}

/** The weights of operations that weigh the same whatever their variables; null for all others. */
const CONSTANT = new WeakMap<OperationDefinitionNode, Weight | null>();

/** What an operation weighs with variables as they were sent. @returns undefined if they do not fit the schema */
function weightOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, sent: Variables): Weight | undefined {
  let constant = CONSTANT.get(operation);
  if (constant === undefined) {
    const weight = weigh(schema, document, operation, {});
    constant = weight.varies ? null : weight;
    CONSTANT.set(operation, constant);
  }
  if (constant) return constant;
  // the types of variables count as much as their values: "100" is no size, and a single id is a list of one
  const { coerced } = coerce(schema, operation, sent);
  return coerced && weigh(schema, document, operation, coerced);
}
