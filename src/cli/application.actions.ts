import type { Application } from '../applications/application.entity.ts';
import { listApplications } from '../applications/application.loaders.ts';
import { updateApplication } from '../applications/application.service.ts';
import { secretsOfEach } from '../applications/client-secret.loaders.ts';
import type { ClientSecretSource } from '../applications/client-secret.rules.ts';
import { rotateClientSecret } from '../applications/client-secret.service.ts';
import { organizationById } from '../organizations/organization.loaders.ts';
import type { Context } from '../query/context.ts';
import type { Row } from '../query/tables.ts';
import { tokenCountsOfEach } from '../tokens/token.loaders.ts';
import { findApplication, findOrganization } from './find.ts';
import { firstOf, type ListOptions, printList } from './lists.ts';
import { pick } from './pick.ts';
import { print, sheetOf, tableOf } from './print.ts';
import { refuseIfAny } from './refuse.ts';
import { asOperator } from './with-store.ts';

/** What `application list` is asked. */
export interface ApplicationListOptions extends ListOptions {
  readonly search?: string;
  readonly organization?: string;
  readonly disabled: boolean;
}

/** What `application rotate` is asked. */
export interface RotateOptions {
  readonly keepPreviousFor: number;
  readonly revokeTokens: boolean;
  readonly json: boolean;
}

const FIELDS = [
  ...([
    'id',
    'clientId',
    'name',
    'description',
    'vendor',
    'url',
    'tags',
    'ownerContact',
    'clientType',
    'authorizationGrantType',
    'grantTypes',
    'redirectUris',
    'postLogoutRedirectUris',
    'webOrigins',
  ] as const),
  ...(['skipAuthorization', 'trusted', 'enabled', 'scopes', 'maximumScopes', 'accessValidity', 'grantValidity', 'renewable'] as const),
  ...(['createdAt', 'modifiedAt', 'lastUsedAt', 'version'] as const),
];
const SECRET_FIELDS = ['id', 'hint', 'name', 'source', 'createdAt', 'expiresAt', 'lastUsedAt'] as const;

/** `clientele application list` */
export function list({ json, limit, search, organization, disabled }: ApplicationListOptions): Promise<void> {
  return asOperator(async (context) => {
    const organizationId = organization === undefined ? null : (await findOrganization(context, organization)).id;
    const filter = { search: search ?? null, organizationId, enabled: disabled ? false : null };
    const { totalCount, nodes } = await firstOf(limit, (args) => listApplications(context, args, filter, null));
    const shown = await Promise.all(nodes.map((node) => inWords(context, node)));
    printList(json, { totalCount, nodes: shown }, (node) => ({
      ORGANIZATION: node.organization?.name,
      NAME: node.name,
      'CLIENT ID': node.clientId,
      TYPE: node.clientType,
      GRANTS: node.grantTypes.join(' '),
      ENABLED: node.enabled,
      'LAST USED': node.lastUsedAt,
    }));
  });
}

/** `clientele application show` */
export function show(typed: string, json: boolean): Promise<void> {
  return asOperator(async (context) => {
    const found = await findApplication(context, typed);
    const [secrets, tokenCounts] = await Promise.all([
      secretsOfEach(context).load(found.databaseId),
      tokenCountsOfEach(context).load(found.databaseId),
    ]);
    const application = {
      ...(await inWords(context, found)),
      secrets: (secrets ?? []).map((secret) => pick(secret, SECRET_FIELDS)),
      tokenCounts,
    };
    print(json, { application }, () => sheet(application));
  });
}

/** `clientele application rotate` */
export function rotate(typed: string, { json, keepPreviousFor, revokeTokens }: RotateOptions): Promise<void> {
  return asOperator(async (context) => {
    const { id: applicationId } = await findApplication(context, typed);
    const payload = await rotateClientSecret(context, { applicationId, keepPreviousFor, revokeTokens });
    refuseIfAny(payload.userErrors);
    const { application, clientSecret, revokedTokenCount } = payload as Required<typeof payload>;
    print(json, { application: await inWords(context, application), clientSecret, revokedTokenCount }, () => clientSecret ?? '');
  });
}

/** `clientele application disable` and `clientele application enable` */
export function setEnabled(typed: string, enabled: boolean, json: boolean): Promise<void> {
  return asOperator(async (context) => {
    const { id } = await findApplication(context, typed);
    const payload = await updateApplication(context, { id, enabled });
    refuseIfAny(payload.userErrors);
    const { application } = payload as Required<typeof payload>;
    const shown = await inWords(context, application);
    const done = enabled ? 'Enabled' : 'Disabled';
    print(json, { application: shown }, () => `${done} ${shown.name} (${shown.clientId}) of ${shown.organization?.name}`);
  });
}

/** An application as the API tells of it. */
async function inWords(context: Context, application: Row<Application>) {
  const organization = await organizationById(context).load(application.organizationId);
  return { ...pick(application, FIELDS), organization: organization && pick(organization, ['id', 'name']) };
}

type Shown = Awaited<ReturnType<typeof inWords>> & {
  readonly secrets: readonly {
    readonly hint: string;
    readonly name: string | null;
    readonly source: ClientSecretSource;
    readonly createdAt: Date;
    readonly expiresAt: Date | null;
    readonly lastUsedAt: Date | null;
  }[];
  readonly tokenCounts: Readonly<Record<'total' | 'active' | 'expired' | 'revoked', number>>;
};

function sheet({ secrets, tokenCounts, organization, ...application }: Shown): string {
  const { name, clientId, description, vendor, url, tags, ownerContact, clientType, grantTypes, redirectUris, scopes, maximumScopes } =
    application;
  const described = sheetOf({
    Name: name,
    Organization: organization?.name,
    'Client id': clientId,
    Description: description,
    Vendor: vendor,
    'Home page': url,
    Contact: ownerContact,
    Tags: tags.join(' '),
    Type: `${clientType} ${grantTypes.join(' ')}`,
    'Redirect URIs': redirectUris.join(' '),
    Scopes: `${scopes.join(' ')}, at most ${maximumScopes.join(' ')}`,
    Enabled: application.enabled,
    Trusted: application.trusted,
    Created: application.createdAt,
    Changed: application.modifiedAt,
    'Last used': application.lastUsedAt,
    Tokens: `${tokenCounts.active} active, ${tokenCounts.expired} expired, ${tokenCounts.revoked} revoked`,
  });
  const lines = secrets.map(({ hint, name, source, createdAt, expiresAt, lastUsedAt }) => ({
    SECRET: `…${hint}`,
    NAME: name,
    SOURCE: source,
    CREATED: createdAt,
    EXPIRES: expiresAt,
    'LAST USED': lastUsedAt,
  }));
  return lines.length > 0 ? `${described}\n\n${tableOf(lines)}` : described;
}
