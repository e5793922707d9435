/** An application as a list of them answers it. */
export const application = (number: number, more: object = {}) => ({
  __typename: 'Application',
  id: `application-${number}`,
  clientId: `client-${number}`,
  name: `Application ${number}`,
  enabled: true,
  clientType: 'CONFIDENTIAL',
  grantTypes: ['AUTHORIZATION_CODE'],
  maximumScopes: ['write'],
  tags: ['billing'],
  vendor: null,
  createdAt: '2025-01-01T00:00:00.000Z',
  modifiedAt: '2025-01-01T00:00:00.000Z',
  lastUsedAt: null,
  organization: { __typename: 'Organization', id: 'organization-1', name: 'Acme' },
  userCapabilities: { __typename: 'UserCapabilities', edit: true, delete: true },
  ...more,
});
export type Application = ReturnType<typeof application>;

/** A page of a list. */
export const page = (nodes: readonly Application[], hasNextPage = false) => ({
  applications: {
    __typename: 'ApplicationConnection',
    pageInfo: { __typename: 'PageInfo', endCursor: nodes.at(-1)?.id ?? null, hasNextPage },
    edges: nodes.map((node) => ({ __typename: 'ApplicationEdge', cursor: node.id, node })),
  },
});

/** How many there are. */
export const total = (totalCount: number) => ({ applications: { __typename: 'ApplicationConnection', totalCount } });
