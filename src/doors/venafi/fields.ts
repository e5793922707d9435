import type { Application } from '../../applications/application.entity.ts';
import type { Row } from '../../query/tables.ts';
import type { Field, Resource } from '../resource.ts';
import { scopesIn, scopeText } from './scopes.ts';

type View = Row<Application>;

const HOST = /^[\w-]+(\.[\w-]+)+(?=[:/?#]|$)/;

const ID: Field<View> = {
  type: 'string',
  label: 'ID',
  help: 'The client identifier, which never changes: 3 to 255 characters of A-Z, a-z, 0-9 and ". _ ~ -".',
  direction: 'both',
  isRequired: true,
  inner: 'clientId',
  show: ({ clientId }) => clientId,
};

const MAY_BE_EMPTY = { direction: 'both', take: (text: string) => (text === '' ? null : text) } as const;

/** What Venafi knows of an application, beside its id. */
const FIELDS = {
  Name: {
    type: 'string',
    label: 'Name',
    help: 'Its name, unique in its organization whatever its case.',
    direction: 'both',
    show: ({ name }) => name,
    inner: 'name',
  },
  Description: {
    type: 'string',
    label: 'Description',
    help: 'Free text.',
    direction: 'both',
    show: ({ description }) => description,
    inner: 'description',
  },
  Vendor: {
    type: 'string',
    label: 'Vendor',
    help: 'Who makes it.',
    ...MAY_BE_EMPTY,
    show: ({ vendor }) => vendor ?? undefined,
    inner: 'vendor',
  },
  Url: {
    type: 'string',
    label: 'Url',
    help: 'Its home page: an http or https URL. Of one without a scheme, it is https.',
    direction: 'both',
    take: (text) => (text === '' ? null : HOST.test(text) ? `https://${text}` : text),
    show: ({ url }) => url ?? undefined,
    inner: 'url',
  },
  Scope: {
    type: 'string',
    label: 'Scope',
    help: 'The scope of a token when none is asked for, such as `certificate:manage,discover;configuration`.',
    direction: 'both',
    take: (text) => scopesIn(text),
    show: ({ scopes }) => scopeText(scopes),
    inner: 'scopes',
  },
  MaximumScope: {
    type: 'string',
    label: 'Maximum scope',
    help: 'The scope that no token exceeds; also called `MaxScope`. With `admin` in it, also all of `Scope`.',
    direction: 'both',
    take: (text) => scopesIn(text),
    show: ({ maximumScopes }) => scopeText(maximumScopes),
    inner: 'maximumScopes',
  },
  AccessValidity: {
    type: 'integer',
    label: 'Access validity',
    help: 'Seconds for which an access token is valid; absent where the system decides.',
    direction: 'both',
    isNullable: true,
    show: ({ accessValidity }) => accessValidity ?? undefined,
    inner: 'accessValidity',
  },
  GrantValidity: {
    type: 'integer',
    label: 'Grant validity',
    help: 'Seconds for which a refresh token is valid; absent where the system decides.',
    direction: 'both',
    isNullable: true,
    show: ({ grantValidity }) => grantValidity ?? undefined,
    inner: 'grantValidity',
  },
  Renewable: {
    type: 'boolean',
    label: 'Renewable',
    help: 'Whether refresh tokens are issued; absent where the default holds, which is true.',
    direction: 'both',
    isNullable: true,
    show: ({ renewable }) => (renewable ? undefined : false),
    inner: 'renewable',
  },
} satisfies Record<string, Field<View>>;

/** Applications, as Venafi has them. */
export const APPLICATION: Resource<View> = { name: 'Application', fields: { ID, ...FIELDS } };

/** What an application has that is replaced where nothing is said; its name is its id then. */
export const DEFAULTS = {
  description: '',
  vendor: null,
  url: null,
  scopes: [] as string[],
  accessValidity: null,
  grantValidity: null,
  renewable: true,
};

const OPTIONAL = ['AccessValidity', 'GrantValidity', 'Renewable'];

/** A new application: all of it is required that Venafi has no default for. */
export const NEW_APPLICATION: Resource = {
  name: 'NewApplication',
  fields: {
    ApplicationId: ID as Field,
    ...Object.fromEntries(
      Object.entries(FIELDS).map(([name, field]): [string, Field] => [name, { ...(field as Field), isRequired: !OPTIONAL.includes(name) }]),
    ),
  },
};

const outcome: Record<'Result' | 'Success' | 'Error', Field> = {
  Result: { type: 'integer', label: 'Result', help: '0 where it was done, else what kind of fault there is.', direction: 'out' },
  Success: { type: 'boolean', label: 'Success', help: 'Whether it was done.', direction: 'out' },
  Error: { type: 'string', label: 'Error', help: 'Why it was not done.', direction: 'out' },
};

/** An answer of a call: what it gives, and what became of it. */
export const answerOf = (name: string, fields: Readonly<Record<string, Field>> = {}): Resource => ({
  name,
  fields: { ...fields, ...outcome },
});

const clientId = (isRequired: boolean): Field => ({
  type: 'string',
  label: 'Application',
  help: 'The id of an application.',
  direction: 'in',
  isRequired,
  inner: 'clientId',
});
const whole = (label: string, help: string, inner: string): Field => ({ type: 'integer', label, help, direction: 'in', inner });

/** Which application. */
export const APPLICATION_ID: Resource = { name: 'ApplicationId', fields: { ApplicationId: clientId(true) } };
/** Which applications. */
export const APPLICATION_IDS: Resource = {
  name: 'ApplicationIds',
  fields: {
    ApplicationIds: { type: 'list', label: 'Applications', help: 'Their ids.', direction: 'in', isRequired: true, inner: 'ids' },
  },
};
/** Which grants. */
export const GRANTS: Resource = {
  name: 'Grants',
  fields: {
    ApplicationId: clientId(false),
    GranteePrefixedUniversal: {
      type: 'string',
      label: 'Grantee',
      help: 'The user who has given them: the `identity` of an answer to a token request.',
      direction: 'in',
      inner: 'grantee',
    },
  },
};
/** Which page of a list. */
export const PAGE: Resource = {
  name: 'Page',
  fields: {
    Start: whole('Start', 'The page, counted from 0.', 'start'),
    Count: whole('Count', 'How many are on a page: at most 1,000.', 'count'),
    OrderBy: whole('Order', '0 none, 1 name, 2 vendor, 3 access validity.', 'orderBy'),
    Descending: { type: 'boolean', label: 'Descending', help: 'Whether the last come first.', direction: 'in', inner: 'isDescending' },
  },
};
