import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import { apiError } from '../shared/errors.ts';
import { DEFAULT_PAGE_SIZE } from '../shared/pagination/arguments.ts';

/** How much an operation may ask for. */
export interface Limits {
  /** Levels of fields. */
  readonly depth: number;
  /** Objects, each page counted in full. */
  readonly cost: number;
}

interface Weight {
  readonly depth: number;
  readonly cost: number;
}

/** Ends an operation that asks for too much. @throws `QUERY_TOO_COMPLEX` */
export function checkLimits(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  limits: Limits,
): void {
  const { depth, cost } = weightOf(schema, document, operation, variables);
  if (depth > limits.depth) throw apiError('QUERY_TOO_COMPLEX', `The operation has ${depth} levels; at most ${limits.depth} are allowed.`);
  if (cost > limits.cost) {
    throw apiError(
      'QUERY_TOO_COMPLEX',
      `The operation asks for up to ${cost} objects; at most ${limits.cost} are allowed. Ask for smaller pages with "first".`,
    );
  }
}

/** How many weights of an operation are kept, for different sizes of its pages. */
const KEPT_WEIGHTS = 100;
const KNOWN = new WeakMap<OperationDefinitionNode, { readonly sizes: readonly string[]; readonly weights: Map<string, Weight> }>();

/** Weighs an operation once for each of the page sizes that its variables bring. */
function weightOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Weight {
  const known = KNOWN.get(operation) ?? { sizes: sizeVariables(document), weights: new Map<string, Weight>() };
  KNOWN.set(operation, known);
  const key = known.sizes.map((name) => (Array.isArray(variables[name]) ? variables[name].length : String(variables[name]))).join();
  let weight = known.weights.get(key);
  if (!weight) {
    weight = weigh(schema, document, operation, { ...defaultsOf(operation), ...variables });
    if (known.weights.size < KEPT_WEIGHTS) known.weights.set(key, weight);
  }
  return weight;
}

/** The names of the variables that say how many objects are asked for. */
function sizeVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Argument: ({ name, value }) => {
      if (['first', 'last', 'ids'].includes(name.value)) visit(value, { Variable: (variable) => void names.add(variable.name.value) });
    },
  });
  return [...names];
}

/** The variables that an operation has when none are given. */
function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, unknown> {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
    ),
  );
}

/**
 * Weighs an operation. Every object counts once, multiplied by the sizes of the pages that it is in. A fragment is
 * weighed once for each page size, however often it is spread.
 */
function weigh(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Weight {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const weighed = new Map<string, Weight>();

  const ofSelections = (selections: SelectionSetNode, type: GraphQLNamedType, pageSize: number): Weight => {
    let [depth, cost] = [0, 0];
    for (const selection of selections.selections) {
      const weight =
        selection.kind === Kind.FIELD
          ? ofField(selection, type, pageSize)
          : selection.kind === Kind.FRAGMENT_SPREAD
            ? ofFragment(selection.name.value, pageSize)
            : ofSelections(selection.selectionSet, typeNamed(selection.typeCondition?.name.value) ?? type, pageSize);
      depth = Math.max(depth, weight.depth);
      cost += weight.cost;
    }
    return { depth, cost };
  };

  const typeNamed = (name: string | undefined) => (name === undefined ? undefined : schema.getType(name));

  const ofFragment = (name: string, pageSize: number): Weight => {
    const key = `${name} ${pageSize}`;
    const known = weighed.get(key);
    if (known) return known;
    const fragment = fragments.get(name);
    const type = typeNamed(fragment?.typeCondition.name.value);
    const weight = fragment && type ? ofSelections(fragment.selectionSet, type, pageSize) : { depth: 0, cost: 0 };
    weighed.set(key, weight);
    return weight;
  };

  const ofField = (node: FieldNode, parent: GraphQLNamedType, pageSize: number): Weight => {
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
    const type = field && getNamedType(field.type);
    // introspection has a limit of its own in graphql-js
    if (!field || !node.selectionSet || !isCompositeType(type)) return { depth: node.name.value.startsWith('__') ? 0 : 1, cost: 0 };
    const given = new Map(node.arguments?.map(({ name, value }) => [name.value, valueFromASTUntyped(value, variables)]));
    const within = ofSelections(node.selectionSet, type, sizeOf(given.get('first') ?? given.get('last'), DEFAULT_PAGE_SIZE));
    const times = isListType(getNullableType(field.type)) ? pageSizeOf(given.get('ids'), pageSize) : 1;
    return { depth: within.depth + 1, cost: times * (1 + within.cost) };
  };

  const root = operation.operation === 'mutation' ? schema.getMutationType() : schema.getQueryType();
  return root ? ofSelections(operation.selectionSet, root, 1) : { depth: 0, cost: 0 };
}

// what is no page size is refused where it is used
const sizeOf = (value: unknown, fallback: number): number => (typeof value === 'number' && value >= 0 ? value : fallback);
const pageSizeOf = (ids: unknown, pageSize: number): number => (Array.isArray(ids) ? ids.length : pageSize);
