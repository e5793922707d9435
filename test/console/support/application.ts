import type { ApplicationDetailsFragment } from '../../../console/src/api/generated/graphql.ts';

/** An application as the API tells of one. */
export const application = (values: Partial<ApplicationDetailsFragment> = {}) => ({
  __typename: 'Application' as const,
  id: 'application-1',
  version: 1,
  clientId: 'reporter',
  name: 'Reporter',
  description: '',
  clientType: 'CONFIDENTIAL',
  authorizationGrantType: 'AUTHORIZATION_CODE',
  grantTypes: ['AUTHORIZATION_CODE'],
  redirectUris: ['https://app.example.org/callback'],
  webOrigins: [],
  postLogoutRedirectUris: [],
  scopes: ['read'],
  maximumScopes: ['read'],
  accessValidity: null,
  grantValidity: null,
  renewable: true,
  enabled: true,
  trusted: false,
  skipAuthorization: false,
  tags: [],
  vendor: null,
  url: null,
  ownerContact: null,
  source: null,
  createdAt: '2026-01-02T03:04:05.000Z',
  modifiedAt: '2026-01-02T03:04:05.000Z',
  lastUsedAt: null,
  organization: { __typename: 'Organization' as const, id: 'organization-1', name: 'Acme' },
  userCapabilities: { __typename: 'UserCapabilities' as const, edit: true, delete: true },
  ...values,
});

/** A client secret as the API tells of one. */
export const secret = (values: object = {}) => ({
  __typename: 'ClientSecret',
  id: 'secret-1',
  name: 'first',
  hint: 'aaaa',
  source: 'GENERATED',
  createdAt: '2026-01-02T03:04:05.000Z',
  expiresAt: null,
  lastUsedAt: null,
  ...values,
});
/** An application with secrets, as far as they change it. */
export const withSecrets = (secrets: object[]) => ({
  __typename: 'Application',
  id: 'application-1',
  version: 2,
  modifiedAt: '2026-01-02T03:04:05.000Z',
  secrets,
});
