import { type PgResource, sideEffectWithPgClient } from 'postgraphile/@dataplan/pg';
import { context, get, object, type Step } from 'postgraphile/grafast';
import { extendSchema, gql } from 'postgraphile/utils';
import * as values from './values.ts';
import type { Viewer } from './viewer.ts';

const REGISTER = {
  name: 'register',
  text: `
  with made as (
    insert into application (created_at, modified_at, client_id, name, name_key, search_text, client_type, authorization_grant_type,
      redirect_uris, scopes, maximum_scopes, organization_id, created_by_id)
    values ($1, $1, $2, $3, $4, $5, $6, $7, $8, '["write"]', '["write"]', $9, $10)
    returning id
  ), secret as (
    insert into client_secret (created_at, application_id, digest, hint) select $1, id, $11, $12 from made
  ), told as (
    insert into activity_entry (created_at, actor_id, operation, object_type, object_database_id, object_name, organization_id, changes)
    select $1, $10, 'CREATE', 'Application', id, $3, $9, $13 from made
  ) select id from made`,
};

const ISSUE = {
  name: 'issue',
  text: `
  with application as (
    select id, name, organization_id, coalesce(access_validity, 3600) as access_validity, coalesce(grant_validity, 2592000) as grant_validity
    from application where id = $2 and enabled and ($3 or organization_id = any($4::int[]))
  ), made as (
    insert into token (created_at, modified_at, application_id, user_id, digest, hint, scopes, expires_at, refresh_digest, refresh_expires_at)
    select $1::timestamptz, $1::timestamptz, id, $5, $6, $7, $8, $1::timestamptz + access_validity * interval '1 second', $9,
      $1::timestamptz + grant_validity * interval '1 second' from application
    returning id, expires_at
  ), told as (
    insert into activity_entry (created_at, actor_id, operation, object_type, object_database_id, object_name, organization_id, subject_id, changes)
    select $1::timestamptz, $5, 'ISSUE_TOKEN', 'Token', made.id, application.name || ' …' || $7, organization_id, $5,
      json_build_array(json_build_object('field', 'scopes', 'before', null, 'after', $8),
        json_build_object('field', 'expiresAt', 'before', null, 'after', expires_at)) from made, application
  ) select id from made`,
};

interface Client {
  // the adaptor hands `name` on as the name of a prepared statement
  query<Row>(statement: { name: string; text: string; values: unknown[] }): Promise<{ rows: readonly Row[] }>;
}

async function createApplication(client: Client, { viewer, input }: { viewer: Viewer; input: values.CreateApplicationInput }) {
  const organization = values.numberOf('Organization', input.organizationId);
  const userErrors = values.faultsOf(input);
  if (!viewer.mayWrite || (!viewer.isSuperuser && !viewer.administered.includes(organization))) {
    userErrors.push(values.userError('organizationId', 'FORBIDDEN', 'Only an ADMIN of the organization may do that.'));
  }
  if (userErrors.length > 0) return { userErrors };
  const [now, name, clientId, secret] = [new Date(), input.name.trim(), values.newClientId(), values.newSecret('clt_sec_')];
  const { clientType, authorizationGrantType, redirectUris } = input;
  const told = { clientId, name, organizationId: organization, clientType, authorizationGrantType, redirectUris, scopes: ['write'] };
  const own = [now, clientId, name, name.toLowerCase(), `${name}\u0001\u0001${clientId}`.toLowerCase(), clientType, authorizationGrantType];
  const others = [JSON.stringify(redirectUris), organization, viewer.userId, secret.digest, secret.hint, values.changesOf(told)];
  const { rows } = await client.query<{ id: number }>({ ...REGISTER, values: [...own, ...others] });
  return { id: rows[0]?.id, clientSecret: secret.value, userErrors };
}

async function createToken(client: Client, { viewer, input }: { viewer: Viewer; input: values.CreateTokenInput }) {
  const [now, access, refresh] = [new Date(), values.newSecret('clt_at_'), values.newSecret('clt_rt_')];
  const { isSuperuser, organizations, userId } = viewer;
  const given = [now, values.numberOf('Application', input.applicationId), isSuperuser, organizations, userId, access.digest, access.hint];
  const rest = [JSON.stringify(input.scopes), refresh.digest];
  const { rows } = viewer.mayWrite ? await client.query<{ id: number }>({ ...ISSUE, values: [...given, ...rest] }) : { rows: [] };
  const made = rows[0];
  if (!made) return { userErrors: [values.userError('applicationId', 'NOT_FOUND', 'There is no such application.')] };
  return { id: made.id, accessToken: access.value, refreshToken: refresh.value, userErrors: [] };
}

/**
 * The two mutations, each one statement and so one transaction, in the shape of the gateway's. What was made is read back by
 * PostGraphile, as far as the client selects it.
 */
export const mutations = extendSchema((build) => {
  const { application, token } = build.input.pgRegistry.pgResources as never as Record<'application' | 'token', PgResource>;
  const mutation =
    (work: (client: Client, data: never) => Promise<unknown>) =>
    (_: unknown, { $input }: { $input: never }) =>
      sideEffectWithPgClient(application.executor, object({ viewer: context().get('viewer'), input: $input }), work as never);
  const made = (resource: PgResource) => ($result: Step) => resource.get({ id: get($result as Step<{ id: number }>, 'id') } as never);
  return {
    typeDefs: gql`
      type UserError { field: [String!]! code: String! message: String! }
      type CreateApplicationPayload { application: Application clientSecret: String userErrors: [UserError!]! }
      type CreateTokenPayload { token: Token accessToken: String refreshToken: String userErrors: [UserError!]! }
      input CreateApplicationInput {
        name: String! organizationId: ID! clientType: String! authorizationGrantType: String! redirectUris: [String!]
      }
      input CreateTokenInput { applicationId: ID! scopes: [String!] }
      extend type Mutation {
        createApplication(input: CreateApplicationInput!): CreateApplicationPayload
        createToken(input: CreateTokenInput!): CreateTokenPayload
      }
    `,
    objects: {
      Mutation: { plans: { createApplication: mutation(createApplication), createToken: mutation(createToken) } },
      CreateApplicationPayload: { plans: { application: made(application) } },
      CreateTokenPayload: { plans: { token: made(token) } },
    } as never,
  };
});
