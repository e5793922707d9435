import {
  type DefinitionNode,
  type GraphQLSchema,
  Kind,
  lexicographicSortSchema,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  printSchema,
} from 'graphql';

/** How a schema is composed with others: by which fields its objects are found, and which types others may define, too. */
export interface Composition {
  readonly keys: Readonly<Record<string, readonly string[]>>;
  readonly shareable: readonly string[];
}

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key", "@shareable"])';

/** What stands behind the name of a type, as nodes. */
const directivesOf = (text: string) =>
  (parse(`type T ${text}`, { noLocation: true }).definitions[0] as ObjectTypeDefinitionNode).directives;

/**
 * The schema in SDL as a subgraph of Apollo Federation 2: without what only a router asks for, whose names begin with an underscore.
 * Of our own, because `@apollo/subgraph` makes a schema of SDL, and this one is made of classes.
 */
export function subgraphSdl(schema: GraphQLSchema, { keys, shareable }: Composition): string {
  const composed = (definition: DefinitionNode): DefinitionNode[] => {
    if ('name' in definition && definition.name?.value.startsWith('_')) return [];
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return [definition];
    const { name, fields, directives = [] } = definition;
    const keyed = (keys[name.value] ?? []).map((field) => `@key(fields: "${field}")`);
    const added = directivesOf([...keyed, ...(shareable.includes(name.value) ? ['@shareable'] : [])].join(' ')) ?? [];
    return [{ ...definition, fields: fields?.filter((field) => !field.name.value.startsWith('_')), directives: [...directives, ...added] }];
  };
  const { definitions } = parse(printSchema(lexicographicSortSchema(schema)), { noLocation: true });
  return `${LINK}\n\n${print({ kind: Kind.DOCUMENT, definitions: definitions.flatMap(composed) })}\n`;
}
