import { type DocumentNode, type GraphQLSchema, isInterfaceType, isObjectType, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { Extensions } from 'type-graphql';

/** The properties that an operation reads, by object type; rows carry no others. */
export type Selection = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Says above a field resolver which properties of its object it reads; `Type.property` for those of another type.
 * Rows come with what the operation selects and what is needed, and nothing else.
 */
export const Needs = (...properties: string[]): MethodDecorator => Extensions({ needs: properties }) as MethodDecorator;

/** What a document reads, whichever of its operations is executed. */
export function selectionOf(schema: GraphQLSchema, document: DocumentNode): Selection {
  const selection = new Map<string, Set<string>>();
  const add = (type: string, property: string) => {
    const properties = selection.get(type) ?? new Set();
    selection.set(type, properties.add(property));
  };
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: () => {
        const parent = types.getParentType();
        const field = types.getFieldDef();
        if (!field) return;
        const owners = isInterfaceType(parent) ? schema.getPossibleTypes(parent) : isObjectType(parent) ? [parent] : [];
        for (const owner of owners) {
          add(owner.name, field.name);
          for (const need of (owner.getFields()[field.name]?.extensions.needs ?? []) as string[]) {
            const [type, property] = need.includes('.') ? (need.split('.') as [string, string]) : [owner.name, need];
            add(type, property);
          }
        }
      },
    }),
  );
  return selection;
}
