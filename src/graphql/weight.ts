import {
  type ArgumentNode,
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
  isIntrospectionType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  visit,
} from 'graphql';
import { DEFAULT_PAGE_SIZE } from '../query/pages/arguments.ts';
import { type Cost, LISTED, RENAMED, VALUE } from '../shared/cost.ts';

/** Variables as they are for execution: coerced. */
export type Variables = Readonly<Record<string, unknown>>;

/** How much an operation asks for. */
export interface Weight {
  /** Levels of fields. */
  readonly depth: number;
  /** Objects, each page counted in full, and all else that costs time, counted as so many objects. */
  readonly cost: number;
}

/** How much some selections ask for of one object. */
interface Load {
  readonly depth: number;
  /** What is there once. */
  readonly once: number;
  /** What is there for each object of the page, if the one object is a connection. */
  readonly each: number;
  /** What is there once, however many of the one object there are: it is done for all of them together. */
  readonly work: number;
}

const NOTHING: Load = { depth: 0, once: 0, each: 0, work: 0 };
/** What an operation's own fields cost: a query's asks the database, a mutation's writes to it and keeps a place in a queue. */
const WORK = { query: 20, mutation: 500, subscription: 0 };
/** What it costs to ask something of all types of the schema, or all of its fields. */
const INTROSPECTION = { work: 100, value: 5 };

/**
 * Weighs an operation. Every object counts once, multiplied by the sizes of the pages that it is in, and so do its values;
 * what fields cost beside is said by `Costs`. A fragment is weighed once, however often it is spread. Of our own, because
 * graphql-query-complexity multiplies with the objects also what is done once for all of them, and weighs a fragment at each spread.
 * @returns the weight, and the variables with other values of which it might be another one
 */
export function weigh(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): Weight & { readonly priced: readonly string[] } {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const weighed = new Map<string, Load>();
  const priced = new Set<string>();

  const ofSelections = ({ selections }: SelectionSetNode, type: GraphQLNamedType): Load => {
    let { depth, once, each, work } = NOTHING;
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
      work += load.work;
    }
    return { depth, once, each, work };
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

  const root = operation.operation === 'mutation' ? schema.getMutationType() : schema.getQueryType();

  const ofField = (node: FieldNode, parent: GraphQLNamedType): Load => {
    const field = fieldOf(parent, node.name.value);
    if (!field) return NOTHING;
    const type = getNamedType(field.type);
    if (isIntrospectionType(type) && node.selectionSet) return ofIntrospection(ofSelections(node.selectionSet, type));
    const cost = (field.extensions.cost ?? {}) as Cost;
    const own = { depth: node.name.value.startsWith('__') ? 0 : 1, work: cost.work ?? (parent === root ? WORK[operation.operation] : 0) };
    if (!node.selectionSet || !isCompositeType(type))
      return {
        ...own,
        once: (cost.value ?? VALUE) * (node.alias ? RENAMED * (isListType(getNullableType(field.type)) ? LISTED : 1) : 1),
        each: 0,
      };
    for (const argument of node.arguments ?? [])
      if (isPriced(argument, cost)) visit(argument, { Variable: ({ name }) => void priced.add(name.value) });
    const given = argumentsOf(field, node, variables);
    const within = ofSelections(node.selectionSet, type);
    const depth = within.depth + 1;
    const work = own.work + within.work + workFor(cost, given);
    const itself = node.alias && field.args.length === 0 ? RENAMED : 1;
    const one = itself + within.once * timesOf(cost, given) + within.each * sizeOf(given.first ?? given.last);
    if (!isListType(getNullableType(field.type))) return { depth, once: one, each: 0, work };
    const named = given.ids ?? given.representations;
    const items = cost.items ?? (Array.isArray(named) ? named.length : undefined);
    return items === undefined ? { depth, once: 0, each: one, work } : { depth, once: items * one, each: 0, work };
  };

  const { depth, once, each, work } = root ? ofSelections(operation.selectionSet, root) : NOTHING;
  return { depth, cost: Math.ceil(once + each + work), priced: [...priced] };
}

/** What selections of the schema itself weigh: it is as large as it is, and its depth has a limit of its own in graphql-js. */
const ofIntrospection = ({ once, each, work }: Load): Load => ({
  ...NOTHING,
  work: INTROSPECTION.work + work + (once + each) * (INTROSPECTION.value / VALUE),
});

const META = [SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef];

const fieldOf = (type: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined =>
  (name.startsWith('__') && META.find((field) => field.name === name)) ||
  (isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined);

/** The arguments that say how many objects are asked for. */
const SIZES: readonly string[] = ['first', 'last', 'ids', 'representations'];

const isPriced = ({ name }: ArgumentNode, { workFor = {}, timesOf }: Cost): boolean =>
  SIZES.includes(name.value) || Object.hasOwn(workFor, name.value) || timesOf?.[0] === name.value;

/** How many items the arguments have for each of which there are the objects of an answer; 1 where it does not depend on that. */
function timesOf({ timesOf: [argument, field] = ['', ''] }: Cost, given: Variables): number {
  const items = (given[argument] as Variables | null | undefined)?.[field];
  return Array.isArray(items) ? items.length : 1;
}

const workFor = ({ workFor = {} }: Cost, given: Variables): number =>
  Object.entries(workFor).reduce((sum, [argument, work]) => sum + (given[argument] == null ? 0 : work), 0);

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
