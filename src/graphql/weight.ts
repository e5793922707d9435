import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { DEFAULT_PAGE_SIZE } from '../shared/pagination/arguments.ts';

/** Variables as they are for execution: coerced. */
export type Variables = Readonly<Record<string, unknown>>;

/** How much an operation asks for. */
export interface Weight {
  /** Levels of fields. */
  readonly depth: number;
  /** Objects, each page counted in full. */
  readonly cost: number;
}

/** How much some selections ask for of one object. */
interface Load {
  readonly depth: number;
  /** What is there once. */
  readonly once: number;
  /** What is there for each object of the page, if the one object is a connection. */
  readonly each: number;
}

const NOTHING: Load = { depth: 0, once: 0, each: 0 };

/** The arguments that say how many objects are asked for. */
const SIZES: readonly string[] = ['first', 'last', 'ids'];

/** Whether what a document weighs depends on its variables. */
export function hasVariableWeight(document: DocumentNode): boolean {
  const names = new Set<string>();
  visit(document, {
    Argument: ({ name, value }) => {
      if (SIZES.includes(name.value)) visit(value, { Variable: (variable) => void names.add(variable.name.value) });
    },
  });
  return names.size > 0;
}

/**
 * Weighs an operation. Every object counts once, multiplied by the sizes of the pages that it is in. A fragment is
 * weighed once, however often it is spread.
 */
export function weigh(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Variables): Weight {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const weighed = new Map<string, Load>();

  const ofSelections = ({ selections }: SelectionSetNode, type: GraphQLNamedType): Load => {
    let { depth, once, each } = NOTHING;
    for (const selection of selections) {
      const load =
        selection.kind === Kind.FIELD
          ? ofField(selection, type)
          : selection.kind === Kind.FRAGMENT_SPREAD
            ? ofFragment(selection.name.value)
            : ofSelections(selection.selectionSet, typeNamed(selection.typeCondition?.name.value) ?? type);
      depth = Math.max(depth, load.depth);
      once += load.once;
      each += load.each;
    }
    return { depth, once, each };
  };

  const typeNamed = (name: string | undefined) => (name === undefined ? undefined : schema.getType(name));

  const ofFragment = (name: string): Load => {
    const known = weighed.get(name);
    if (known) return known;
    const fragment = fragments.get(name);
    const type = typeNamed(fragment?.typeCondition.name.value);
    const load = fragment && type ? ofSelections(fragment.selectionSet, type) : NOTHING;
    weighed.set(name, load);
    return load;
  };

  const ofField = (node: FieldNode, parent: GraphQLNamedType): Load => {
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
    const type = field && getNamedType(field.type);
    // introspection has a limit of its own in graphql-js
    if (!field || !node.selectionSet || !isCompositeType(type)) return { ...NOTHING, depth: node.name.value.startsWith('__') ? 0 : 1 };
    const { first, last, ids } = argumentsOf(field, node, variables);
    const within = ofSelections(node.selectionSet, type);
    const depth = within.depth + 1;
    const one = 1 + within.once + within.each * sizeOf(first ?? last);
    if (Array.isArray(ids)) return { depth, once: ids.length * one, each: 0 };
    return isListType(getNullableType(field.type)) ? { depth, once: 0, each: one } : { depth, once: one, each: 0 };
  };

  const root = operation.operation === 'mutation' ? schema.getMutationType() : schema.getQueryType();
  const { depth, once, each } = root ? ofSelections(operation.selectionSet, root) : NOTHING;
  return { depth, cost: once + each };
}

/** The arguments of a field as its resolver is given them; none for those that it will not be given. */
function argumentsOf(field: GraphQLField<unknown, unknown>, node: FieldNode, variables: Variables): Variables {
  try {
    return node.arguments?.length ? getArgumentValues(field, node, variables) : {};
  } catch {
    return {};
  }
}

// what is no page size is refused where it is used
const sizeOf = (value: unknown): number => (typeof value === 'number' && value >= 0 ? value : DEFAULT_PAGE_SIZE);
