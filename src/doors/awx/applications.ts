import { sql } from 'kysely';
import { Application } from '../../applications/application.entity.ts';
import { applicationById } from '../../applications/application.loaders.ts';
import { canEdit, isReadable, readable } from '../../applications/application.policy.ts';
import { ClientType, GrantType } from '../../applications/application.rules.ts';
import * as service from '../../applications/application.service.ts';
import type { Organization } from '../../organizations/organization.entity.ts';
import { organizationById } from '../../organizations/organization.loaders.ts';
import * as organizationPolicy from '../../organizations/organization.policy.ts';
import type { Context } from '../../query/context.ts';
import type { Row } from '../../query/tables.ts';
import type { Token } from '../../tokens/token.entity.ts';
import { tokensOfEachApplication } from '../../tokens/token.loaders.ts';
import { type Choice, MASK, outerOf } from '../resource.ts';
import type { Collection, Showing } from './collection.ts';
import type { List } from './lists.ts';
import { namedUrl } from './names.ts';
import { type AwxResource, nameIn, type Related, stored, times } from './resource.ts';

/** How many tokens an application shows. */
const TOKENS_SHOWN = 10;

/** An application, with all that is shown of it. */
interface ApplicationView extends Omit<Showing, 'made'> {
  readonly row: Row<Application>;
  readonly organization: Row<Organization> | null;
  readonly tokens: { readonly count: number; readonly results: readonly Row<Token>[] };
  readonly mayEdit: boolean;
  /** Its secret, where it has just been made. */
  readonly secret?: string | null | undefined;
}

const CLIENT_TYPES: readonly Choice[] = [
  { value: 'confidential', inner: ClientType.CONFIDENTIAL, label: 'Confidential' },
  { value: 'public', inner: ClientType.PUBLIC, label: 'Public' },
];

const GRANT_TYPES: readonly Choice[] = [
  { value: 'authorization-code', inner: GrantType.AUTHORIZATION_CODE, label: 'Authorization code' },
  { value: 'password', inner: GrantType.PASSWORD, label: 'Resource owner password-based' },
  { value: 'client-credentials', inner: GrantType.CLIENT_CREDENTIALS, label: 'Client credentials', isShownOnly: true },
  { value: 'urn:ietf:params:oauth:grant-type:device_code', inner: GrantType.DEVICE_CODE, label: 'Device code', isShownOnly: true },
];

const ORGANIZATION: Related = {
  column: 'x.organization_id',
  table: 'organization',
  rights: organizationPolicy.readable,
  isReadable: organizationPolicy.isReadable,
};

/** Applications, as AWX has them. */
const APPLICATION: AwxResource<ApplicationView> = {
  name: 'Application',
  model: 'OAuth2Application',
  title: 'Application',
  fields: {
    ...stored<ApplicationView>('o_auth2_application', 'applications'),
    related: {
      type: 'object',
      label: 'Related',
      help: 'URLs of what belongs to it.',
      direction: 'out',
      show: ({ row, base, organization, isAlone }) => ({
        ...(isAlone && organization && { named_url: `${base}/applications/${namedUrl(row.name, organization.name)}/` }),
        tokens: `${base}/applications/${row.databaseId}/tokens/`,
        activity_stream: `${base}/applications/${row.databaseId}/activity_stream/`,
        organization: `${base}/organizations/${row.organizationId}/`,
      }),
    },
    summary_fields: {
      type: 'object',
      label: 'Summary fields',
      help: 'Its organization, its tokens, and what you may do with it.',
      direction: 'out',
      show: ({ organization, mayEdit, tokens }) => ({
        ...(organization && {
          organization: { id: organization.databaseId, name: organization.name, description: organization.description },
        }),
        user_capabilities: { edit: mayEdit, delete: mayEdit },
        tokens: {
          count: tokens.count,
          results: tokens.results.map(({ databaseId, scopes }) => ({ id: databaseId, token: MASK, scope: scopes.join(' ') })),
        },
      }),
    },
    ...times<ApplicationView>(),
    name: {
      type: 'string',
      label: 'Name',
      help: 'Name of this application, unique in its organization whatever its case.',
      direction: 'both',
      isRequired: true,
      show: ({ row }) => row.name,
      filter: {
        kind: 'text',
        column: 'x.name',
        key: 'x.name_key',
        folded: nameIn('x.name_key'),
        isNarrow: true,
        order: ['x.name_key'],
      },
    },
    description: {
      type: 'string',
      label: 'Description',
      help: 'Optional description of this application.',
      direction: 'both',
      show: ({ row }) => row.description,
      filter: {
        kind: 'text',
        column: 'x.description',
        isLong: true,
        folded: ({ part }) => part(sql.ref('x.search_text'), 2),
        order: ['x.description'],
      },
    },
    client_id: {
      type: 'string',
      label: 'Client id',
      help: 'The client identifier: generated, never changes.',
      direction: 'out',
      show: ({ row }) => row.clientId,
      isSecret: true,
    },
    client_secret: {
      type: 'string',
      label: 'Client secret',
      help: 'Shown in the answer that made it, and masked afterwards. A public client has none.',
      direction: 'out',
      show: ({ row, secret }) => (row.clientType === ClientType.PUBLIC ? undefined : (secret ?? MASK)),
      isSecret: true,
    },
    client_type: {
      type: 'choice',
      label: 'Client type',
      help: 'Confidential or Public, depending on how secure the client device is.',
      direction: 'both',
      isRequired: true,
      choices: CLIENT_TYPES,
      inner: 'clientType',
      show: ({ row }) => outerOf(CLIENT_TYPES, row.clientType),
      filter: { kind: 'choice', column: 'x.client_type', choices: CLIENT_TYPES, order: ['x.client_type'] },
    },
    redirect_uris: {
      type: 'string',
      label: 'Redirect uris',
      help: 'Allowed URIs, separated by spaces.',
      direction: 'both',
      inner: 'redirectUris',
      take: (text) => text.split(/\s+/).filter(Boolean),
      show: ({ row }) => row.redirectUris.join(' '),
      filter: { kind: 'text', column: 'x.redirect_uris', value: ({ joined }) => joined('x.redirect_uris') },
    },
    authorization_grant_type: {
      type: 'choice',
      label: 'Authorization Grant Type',
      help: 'How users get tokens of this application; never changes.',
      direction: 'create',
      isRequired: true,
      choices: GRANT_TYPES,
      inner: 'authorizationGrantType',
      show: ({ row }) => outerOf(GRANT_TYPES, row.authorizationGrantType),
      filter: { kind: 'choice', column: 'x.authorization_grant_type', choices: GRANT_TYPES, order: ['x.authorization_grant_type'] },
    },
    skip_authorization: {
      type: 'boolean',
      label: 'Skip authorization',
      help: 'Set True to spare users the consent page, where they may be spared it.',
      direction: 'both',
      inner: 'skipAuthorization',
      show: ({ row }) => row.skipAuthorization,
      filter: { kind: 'boolean', column: 'x.skip_authorization', order: ['x.skip_authorization'] },
    },
    organization: {
      type: 'id',
      label: 'Organization',
      help: 'The organization that owns it.',
      direction: 'both',
      isRequired: true,
      of: 'Organization',
      inner: 'organizationId',
      show: ({ row }) => row.organizationId,
      filter: { kind: 'number', column: 'x.id', isNarrow: true, order: ['x.organization_id'], through: ORGANIZATION },
    },
  },
  further: {
    organization__name: {
      kind: 'text',
      column: 'x.name',
      key: 'x.name_key',
      folded: nameIn('x.name_key'),
      isNarrow: true,
      order: ['o.name_key'],
      through: ORGANIZATION,
    },
  },
  searched: ['name', 'description'],
};

/** The list of applications that the viewer may read. */
const APPLICATIONS: List<Application> = {
  name: 'applications',
  resource: APPLICATION,
  entity: Application,
  rights: readable,
  isReadable,
  order: [
    { field: 'organization__name', isDescending: false },
    { field: 'name', isDescending: false },
  ],
};

/** Loads what is shown of an application; of many at once, together. */
async function viewOf(context: Context, row: Row<Application>, { made, ...showing }: Showing): Promise<ApplicationView> {
  const [organization, page] = await Promise.all([
    organizationById(context).load(row.organizationId),
    tokensOfEachApplication(context, { first: TOKENS_SHOWN }, { isRevoked: false }).load(row.databaseId),
  ]);
  const tokens = { count: (await page?.totalCount) ?? 0, results: page?.nodes ?? [] };
  return { ...showing, row, organization, tokens, mayEdit: canEdit(context.viewer, row), secret: made?.clientSecret };
}

/** What is served of applications. */
export const applications: Collection<Application, ApplicationView> = {
  path: 'applications',
  resource: APPLICATION,
  list: APPLICATIONS,
  byNumber: applicationById,
  naming: ['name', 'organization__name'],
  view: viewOf,
  operations: {
    list: 'applications',
    one: 'application',
    create: 'createApplication',
    update: 'updateApplication',
    remove: 'deleteApplication',
  },
  create: service.createApplication,
  update: service.updateApplication,
  remove: service.deleteApplication,
  made: 'application',
  says: {
    list: {
      does: 'Lists the applications that you may read.',
      deviation: '`search` looks for its text as a whole. `page * page_size` may be at most 100,000, because all that is skipped is read.',
    },
    one: { does: 'Shows one, by its number or as `name++organization`.' },
    create: {
      does: 'Registers an application, and shows its secret this once.',
      deviation: 'Redirect URIs follow `REDIRECT_URI_RULES`: `http` on other hosts than this machine needs `http-hosts`.',
    },
    update: {
      does: 'Changes it: PATCH what is named; PUT needs all that is required.',
      deviation: 'A public client that becomes confidential gets a secret, which is shown this once.',
    },
    remove: { does: 'Deletes it with its secrets and tokens.' },
  },
};
