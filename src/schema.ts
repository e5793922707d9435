import { assertValidSchema, type GraphQLSchema, isAbstractType, lexicographicSortSchema, printSchema } from 'graphql';
import { GraphQLDate } from 'graphql-scalars';
import { buildSchemaSync, getMetadataStorage } from 'type-graphql';
import { ActivityResolver } from './activity/activity.resolver.ts';
import { ApplicationResolver, OrganizationApplicationsResolver } from './applications/application.resolver.ts';
import { DeclarationResolver } from './declarations/declaration.resolver.ts';
import { FederationResolver, printSubgraph } from './federation.resolver.ts';
import { ApplicationGrantsResolver, GrantResolver, UserGrantsResolver } from './grants/grant.resolver.ts';
import { callFieldResolversDirectly } from './graphql/direct-resolvers.ts';
import { limitTexts } from './graphql/texts.ts';
import { NodesResolver, StoredNodeResolver } from './nodes.resolver.ts';
import { MemberRoleResolver, OrganizationResolver, UserOrganizationsResolver } from './organizations/organization.resolver.ts';
import { AttentionResolver, RegistryResolver } from './registry/registry.resolver.ts';
import { typename } from './shared/ids.ts';
import type { Permission } from './shared/permission.ts';
import { DateTime } from './shared/scalars.ts';
import { ApplicationTokensResolver, TokenResolver, UserTokensResolver } from './tokens/token.resolver.ts';
import { ActivityActorResolver, UserResolver } from './users/user.resolver.ts';

/** The most characters of the texts that queries are asked with. */
const TEXTS = {
  ...{ after: 8_000, before: 8_000, search: 100, clientId: 255, vendor: 255, scope: 255, redirectUri: 2_048 },
  // of a filter of tags
  ...{ all: 63, any: 63 },
  ownerContact: 2_048,
};

/** What the schema says of itself. */
const DESCRIPTION =
  'A registry of OAuth 2 applications: their owners, redirect URIs, scopes, secrets and tokens, and who changed what. Send a token as ' +
  '`Authorization: Bearer …`. Lists are connections, objects are found again by their global `id`, and mutations answer what is wrong ' +
  'with their input as `userErrors`.';

/**
 * Builds the schema of the API.
 * @param federated whether routers can ask it for what they ask subgraphs for
 * @throws if a query or mutation does not say who may use it
 */
export function buildSchema({ federated = false }: { readonly federated?: boolean } = {}): GraphQLSchema {
  // what is a plain property needs no resolver of its own: executors read it faster themselves
  for (const type of getMetadataStorage().objectTypes) type.simpleResolvers ??= true;
  const schema = buildSchemaSync({
    resolvers: [
      ActivityResolver,
      UserResolver,
      ActivityActorResolver,
      OrganizationResolver,
      UserOrganizationsResolver,
      MemberRoleResolver,
      ApplicationResolver,
      OrganizationApplicationsResolver,
      DeclarationResolver,
      TokenResolver,
      ApplicationTokensResolver,
      UserTokensResolver,
      ApplicationGrantsResolver,
      GrantResolver,
      UserGrantsResolver,
      RegistryResolver,
      AttentionResolver,
      NodesResolver,
      StoredNodeResolver,
      ...(federated ? [FederationResolver] : []),
    ],
    scalarsMap: [{ type: Date, scalar: DateTime }],
    validate: false,
    // it would have the whole schema introspect itself, which takes longer than all the rest
    skipCheck: true,
  });
  assertValidSchema(schema);
  // type-graphql makes type resolvers asynchronous, and compiled operations do not wait for them
  for (const type of Object.values(schema.getTypeMap())) if (isAbstractType(type)) type.resolveType = (row) => row[typename];
  schema.description = DESCRIPTION;
  // graphql-scalars does not say it
  GraphQLDate.specifiedByURL ??= 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6';
  describeRoots(schema);
  requirePermissions(schema);
  callFieldResolversDirectly(schema);
  limitTexts(schema, TEXTS);
  // what executes has types of its own beside these
  if (federated) schema.extensions = { subgraph: printSubgraph(schema) };
  return schema;
}

/** type-graphql makes these two types by itself, and has no place for their descriptions. */
function describeRoots(schema: GraphQLSchema): void {
  const [query, mutation] = [schema.getQueryType(), schema.getMutationType()];
  if (query) query.description = 'What can be read. All of it needs a token of the scope `read`, except `scopes`.';
  if (mutation) mutation.description = 'What can be changed. All of it needs a token of the scope `write`, some of it more.';
}

function requirePermissions(schema: GraphQLSchema): void {
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      if (!field.extensions.permission) throw new Error(`${type?.name}.${field.name} does not say who may use it: put @Allow above it.`);
    }
  }
}

/** Who may use a query or mutation of this name. @throws if there is none */
export function permissionOf(schema: GraphQLSchema, operation: string): Permission {
  const fields = { ...schema.getQueryType()?.getFields(), ...schema.getMutationType()?.getFields() };
  const permission = Object.hasOwn(fields, operation) && fields[operation]?.extensions.permission;
  if (!permission) throw new Error(`There is no operation "${operation}".`);
  return permission as Permission;
}

/** The schema in SDL, as `schema.graphql` has it. */
export function printSdl(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
