import { ClientType, GrantType } from '../../applications/application.rules.ts';
import { told } from './lost.rules.ts';
import { isRecord, listOf, member, partsOf, Reading, readingOf, shown } from './reading.rules.ts';
import type { Change, ImportedClient, Known, LeftOut } from './report.rules.ts';
import { asItIs, type Mapping, type Source } from './source.rules.ts';
import { translate } from './translation.rules.ts';
import { withoutTwins } from './twin.rules.ts';

/** What of a realm is beside its clients. */
interface Realm {
  readonly accessValidity?: number | undefined;
  readonly grantValidity?: number | undefined;
  /** The roles of clients, by client id. */
  readonly roles?: unknown;
}

const DEVICE = 'attributes/oauth2.device.authorization.grant.enabled';
const ACCESS = 'attributes/access.token.lifespan';
const SESSION = 'attributes/client.session.max.lifespan';
const REFRESH = 'attributes/use.refresh.tokens';
const LOGOUT = 'attributes/post.logout.redirect.uris';
/** How a client authenticates whose secret is one. */
const BY_SECRET = 'client-secret';

/** The flows of a client, and whether they are on where nothing is said. */
const FLOWS: readonly (readonly [key: string, otherwise: boolean, GrantType])[] = [
  ['standardFlowEnabled', true, GrantType.AUTHORIZATION_CODE],
  ['directAccessGrantsEnabled', false, GrantType.PASSWORD],
  ['serviceAccountsEnabled', false, GrantType.CLIENT_CREDENTIALS],
  [DEVICE, false, GrantType.DEVICE_CODE],
];

/** What each field is made of, of the representation of a client in a realm. */
export const KEYCLOAK_MAPPING: Mapping<Realm> = {
  clientId: { theirs: ['clientId'], value: (client) => client.required('clientId') },
  name: asItIs.text('name'),
  description: asItIs.text('description'),
  url: {
    theirs: ['baseUrl', 'rootUrl'],
    how: 'relative to `rootUrl`',
    value: (client) => absolute(client, client.text('baseUrl')),
  },
  clientType: {
    theirs: ['publicClient', 'bearerOnly'],
    value: (client) => (client.flag('publicClient') ? ClientType.PUBLIC : ClientType.CONFIDENTIAL),
  },
  grantTypes: {
    theirs: [...FLOWS.map(([key]) => key), 'implicitFlowEnabled'],
    how: 'each flow that is on; the implicit one becomes AUTHORIZATION_CODE',
    value: (client) => ({
      grantTypes: FLOWS.filter(([key, otherwise]) => client.flag(key) ?? otherwise).map(([, , grantType]) => grantType),
      isImplicit: client.flag('implicitFlowEnabled') ?? false,
      others: [],
    }),
  },
  redirectUris: {
    theirs: ['redirectUris', 'rootUrl'],
    how: 'relative to `rootUrl`',
    value: (client) => client.texts('redirectUris')?.map((uri) => absolute(client, uri)),
  },
  postLogoutRedirectUris: {
    theirs: [LOGOUT],
    how: 'separated by `##`; `+` stands for the redirect URIs, `-` for none',
    value: (client) =>
      client
        .text(LOGOUT)
        ?.split('##')
        .filter((uri) => uri !== '' && uri !== '-')
        .map((uri) => absolute(client, uri)),
  },
  webOrigins: { ...asItIs.texts('webOrigins'), how: '`+` stands for those of the redirect URIs, `*` cannot be' },
  skipAuthorization: { theirs: ['consentRequired'], how: 'its opposite', value: (client) => !(client.flag('consentRequired') ?? false) },
  scopes: {
    theirs: ['defaultClientScopes', 'optionalClientScopes'],
    how: 'those that there are here; the optional ones are in `maximumScopes` alone',
    value: (client) => {
      const [byDefault, onRequest] = [client.texts('defaultClientScopes'), client.texts('optionalClientScopes')];
      return (byDefault ?? onRequest) && { byDefault: byDefault ?? [], onRequest: onRequest ?? [] };
    },
  },
  accessValidity: {
    theirs: [ACCESS],
    how: "or else the realm's `accessTokenLifespan`",
    value: (client, realm) => some(client.seconds(ACCESS) ?? realm.accessValidity),
  },
  grantValidity: {
    theirs: [SESSION],
    how: "or else the realm's `ssoSessionMaxLifespan`",
    value: (client, realm) => some(client.seconds(SESSION) ?? realm.grantValidity),
  },
  renewable: { theirs: [REFRESH], value: (client) => client.flag(REFRESH) ?? true },
  secret: {
    theirs: ['secret', 'clientAuthenticatorType'],
    how: 'if it authenticates by it',
    value: (client) => ((client.text('clientAuthenticatorType') ?? BY_SECRET) === BY_SECRET ? client.secret('secret') : undefined),
  },
  enabled: asItIs.flag('enabled', true),
};

const some = (seconds: number | undefined): number[] => (seconds === undefined ? [] : [seconds]);

/** A URI of a client, of which the realm knows where it begins. */
function absolute<Uri extends string | undefined>(client: Reading, uri: Uri): Uri | string {
  const rootUrl = uri?.startsWith('/') ? client.text('rootUrl') : undefined;
  return rootUrl === undefined || rootUrl === '' ? uri : `${rootUrl.replace(/\/$/, '')}${uri}`;
}

/** The clients that every realm has for itself. */
const BUILT_IN = /^(?:account|account-console|admin-cli|broker|realm-management|security-admin-console|.*-realm)$/s;

const KEYCLOAK: Source<Realm> = {
  mapping: KEYCLOAK_MAPPING,
  unmissed: [
    ...['id', 'protocol', 'clientAuthenticatorType', 'notBefore', 'nodeReRegistrationTimeout', 'fullScopeAllowed', 'access', 'origin'],
    ...['client.secret.creation.time', 'realm_client', 'pkce.code.challenge.method'].map((name) => `attributes/${name}`),
  ],
  // of every realm: they put claims into tokens
  unmissedScopes: [
    'acr',
    'address',
    'basic',
    'microprofile-jwt',
    'organization',
    'phone',
    'role_list',
    'roles',
    'service_account',
    'web-origins',
  ],
  whyLeftOut,
  alsoChanged,
  alsoLost,
};

function whyLeftOut(client: Reading): LeftOut | undefined {
  const { clientId, protocol } = client.value;
  if (typeof clientId === 'string' && BUILT_IN.test(clientId))
    return { why: 'Every realm of Keycloak has it for itself.', whatToDo: 'Nothing; or if it is yours, give it another client id.' };
  if (typeof protocol === 'string' && protocol !== '' && protocol !== 'openid-connect')
    return { why: `It speaks ${shown(protocol)}, and not OpenID Connect.`, whatToDo: 'Let it stay where it is, or speak OpenID Connect.' };
  if (client.flag('bearerOnly'))
    return {
      why: 'It is "bearerOnly": it takes tokens, and gets none.',
      whatToDo: 'If it asks whether tokens work, set "serviceAccountsEnabled" instead; if it does not, it need not be here.',
    };
  const keys = [...FLOWS.map(([key]) => key), 'implicitFlowEnabled'];
  if (keys.some((key) => client.has(key) && client.flag(key) !== false) || !client.has('standardFlowEnabled')) return undefined;
  return {
    why: 'None of its flows is on, and so it gets no tokens.',
    whatToDo: `Set one of ${keys.map((key) => key.replace('/', ' ')).join(', ')}.`,
  };
}

function alsoChanged({ value }: Reading): Change[] {
  const { clientAuthenticatorType: by, publicClient, redirectUris, rootUrl } = value;
  const changed: Change[] = [];
  if (
    typeof rootUrl === 'string' &&
    Array.isArray(redirectUris) &&
    redirectUris.some((uri) => typeof uri === 'string' && uri.startsWith('/'))
  )
    changed.push({ field: 'redirectUris', what: `Relative ones begin with ${shown(rootUrl)}.`, why: 'That is its "rootUrl".' });
  if (typeof by === 'string' && by !== BY_SECRET && publicClient !== true)
    changed.push({ field: 'secret', what: 'It authenticates by a secret.', why: `There is no ${shown(by)} here.` });
  return changed;
}

function alsoLost(client: Reading, { roles }: Realm): string[] {
  const own = member(roles, String(client.value.clientId));
  return Array.isArray(own) && own.length > 0 ? [told('', 'roles', own)] : [];
}

/**
 * Translates an export of a realm of Keycloak, of several, or of clients alone.
 * @returns a report of each client
 */
export function importKeycloak(document: unknown, known: Known): ImportedClient[] {
  const isRealm = (value: unknown) => isRecord(value) && (Object.hasOwn(value, 'clients') || Object.hasOwn(value, 'realm'));
  if (isRealm(document)) return withoutTwins(ofRealm(document as Record<string, unknown>, [], known));
  if (!Array.isArray(document) || !document.some(isRealm)) return withoutTwins(translate(KEYCLOAK, partsOf(document, []), {}, known));
  const realms = document.map((realm: unknown, index) =>
    isRealm(realm)
      ? ofRealm(realm as Record<string, unknown>, [index], known)
      : translate(KEYCLOAK, { parts: [readingOf(realm, [index])], faults: [] }, {}, known),
  );
  return withoutTwins(realms.flat());
}

function ofRealm(realm: Readonly<Record<string, unknown>>, path: readonly number[], known: Known): ImportedClient[] {
  const reading = new Reading(realm, path);
  const around = {
    accessValidity: reading.seconds('accessTokenLifespan'),
    grantValidity: reading.seconds('ssoSessionMaxLifespan'),
    roles: member(realm.roles, 'client'),
  };
  const { parts, faults } = listOf(realm.clients, [...path, 'clients']);
  return translate(KEYCLOAK, { parts, faults: [...reading.faults, ...faults] }, around, known);
}
