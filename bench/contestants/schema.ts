/** The part of the contract that is measured, for contestants that take their schema as text. */
export const SCHEMA = `
  scalar DateTime
  enum ClientType { CONFIDENTIAL PUBLIC }
  enum GrantType { AUTHORIZATION_CODE PASSWORD CLIENT_CREDENTIALS DEVICE_CODE }
  enum ApplicationOrderField { NAME }
  enum OrderDirection { ASC }
  input ApplicationOrder { field: ApplicationOrderField! direction: OrderDirection! = ASC }

  type Application {
    id: ID!
    databaseId: Int!
    clientId: String!
    name: String!
    description: String!
    vendor: String
    url: String
    clientType: ClientType!
    authorizationGrantType: GrantType!
    redirectUris: [String!]!
    skipAuthorization: Boolean!
    trusted: Boolean!
    enabled: Boolean!
    scopes: [String!]!
    maximumScopes: [String!]!
    accessValidity: Int
    grantValidity: Int
    renewable: Boolean!
    organization: Organization!
    tokens(first: Int): TokenConnection!
    version: Int!
    createdAt: DateTime!
    modifiedAt: DateTime!
    lastUsedAt: DateTime
  }
  type Organization { id: ID! databaseId: Int! name: String! }
  type Token {
    id: ID!
    databaseId: Int!
    hint: String!
    description: String!
    scopes: [String!]!
    createdAt: DateTime!
    expiresAt: DateTime!
    lastUsedAt: DateTime
  }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type ApplicationConnection { nodes: [Application!]! pageInfo: PageInfo! }
  type TokenConnection { totalCount: Int! nodes: [Token!]! }
  type UserError { field: [String!]! code: String! message: String! }

  input CreateApplicationInput {
    name: String!
    organizationId: ID!
    clientType: ClientType!
    authorizationGrantType: GrantType!
    redirectUris: [String!]
  }
  input CreateTokenInput { applicationId: ID! scopes: [String!] }
  type CreateApplicationPayload { application: Application clientSecret: String userErrors: [UserError!]! }
  type CreateTokenPayload { token: Token accessToken: String refreshToken: String userErrors: [UserError!]! }

  type Query {
    application(id: ID!): Application
    applications(first: Int, after: String, orderBy: ApplicationOrder): ApplicationConnection!
  }
  type Mutation {
    createApplication(input: CreateApplicationInput!): CreateApplicationPayload!
    createToken(input: CreateTokenInput!): CreateTokenPayload!
  }
`;
