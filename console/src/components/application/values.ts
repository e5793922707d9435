import type { ApplicationDetailsFragment, ClientType, CreateApplicationInput, GrantType } from '../../api/generated/graphql.ts';

/** What can be said of an application in a form. */
export interface ApplicationValues {
  name: string;
  description: string;
  /** The global id of the organization; empty while none is chosen. */
  organizationId: string;
  /** What it is to be called by programs; empty for one that is generated. */
  clientId: string;
  clientType: ClientType;
  grantTypes: GrantType[];
  redirectUris: string[];
  webOrigins: string[];
  postLogoutRedirectUris: string[];
  scopes: string[];
  maximumScopes: string[];
  /** Seconds; empty for the default of the system. */
  accessValidity: number | '';
  /** Seconds; empty for the default of the system. */
  grantValidity: number | '';
  renewable: boolean;
  skipAuthorization: boolean;
  trusted: boolean;
  tags: string[];
  vendor: string;
  url: string;
  ownerContact: string;
}

/** What a form says where nobody has said anything. */
export const BLANK: ApplicationValues = {
  name: '',
  description: '',
  organizationId: '',
  clientId: '',
  clientType: 'CONFIDENTIAL',
  grantTypes: [],
  redirectUris: [],
  webOrigins: [],
  postLogoutRedirectUris: [],
  scopes: ['read'],
  maximumScopes: ['read'],
  accessValidity: '',
  grantValidity: '',
  renewable: true,
  skipAuthorization: false,
  trusted: false,
  tags: [],
  vendor: '',
  url: '',
  ownerContact: '',
};

/** The fields that lists of lines are typed into. */
const LINES = ['redirectUris', 'webOrigins', 'postLogoutRedirectUris'] as const;

/** An application as a form says it. */
export function valuesOf(application: ApplicationDetailsFragment): ApplicationValues {
  const { organization, vendor, url, ownerContact, accessValidity, grantValidity, ...same } = application;
  const values = {
    ...same,
    organizationId: organization.id,
    vendor: vendor ?? '',
    url: url ?? '',
    ownerContact: ownerContact ?? '',
    accessValidity: accessValidity ?? ('' as const),
    grantValidity: grantValidity ?? ('' as const),
  };
  return Object.fromEntries(FIELDS.map((field) => [field, values[field]])) as unknown as ApplicationValues;
}

/** Every field that a form can have. */
export const FIELDS = Object.keys(BLANK) as (keyof ApplicationValues)[];

/** The fields that are lists in which order says nothing. */
export const SETS: readonly (keyof ApplicationValues)[] = ['scopes', 'maximumScopes', 'tags'];

/** The fields that an application with these grant types has a use for. */
export function fieldsFor(grantTypes: readonly GrantType[]): Set<keyof ApplicationValues> {
  const fields = new Set(FIELDS);
  if (!grantTypes.includes('AUTHORIZATION_CODE')) for (const field of LINES) fields.delete(field);
  // who acts for itself asks nobody, and gets another token at any time
  if (grantTypes.every((type) => type === 'CLIENT_CREDENTIALS'))
    for (const field of ['renewable', 'grantValidity', 'skipAuthorization'] as const) fields.delete(field);
  return fields;
}

/** The same without lines that are empty, which are no fault. */
export const withoutBlankLines = (values: ApplicationValues): ApplicationValues => ({
  ...values,
  ...Object.fromEntries(LINES.map((field) => [field, values[field].map((line) => line.trim()).filter(Boolean)])),
});

/** Values as the API takes them: `null` for what is empty and may be. */
export function inputOf<Field extends keyof ApplicationValues>(values: ApplicationValues, fields: Iterable<Field>) {
  const given = [...fields].map((field) => [field, NULLABLE.includes(field) && values[field] === '' ? null : values[field]]);
  return Object.fromEntries(given) as Pick<CreateApplicationInput, Field>;
}

const NULLABLE: readonly (keyof ApplicationValues)[] = ['clientId', 'vendor', 'url', 'ownerContact', 'accessValidity', 'grantValidity'];

/** Whether a form with these fields shows one, or a line of one, such as `redirectUris.1`. */
export function shows(fields: ReadonlySet<keyof ApplicationValues>, path: string): boolean {
  const [field = '', line] = path.split('.');
  return fields.has(field as keyof ApplicationValues) && (line === undefined || LINES.some((name) => name === field));
}
