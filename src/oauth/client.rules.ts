import { randomBytes } from 'node:crypto';
import type { ClientMetadata } from 'oidc-provider';
import type { Application } from '../applications/application.entity.ts';
import type { CLIENT_FIELDS } from '../applications/application.fields.ts';
import { ClientType, GrantType } from '../applications/application.rules.ts';
import { isExact, isInForce, matchesPostLogoutRedirectUri, matchesRedirectUri } from '../applications/redirect-uri.rules.ts';
import { allowsOrigin } from '../applications/web-origin.rules.ts';
import type { Row } from '../query/tables.ts';
import type { Settings } from '../shared/settings.ts';
import { requestable } from './scope.rules.ts';

/** An application, as the authorization server sees it: read only. */
export type ClientApplication = Pick<Row<Application>, 'databaseId' | 'builtIn' | (typeof CLIENT_FIELDS)[number]> & {
  readonly organizationName: string;
};

export const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

/** The protocol's name of each grant type. */
const GRANT_NAMES: Readonly<Record<GrantType, string>> = {
  [GrantType.AUTHORIZATION_CODE]: 'authorization_code',
  [GrantType.PASSWORD]: 'password',
  [GrantType.CLIENT_CREDENTIALS]: 'client_credentials',
  [GrantType.DEVICE_CODE]: DEVICE_CODE,
};

// the provider wants a secret in every confidential client; ours are compared by their digests, so this one is nobody's
const NOBODYS_SECRET = randomBytes(32).toString('base64url');

/** The client metadata (RFC 7591, section 2) of an application. */
export function metadataOf(application: ClientApplication, settings: Settings): ClientMetadata {
  const { clientType, grantTypes, renewable } = application;
  const isPublic = clientType === ClientType.PUBLIC;
  const usesCode = usesCodes(application);
  return {
    client_id: application.clientId,
    client_name: application.name,
    ...(isPublic ? {} : { client_secret: NOBODYS_SECRET }),
    token_endpoint_auth_method: isPublic ? 'none' : 'client_secret_basic',
    grant_types: [...grantTypes.map((grantType) => GRANT_NAMES[grantType]), ...(renewable ? ['refresh_token'] : [])],
    response_types: usesCode ? ['code'] : [],
    redirect_uris: usesCode ? unasked(application, settings) : [],
    post_logout_redirect_uris: application.postLogoutRedirectUris,
    scope: requestable(application.maximumScopes, settings).join(' '),
    application,
  } as ClientMetadata;
}

/**
 * Whether an application may have its users sent to a redirect URI: if it uses codes, and has registered it. The console is where the
 * gateway is, whatever rules there are for others, and no other port of the same machine is.
 */
export const mayRedirect = ({ settings }: { settings: Settings }, application: ClientApplication, uri: string): boolean =>
  application.builtIn ? application.redirectUris.includes(uri) : usesCodes(application) && matchesRedirectUri(application, uri, settings);

/** Whether users who sign out may be sent to a URI. */
export const mayReturn = ({ settings }: { settings: Settings }, application: ClientApplication, uri: string): boolean =>
  application.builtIn
    ? application.postLogoutRedirectUris.includes(uri)
    : matchesPostLogoutRedirectUri(application.postLogoutRedirectUris, uri, settings);

/** Whether pages of an origin may ask as an application. @param origins those that may ask as any, but not as the console */
export const mayAsk = (application: ClientApplication, origin: string, origins: readonly string[], settings: Settings): boolean =>
  application.builtIn
    ? application.webOrigins.includes(origin)
    : allowsOrigin(application, origin, settings) || origins.includes(origin) || origins.includes('*');

const usesCodes = ({ grantTypes }: ClientApplication) => grantTypes.includes(GrantType.AUTHORIZATION_CODE);

/**
 * The redirect URIs, as the provider goes by them: where a request names none, it sends users to the only one that there is,
 * before it is asked whether it may. So there are two where the only one is not to be taken as it is written.
 */
const unasked = ({ redirectUris, builtIn }: ClientApplication, settings: Settings): string[] =>
  builtIn || redirectUris.length !== 1 || redirectUris.every((uri) => isExact(uri) && isInForce(uri, settings))
    ? redirectUris
    : [...redirectUris, NOWHERE];

const NOWHERE = 'about:blank';
