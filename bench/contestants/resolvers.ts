import { GraphQLScalarType } from 'graphql';
import type { ApplicationRow, Registry } from './registry.ts';
import { type CreateApplicationInput, type CreateTokenInput, globalId, numberOf } from './values.ts';
import type { Viewer } from './viewer.ts';

interface Context {
  readonly viewer: Viewer;
}

const DateTime = new GraphQLScalarType<number, string>({
  name: 'DateTime',
  serialize: (time) => new Date(time as number).toISOString(),
});

type Row = Record<string, unknown>;
const column = (name: string) => (row: Row) => row[name];
const json = (name: string) => (row: Row) => JSON.parse(row[name] as string);
const identity = (type: string) => ({ id: (row: Row) => globalId(type, row.id as number), databaseId: column('id') });
const times = { createdAt: column('created_at'), lastUsedAt: column('last_used_at') };

/** The resolvers that Mercurius and Yoga share; what is loaded in batches each of them adds in its own way. */
export const resolversOf = (registry: Registry) => ({
  DateTime,
  Application: {
    ...identity('Application'),
    ...times,
    clientId: column('client_id'),
    clientType: column('client_type'),
    authorizationGrantType: column('authorization_grant_type'),
    redirectUris: json('redirect_uris'),
    skipAuthorization: column('skip_authorization'),
    scopes: json('scopes'),
    maximumScopes: json('maximum_scopes'),
    accessValidity: column('access_validity'),
    grantValidity: column('grant_validity'),
    modifiedAt: column('modified_at'),
  },
  Organization: identity('Organization'),
  Token: { ...identity('Token'), ...times, scopes: json('scopes'), expiresAt: column('expires_at') },
  Query: {
    application: (_: unknown, { id }: { id: string }, { viewer }: Context) =>
      registry.application(viewer, numberOf('Application', id)) ?? null,
    applications: (_: unknown, { first = 25, after }: { first?: number; after?: string }, { viewer }: Context) => {
      const { rows, hasNextPage, endCursor } = registry.applications(viewer, first, after);
      return { nodes: rows as ApplicationRow[], pageInfo: { hasNextPage, endCursor } };
    },
  },
  Mutation: {
    createApplication: (_: unknown, { input }: { input: CreateApplicationInput }, { viewer }: Context) =>
      registry.createApplication(viewer, input),
    createToken: (_: unknown, { input }: { input: CreateTokenInput }, { viewer }: Context) => registry.createToken(viewer, input),
  },
});
