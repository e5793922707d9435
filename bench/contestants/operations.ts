import { type ApplicationRow, Registry } from './registry.ts';
import { type CreateApplicationInput, type CreateTokenInput, globalId, iso, numberOf } from './values.ts';
import type { Viewer } from './viewer.ts';

export const registry = new Registry(process.env.DATABASE as string);

export interface Variables {
  readonly id: string;
  readonly first: number;
  readonly after?: string;
  readonly input: never;
}

const json = (text: unknown) => JSON.parse(text as string);
const time = (value: unknown) => iso(value as number | null);
const PAGE = 'a.id, a.name, a.name_key, a.client_id, a.client_type, a.authorization_grant_type, a.enabled, a.created_at';
const FLAT = `${PAGE}, a.description, a.vendor, a.url, a.redirect_uris, a.scopes, a.access_validity, a.modified_at`;

function one(viewer: Viewer, { id }: Variables) {
  const row = registry.application(viewer, numberOf('Application', id));
  return { application: row ? { ...flat(row), ...rest(row) } : null };
}

const head = (row: ApplicationRow) => ({
  id: globalId('Application', row.id),
  clientId: row.client_id,
  name: row.name,
  clientType: row.client_type,
  authorizationGrantType: row.authorization_grant_type,
  enabled: row.enabled === 1,
  createdAt: time(row.created_at),
});

const flat = (row: ApplicationRow) => ({
  ...head(row),
  description: row.description,
  vendor: row.vendor,
  url: row.url,
  redirectUris: json(row.redirect_uris),
  scopes: json(row.scopes),
  accessValidity: row.access_validity,
  modifiedAt: time(row.modified_at),
});

const rest = (row: ApplicationRow) => ({
  databaseId: row.id,
  skipAuthorization: row.skip_authorization === 1,
  trusted: row.trusted === 1,
  maximumScopes: json(row.maximum_scopes),
  grantValidity: row.grant_validity,
  renewable: row.renewable === 1,
  version: row.version,
  lastUsedAt: time(row.last_used_at),
});

function nested(viewer: Viewer, { first, after }: Variables) {
  const columns = `${PAGE}, a.organization_id, o.name as organization_name`;
  const { rows, ...pageInfo } = registry.applications(viewer, first, after, columns, 'join organization o on o.id = a.organization_id');
  const tokens = registry.tokensOfEach(viewer, rows, 10, 't.id, t.hint, t.description, t.expires_at');
  const nodes = rows.map((row) => {
    const found = tokens.get(row.id);
    return {
      ...head(row),
      organization: { id: globalId('Organization', row.organization_id), name: row.organization_name },
      tokens: {
        totalCount: found?.totalCount,
        nodes: found?.rows.map((token) => ({
          id: globalId('Token', token.id),
          hint: token.hint,
          description: token.description,
          expiresAt: time(token.expires_at),
        })),
      },
    };
  });
  return { applications: { nodes, pageInfo } };
}

function list(viewer: Viewer, { first, after }: Variables) {
  const { rows, ...pageInfo } = registry.applications(viewer, first, after, FLAT);
  return { applications: { nodes: rows.map(flat), pageInfo } };
}

function createApplication(viewer: Viewer, { input }: Variables) {
  const { application, clientSecret, userErrors } = registry.createApplication(viewer, input as CreateApplicationInput);
  const { name, client_id, version, created_at } = application ?? ({} as Partial<ApplicationRow>);
  const made = application && {
    id: globalId('Application', application.id),
    name,
    clientId: client_id,
    version,
    createdAt: time(created_at),
  };
  return { createApplication: { application: made, clientSecret, userErrors } };
}

function createToken(viewer: Viewer, { input }: Variables) {
  const { token, ...payload } = registry.createToken(viewer, input as CreateTokenInput);
  const made = token && {
    id: globalId('Token', token.id),
    hint: token.hint,
    createdAt: time(token.created_at),
    expiresAt: time(token.expires_at),
  };
  return { createToken: { token: made, ...payload } };
}

/** Each operation by hand: a function that asks for the very columns it needs and builds the very answer. */
export const OPERATIONS: Record<string, (viewer: Viewer, variables: Variables) => unknown> = {
  One: one,
  Nested: nested,
  Flat: list,
  CreateApplication: createApplication,
  CreateToken: createToken,
};
