import { GraphQLError, type GraphQLResolveInfo, GraphQLScalarType, type GraphQLSchema, valueFromASTUntyped } from 'graphql';
import { Arg, Ctx, createUnionType, Field, Info, ObjectType, Query, Resolver } from 'type-graphql';
import { ActivityEntry } from './activity/activity.entity.ts';
import { Application } from './applications/application.entity.ts';
import { applicationByClientId } from './applications/application.loaders.ts';
import { ClientSecret } from './applications/client-secret.entity.ts';
import { Grant } from './grants/grant.entity.ts';
import { type Composition, subgraphSdl } from './graphql/subgraph.ts';
import { findNode } from './nodes.resolver.ts';
import { Organization } from './organizations/organization.entity.ts';
import type { Context } from './query/context.ts';
import { MAXIMUM_PAGE_SIZE } from './query/pages/arguments.ts';
import { badArgument } from './shared/errors.ts';
import { typename } from './shared/ids.ts';
import { Allow } from './shared/permission.ts';
import { Token } from './tokens/token.entity.ts';
import { User } from './users/user.entity.ts';

/** How objects are found by other fields than their global id. */
const FINDERS: Readonly<Record<string, Readonly<Record<string, (context: Context, value: string) => Promise<object | null>>>>> = {
  Application: { clientId: applicationByClientId },
};
/** The most characters of what an object is found by. */
const KEY_LENGTH = 255;

const ENTITIES = [ActivityEntry, Application, ClientSecret, Grant, Organization, Token, User] as const;
const keysOf = (name: string): readonly string[] => ['id', ...Object.keys(FINDERS[name] ?? {})];

/** How the API is composed with others. */
const COMPOSITION: Composition = {
  keys: Object.fromEntries(ENTITIES.map(({ name }) => [name, keysOf(name)])),
  shareable: ['PageInfo'],
};

/** The schema as a subgraph, in SDL. */
export const printSubgraph = (schema: GraphQLSchema): string => subgraphSdl(schema, COMPOSITION);

/** What names an object to a subgraph: its type, and the fields of one of its keys. */
interface Representation {
  readonly [typename]: string;
  readonly [field: string]: unknown;
}

function representationOf(value: unknown): Representation {
  const { [typename]: type } = (value ?? {}) as Partial<Representation>;
  if (typeof value === 'object' && typeof type === 'string') return value as Representation;
  throw new GraphQLError('_Any takes an object with a "__typename".');
}

const AnyScalar = new GraphQLScalarType<Representation>({
  name: '_Any',
  description: 'An object of a federated graph: its `__typename`, and the fields of one of its keys.',
  specifiedByURL: 'https://specs.apollo.dev/federation/v2.0',
  parseValue: representationOf,
  parseLiteral: (node, variables) => representationOf(valueFromASTUntyped(node, variables)),
});

const Entity = createUnionType({
  name: '_Entity',
  description: 'What other subgraphs can refer to.',
  types: () => ENTITIES,
  resolveType: (row: object) => (row as unknown as Representation)[typename],
});

/** What a router is told of the API. */
@ObjectType('_Service', { description: 'The API as a subgraph of Apollo Federation 2.' })
class Service {
  @Field({ description: 'Its schema in SDL.' })
  sdl!: string;
}

function find(context: Context, representation: Representation, index: number): Promise<object | null> | null {
  const type = representation[typename];
  const wrong = (message: string) => badArgument('representations', `in the place ${index}, ${message}`);
  if (!Object.hasOwn(COMPOSITION.keys, type)) throw wrong(`there is no entity of the type "${type}".`);
  const keys = keysOf(type);
  const key = keys.find((field) => Object.hasOwn(representation, field));
  if (key === undefined) throw wrong(`"${type}" needs ${keys.map((field) => `"${field}"`).join(' or ')}.`);
  const value = representation[key];
  if (typeof value !== 'string' || value.length > KEY_LENGTH) throw wrong(`"${key}" must be a text of at most ${KEY_LENGTH} characters.`);
  return FINDERS[type]?.[key]?.(context, value) ?? findNode(context, value, type);
}

/** What a router asks a subgraph. */
@Resolver()
export class FederationResolver {
  @Allow({ scope: 'read' })
  @Query(() => Service, { name: '_service', description: 'The API as a subgraph, for routers.' })
  service(@Info() { schema }: GraphQLResolveInfo): Service {
    return { sdl: schema.extensions.subgraph as string };
  }

  @Allow({ scope: 'read' })
  @Query(() => [Entity], {
    name: '_entities',
    nullable: 'items',
    description: 'At most 100 objects that other subgraphs refer to, in their order, with null where there is none. For routers.',
  })
  entities(
    @Ctx() context: Context,
    @Arg('representations', () => [AnyScalar], { description: 'Which objects.' }) representations: Representation[],
  ) {
    if (representations.length > MAXIMUM_PAGE_SIZE)
      throw badArgument('representations', `at most ${MAXIMUM_PAGE_SIZE} at once, not ${representations.length}.`);
    return representations.map((representation, index) => find(context, representation, index));
  }
}
