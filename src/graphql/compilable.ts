import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLScalarType,
  GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

/**
 * The most selections of an operation that is compiled, with its fragments spread. The time to compile, the code that
 * comes of it and the memory that it takes grow with them.
 */
const LARGEST = 300;

/** What the compiler writes into its code for values that JSON has not; in a text of the caller it would become code. */
const MARK = '__MAGIC';

/** An operation that the compiler does rightly. */
export interface Compilable {
  /** The operation alone with the fragments; its variables are taken as they are, because graphql-js has coerced them. */
  readonly document: DocumentNode;
  /** How many selections it has, with its fragments spread. */
  readonly size: number;
  /** The variables that must have a value: an execution without is for graphql-js. */
  readonly required: readonly string[];
}

/** The type of variables that were coerced before. */
const Coerced = new GraphQLScalarType({ name: 'Coerced' });

/** The schema for the compiler: the same, and a type for variables that were coerced before. */
export function schemaToCompile(schema: GraphQLSchema): GraphQLSchema {
  const { types, ...config } = schema.toConfig();
  return new GraphQLSchema({ ...config, types: [...types, Coerced], assumeValid: true });
}

/** Whether generated code can have a name from outside: it stands there as a property of plain objects. */
const isPlain = (name: string): boolean => !name.startsWith('__') && !(name in Object.prototype);

/**
 * What to compile of an operation; undefined where graphql-jit would answer otherwise than graphql-js, as it does with
 * directives, names that objects have by themselves, introspection, and several mutations after each other.
 */
export function compilable(document: DocumentNode, operation: OperationDefinitionNode): Compilable | undefined {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const variables = (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
  const isMutation = operation.operation === 'mutation';
  // a mutation cannot be executed once more by graphql-js where it has errors, so none may be left to the compiler
  const required = new Set(isMutation ? variables : []);
  let size = 0;

  const selectionsFit = ({ selections }: SelectionSetNode, depth: number): boolean =>
    selections.every((selection) => {
      size += 1;
      if (size > LARGEST || selection.directives?.length) return false;
      if (selection.kind === Kind.FIELD) return fieldFits(selection, depth);
      const within = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      return within !== undefined && !within.directives?.length && selectionsFit(within.selectionSet, depth);
    });

  const fieldFits = ({ name, alias, arguments: given = [], selectionSet }: FieldNode, depth: number): boolean => {
    if (alias && !isPlain(alias.value)) return false;
    if (!isPlain(name.value) && name.value !== '__typename') return false;
    if (isMutation && depth > 0 && given.length > 0) return false;
    return given.every(({ value }) => argumentFits(value)) && (!selectionSet || selectionsFit(selectionSet, depth + 1));
  };

  const argumentFits = (value: NonNullable<FieldNode['arguments']>[number]['value']): boolean => {
    if (value.kind === Kind.VARIABLE) return true;
    let fits = true;
    visit(value, {
      // inside of a list or an object, the compiler takes one that is null or missing for a value
      Variable: ({ name }) => void required.add(name.value),
      StringValue: (text) => {
        if (text.value.includes(MARK)) fits = false;
      },
    });
    return fits;
  };

  const names = [...variables, operation.name?.value ?? 'anonymous'];
  if (operation.directives?.length || !names.every(isPlain)) return undefined;
  if (isMutation && (operation.selectionSet.selections.length > 1 || operation.selectionSet.selections[0]?.kind !== Kind.FIELD))
    return undefined;
  if (!selectionsFit(operation.selectionSet, 0)) return undefined;
  return { document: { kind: Kind.DOCUMENT, definitions: [coerced(operation), ...fragments.values()] }, size, required: [...required] };
}

function coerced(operation: OperationDefinitionNode): OperationDefinitionNode {
  const type = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: Coerced.name } } as const;
  const variableDefinitions = operation.variableDefinitions?.map(({ kind, variable }) => ({ kind, variable, type }));
  return { ...operation, variableDefinitions };
}
