import { ClientType } from '../../applications/application.rules.ts';
import { grantsOf, REFRESH_TOKEN } from './grant-types.rules.ts';
import { isRecord, member, type Parts, partsOf, Reading, shown } from './reading.rules.ts';
import type { Change, ImportedClient, Known } from './report.rules.ts';
import { asItIs, type Mapping, type Source } from './source.rules.ts';
import { translate } from './translation.rules.ts';
import { withoutTwins } from './twin.rules.ts';

const METHOD = 'token_endpoint_auth_method';
/** How clients authenticate whose secret is one; the first where nothing is said. */
const BY_SECRET = ['client_secret_basic', 'client_secret_post'];
const PUBLIC = 'none';

const methodOf = (client: Reading): string => client.text(METHOD) || (BY_SECRET[0] as string);
/** The grant types of a client; the one of Hydra where nothing is said. */
const namesOf = (client: Reading): readonly string[] => client.texts('grant_types') ?? ['authorization_code'];

/** A custom resource has the validities in a member of their own. */
const validity = (kind: 'access' | 'refresh', ...grants: string[]) =>
  grants.flatMap((grant) => [`${grant}_grant_${kind}_token_lifespan`, `token_lifespans/${grant}_grant_${kind}_token_lifespan`]);
const ACCESS = validity('access', 'authorization_code', 'client_credentials', 'device_authorization', 'password');
const REFRESH = validity('refresh', 'refresh_token', 'authorization_code', 'device_authorization', 'password');

/** What each field is made of, of a client of the admin API; a custom resource has the same members in camel case. */
export const HYDRA_MAPPING: Mapping<undefined> = {
  clientId: asItIs.text('client_id'),
  name: { ...asItIs.text('client_name'), how: 'of a custom resource, or else the name in its metadata' },
  url: asItIs.text('client_uri'),
  ownerContact: { theirs: ['contacts'], how: 'the first', value: (client) => client.texts('contacts')?.[0] },
  clientType: {
    theirs: [METHOD],
    how: 'PUBLIC for `none`',
    value: (client) => (methodOf(client) === PUBLIC ? ClientType.PUBLIC : ClientType.CONFIDENTIAL),
  },
  grantTypes: {
    theirs: ['grant_types', 'response_types'],
    how: 'what gets tokens from the authorization endpoint becomes AUTHORIZATION_CODE',
    value: (client) => {
      const grants = grantsOf(namesOf(client));
      const types = client.texts('response_types') ?? [];
      return { ...grants, isImplicit: grants.isImplicit || types.some((type) => /\b(?:id_)?token\b/.test(type)) };
    },
  },
  redirectUris: asItIs.texts('redirect_uris'),
  postLogoutRedirectUris: asItIs.texts('post_logout_redirect_uris'),
  webOrigins: asItIs.texts('allowed_cors_origins'),
  skipAuthorization: asItIs.flag('skip_consent', false),
  scopes: {
    theirs: ['scope', 'scope_array'],
    how: 'those that there are here',
    value: (client) => {
      const scopes = client.texts('scope_array') ?? client.words('scope');
      return scopes && { byDefault: scopes, onRequest: [] };
    },
  },
  accessValidity: { theirs: ACCESS, how: 'the shortest', value: (client) => ACCESS.flatMap((key) => client.duration(key) ?? []) },
  grantValidity: { theirs: REFRESH, how: 'the shortest', value: (client) => REFRESH.flatMap((key) => client.duration(key) ?? []) },
  renewable: { theirs: ['grant_types'], how: 'if `refresh_token` is one', value: (client) => namesOf(client).includes(REFRESH_TOKEN) },
  secret: {
    theirs: ['client_secret'],
    how: 'if it authenticates by it',
    value: (client) => ([...BY_SECRET, PUBLIC].includes(methodOf(client)) ? client.secret('client_secret') : undefined),
  },
};

const HYDRA: Source<undefined> = {
  mapping: HYDRA_MAPPING,
  unmissed: [
    ...['created_at', 'updated_at', 'client_secret_expires_at', 'registration_access_token', 'registration_client_uri'],
    ...['hydra_admin', 'deletion_policy', 'access_token_strategy=opaque', 'subject_type=public', 'userinfo_signed_response_alg=none'],
  ],
  unmissedScopes: [],
  whyLeftOut: () => undefined,
  alsoChanged,
};

function alsoChanged(client: Reading): Change[] {
  const { contacts, secret_name: secretName } = client.value;
  const method = methodOf(client);
  const changed: Change[] = [];
  if (Array.isArray(contacts) && contacts.length > 1)
    changed.push({ field: 'ownerContact', what: `It is the first of ${contacts.length} contacts.`, why: 'There is one here.' });
  if (method !== PUBLIC && !BY_SECRET.includes(method))
    changed.push({ field: 'secret', what: 'It authenticates by a secret.', why: `There is no ${shown(method)} here.` });
  if (typeof secretName === 'string')
    changed.push({
      field: 'clientId',
      what: `The client must be given its new client id and secret.`,
      why: `The resource has neither: they are in the Kubernetes secret ${shown(secretName)}.`,
    });
  return changed;
}

/** A custom resource as a client of the API, which has its members in snake case. */
function unwrapped(part: Reading): Reading {
  const spec = member(part.value, 'spec');
  if (part.value.kind !== 'OAuth2Client' || !isRecord(spec)) return part;
  const written = new Map(Object.keys(spec).map((name) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), name]));
  const value = Object.fromEntries([...written].map(([name, original]) => [name, spec[original]]));
  const name = value.client_name ?? member(part.value.metadata, 'name');
  return new Reading(
    { ...value, ...(name !== undefined && { client_name: name }) },
    [...part.path, 'spec'],
    part.faults,
    (member) => written.get(member) ?? member,
  );
}

/**
 * Translates clients of Hydra: what its admin API answers, or custom resources of the kind `OAuth2Client`; one, or a list.
 * @returns a report of each client
 */
export function importHydra(document: unknown, known: Known): ImportedClient[] {
  const { parts, faults }: Parts = partsOf(document, ['clients', 'items']);
  return withoutTwins(translate(HYDRA, { parts: parts.map(unwrapped), faults }, undefined, known));
}
