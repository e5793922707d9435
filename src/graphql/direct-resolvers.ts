import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { getMetadataStorage } from 'type-graphql';

/** Where a parameter of a resolver method comes from. */
type Source = (root: unknown, args: Record<string, unknown>, context: unknown) => unknown;

type Metadata = ReturnType<typeof getMetadataStorage>['fieldResolvers'][number];
type Parameter = NonNullable<Metadata['params']>[number];

function sourceOf(parameter: Parameter): Source | undefined {
  if (parameter.kind === 'root' && !parameter.propertyName) return (root) => root;
  if (parameter.kind === 'context' && !parameter.propertyName) return (_, __, context) => context;
  if (parameter.kind === 'args') return (_, args) => args;
  if (parameter.kind === 'arg') return (_, args) => args[parameter.name];
  return undefined;
}

function direct({ target, methodName, params = [], middlewares = [] }: Metadata): GraphQLFieldResolver<unknown, unknown> | undefined {
  const sources = [...params].sort((a, b) => a.index - b.index).map(sourceOf);
  if (middlewares.length > 0 || sources.some((source) => source === undefined)) return undefined;
  const instance = new (target as new () => Record<string, (...parameters: unknown[]) => unknown>)();
  const [first, second, third, ...more] = sources as Source[];
  if (!first || more.length > 0) {
    return (root, args, context) => instance[methodName]?.(...(sources as Source[]).map((source) => source(root, args, context)));
  }
  // written out, because these run once for every object of an answer
  return (root, args, context) =>
    instance[methodName]?.(first(root, args, context), second?.(root, args, context), third?.(root, args, context));
}

/**
 * Lets field resolvers that have no middleware be called as they are. What type-graphql puts around them (sorting
 * parameters, converting arguments to classes) costs more per object than most of them do.
 */
export function callFieldResolversDirectly(schema: GraphQLSchema): void {
  for (const metadata of getMetadataStorage().fieldResolvers) {
    const owner = getMetadataStorage().objectTypes.find(({ target }) => target === metadata.getObjectType?.());
    const type = owner && schema.getType(owner.name);
    const field = type && 'getFields' in type ? type.getFields()[metadata.schemaName] : undefined;
    const resolve = direct(metadata);
    if (field && 'resolve' in field && resolve) field.resolve = resolve;
  }
}
