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

/** How many weights are kept of an operation, and how many characters the values have at most that each is kept by. */
const KEPT = { weights: 20, characters: 200 };

/** What is known of the weight of an operation. */
interface Known {
  /** The variables that it depends on. */
  readonly priced: readonly string[];
  /** By the values of those variables, once they are coerced. */
  readonly weights: Map<string, Weight>;
}
const KNOWN = new WeakMap<OperationDefinitionNode, Known>();

/** What an operation weighs with variables as they were sent. @returns undefined if they do not fit the schema */
export function weightOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  sent: Variables,
): Weight | undefined {
  const known = KNOWN.get(operation) ?? { priced: weigh(schema, document, operation, {}).priced, weights: new Map() };
  KNOWN.set(operation, known);
  // the types of variables count as much as their values: "100" is no size, and a single id is a list of one
  const { coerced } = coerce(schema, operation, sent);
  if (!coerced) return undefined;
  // a variable that was not sent is not one that is null
  const key = JSON.stringify(known.priced.map((name) => (Object.hasOwn(coerced, name) ? [coerced[name]] : [])));
  const weight = known.weights.get(key) ?? weigh(schema, document, operation, coerced);
  if (known.weights.size < KEPT.weights && key.length <= KEPT.characters) known.weights.set(key, weight);
  return weight;
}
