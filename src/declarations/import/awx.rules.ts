import { ClientType, GrantType } from '../../applications/application.rules.ts';
import { keyOf } from '../../shared/text.ts';
import { member, partsOf, type Reading, shown } from './reading.rules.ts';
import type { Change, ImportedClient, Known, LeftOut } from './report.rules.ts';
import { asItIs, type Grants, type Mapping, type Source } from './source.rules.ts';
import { translate } from './translation.rules.ts';
import { withoutTwins } from './twin.rules.ts';

const GRANT = 'authorization_grant_type';

const CLIENT_TYPES: ReadonlyMap<string, ClientType> = new Map([
  ['confidential', ClientType.CONFIDENTIAL],
  ['public', ClientType.PUBLIC],
]);
const GRANTS: ReadonlyMap<string, Omit<Grants, 'others'>> = new Map([
  ['authorization-code', { grantTypes: [GrantType.AUTHORIZATION_CODE], isImplicit: false }],
  ['password', { grantTypes: [GrantType.PASSWORD], isImplicit: false }],
  ['client-credentials', { grantTypes: [GrantType.CLIENT_CREDENTIALS], isImplicit: false }],
  ['implicit', { grantTypes: [], isImplicit: true }],
]);

/** What each field is made of, of an application of the API, or in a file of an Ansible collection. */
export const AWX_MAPPING: Mapping<undefined> = {
  clientId: { ...asItIs.text('client_id'), how: 'of the API alone' },
  name: { theirs: ['name'], value: (client) => client.required('name') },
  description: asItIs.text('description'),
  clientType: {
    theirs: ['client_type'],
    value: (client) => {
      const type = client.required('client_type');
      if (type !== undefined && !CLIENT_TYPES.has(type))
        client.refuse('client_type', `Must be one of ${[...CLIENT_TYPES.keys()].join(', ')}.`);
      return CLIENT_TYPES.get(type ?? '');
    },
  },
  grantTypes: {
    theirs: [GRANT],
    how: '`implicit` becomes AUTHORIZATION_CODE',
    value: (client) => {
      const name = client.required(GRANT);
      if (name === undefined) return undefined;
      const grants = GRANTS.get(name);
      return grants ? { ...grants, others: [] } : { grantTypes: [], isImplicit: false, others: [name] };
    },
  },
  redirectUris: { theirs: ['redirect_uris'], how: 'a list, or separated by spaces', value: (client) => client.words('redirect_uris') },
  postLogoutRedirectUris: {
    theirs: ['post_logout_redirect_uris'],
    how: 'a list, or separated by spaces',
    value: (client) => client.words('post_logout_redirect_uris'),
  },
  skipAuthorization: asItIs.flag('skip_authorization', false),
  secret: { ...asItIs.secret('client_secret'), how: 'of the API alone, which shows it once' },
};

const AWX: Source<undefined> = {
  mapping: AWX_MAPPING,
  unmissed: ['id', 'type', 'url', 'related', 'summary_fields', 'created', 'modified', 'organization', 'state'],
  unmissedScopes: [],
  whyLeftOut,
  alsoChanged,
};

function whyLeftOut({ value }: Reading): LeftOut | undefined {
  if (value.state !== 'absent') return undefined;
  return { why: 'Its "state" is "absent".', whatToDo: 'Nothing; what was imported of it before goes with --prune.' };
}

function alsoChanged({ value }: Reading, _: undefined, { organization }: Known): Change[] {
  const named = member(member(value.summary_fields, 'organization'), 'name') ?? value.organization;
  if (organization === undefined || typeof named !== 'string' || keyOf(named) === keyOf(organization)) return [];
  const why = 'All that is imported at once goes to one organization.';
  return [{ field: 'organization', what: `It is of ${shown(named)}, and becomes one of ${shown(organization)}.`, why }];
}

/**
 * Translates applications of AWX: what its API answers, or a file of variables of an Ansible collection.
 * @returns a report of each application
 */
export const importAwx = (document: unknown, known: Known): ImportedClient[] =>
  withoutTwins(
    translate(AWX, partsOf(document, ['aap_applications', 'controller_applications', 'applications', 'results']), undefined, known),
  );
