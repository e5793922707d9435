import { createHash } from 'node:crypto';
import { ClientType } from '../../applications/application.rules.ts';
import { isReserved } from '../../shared/reserved-names.ts';
import { grantsOf, REFRESH_TOKEN } from './grant-types.rules.ts';
import { listOf, member, partsOf, Reading, shown } from './reading.rules.ts';
import type { ImportedClient, Known, LeftOut } from './report.rules.ts';
import { asItIs, type Mapping, type Source } from './source.rules.ts';
import { translate } from './translation.rules.ts';
import { withoutTwins } from './twin.rules.ts';

/** The client grants of a tenant, by the name or the client id of their client. */
type ClientGrants = ReadonlyMap<string, readonly Reading[]>;

/** What an application of each type is where it says nothing else. */
const APP_TYPES: ReadonlyMap<string, { readonly clientType: ClientType; readonly grantTypes: readonly string[] }> = new Map([
  ['spa', { clientType: ClientType.PUBLIC, grantTypes: ['authorization_code', REFRESH_TOKEN] }],
  ['native', { clientType: ClientType.PUBLIC, grantTypes: ['authorization_code', REFRESH_TOKEN] }],
  ['regular_web', { clientType: ClientType.CONFIDENTIAL, grantTypes: ['authorization_code', REFRESH_TOKEN] }],
  ['non_interactive', { clientType: ClientType.CONFIDENTIAL, grantTypes: ['client_credentials'] }],
]);
const USUAL_TYPE = 'regular_web';
const METHOD = 'token_endpoint_auth_method';
const LIFETIME = 'jwt_configuration/lifetime_in_seconds';

const typeOf = (client: Reading) => APP_TYPES.get(client.text('app_type') || USUAL_TYPE);
const grantTypesOf = (client: Reading): readonly string[] => client.texts('grant_types') ?? typeOf(client)?.grantTypes ?? [];

/** What each field is made of, of a client in a tenant. */
export const AUTH0_MAPPING: Mapping<ClientGrants> = {
  clientId: {
    theirs: ['client_id'],
    how: 'or else made from the name',
    value: (client) => {
      const given = client.text('client_id');
      if (given !== undefined) return given;
      const name = client.required('name');
      return name === undefined ? undefined : madeFrom(name);
    },
  },
  name: asItIs.text('name'),
  description: asItIs.text('description'),
  url: asItIs.text('initiate_login_uri'),
  clientType: {
    theirs: ['app_type', METHOD],
    how: 'PUBLIC for `spa`, `native` and the method `none`',
    value: (client) => {
      const method = client.text(METHOD);
      if (method === undefined) return typeOf(client)?.clientType;
      return method === 'none' ? ClientType.PUBLIC : ClientType.CONFIDENTIAL;
    },
  },
  grantTypes: {
    theirs: ['grant_types', 'app_type'],
    how: 'or else the default of `app_type`; the implicit one becomes AUTHORIZATION_CODE',
    value: (client) => grantsOf(grantTypesOf(client)),
  },
  redirectUris: asItIs.texts('callbacks'),
  postLogoutRedirectUris: asItIs.texts('allowed_logout_urls'),
  webOrigins: {
    theirs: ['web_origins', 'allowed_origins'],
    value: (client) => {
      const [origins, others] = [client.texts('web_origins'), client.texts('allowed_origins')];
      return (origins ?? others) && [...(origins ?? []), ...(others ?? [])];
    },
  },
  skipAuthorization: asItIs.flag('is_first_party', true),
  scopes: {
    theirs: [],
    how: 'those of its client grants that there are here',
    value: (client, grants) => {
      const scopes = grantsFor(client, grants).map((grant) => new Reading(grant.value, grant.path, client.faults).texts('scope') ?? []);
      return scopes.length === 0 ? undefined : { byDefault: scopes.flat(), onRequest: [] };
    },
  },
  accessValidity: asItIs.seconds(LIFETIME),
  renewable: { theirs: ['grant_types'], how: 'if `refresh_token` is one', value: (client) => grantTypesOf(client).includes(REFRESH_TOKEN) },
  secret: asItIs.secret('client_secret'),
};

/** The shortest and the longest client id. */
const [LEAST, MOST] = [3, 255];

/** A client id of a name: its letters and digits of ASCII, or of which there are too few, what is always the same of it. */
function madeFrom(name: string): string {
  const words =
    name
      .slice(0, MOST)
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  const made = words.join('-').slice(0, MOST);
  if (made.length >= LEAST && !isReserved(made)) return made;
  return `client-${createHash('sha256').update(name).digest('hex').slice(0, 12)}`;
}

const AUTH0: Source<ClientGrants> = {
  mapping: AUTH0_MAPPING,
  unmissed: ['tenant', 'global', 'oidc_conformant', 'signing_keys', 'custom_login_page_on', 'jwt_configuration/alg'],
  unmissedScopes: [],
  whyLeftOut,
  alsoLost: (client, grants) =>
    grantsFor(client, grants).flatMap(({ value }) => (typeof value.audience === 'string' ? [`audience: ${shown(value.audience)}`] : [])),
};

function whyLeftOut(client: Reading): LeftOut | undefined {
  const { app_type: type, global } = client.value;
  if (global === true) return { why: 'Every tenant of Auth0 has it for itself.', whatToDo: 'Nothing.' };
  if (type === 'resource_server')
    return {
      why: 'It is a "resource_server": it takes tokens, and gets none.',
      whatToDo: 'If it asks whether tokens work, make it "non_interactive"; if it does not, it need not be here.',
    };
  if (typeof type !== 'string' || type === '' || APP_TYPES.has(type) || client.text('app_type') === undefined) return undefined;
  return {
    why: `It is of the type ${shown(type)}, which there is not here.`,
    whatToDo: `Make it one of ${[...APP_TYPES.keys()].join(', ')}.`,
  };
}

const grantsFor = ({ value }: Reading, grants: ClientGrants): readonly Reading[] =>
  [...new Set([value.name, value.client_id])].flatMap((key) => (typeof key === 'string' ? (grants.get(key) ?? []) : []));

/**
 * Translates the clients of a tenant of Auth0, as its command line tool writes them.
 * @returns a report of each client
 */
export function importAuth0(document: unknown, known: Known): ImportedClient[] {
  const clients = partsOf(document, ['clients']);
  const lists = ['clientGrants', 'client_grants'].flatMap((key) => {
    const value = member(document, key);
    return value === undefined ? [] : [listOf(value, [key])];
  });
  const grants = new Map<string, Reading[]>();
  for (const grant of lists.flatMap(({ parts }) => parts)) {
    const { client_id: client } = grant.value;
    if (typeof client !== 'string') continue;
    const others = grants.get(client);
    if (others) others.push(grant);
    else grants.set(client, [grant]);
  }
  const faults = [...clients.faults, ...lists.flatMap((list) => list.faults)];
  return withoutTwins(translate(AUTH0, { parts: clients.parts, faults }, grants, known));
}
