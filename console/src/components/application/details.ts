import { graphql } from '../../api/generated/index.ts';

/** What the pages of an application show and change. */
export const APPLICATION_DETAILS = graphql(`
  fragment ApplicationDetails on Application {
    id
    version
    clientId
    name
    description
    clientType
    authorizationGrantType
    grantTypes
    redirectUris
    webOrigins
    postLogoutRedirectUris
    scopes
    maximumScopes
    accessValidity
    grantValidity
    renewable
    enabled
    trusted
    skipAuthorization
    tags
    vendor
    url
    ownerContact
    source
    createdAt
    modifiedAt
    lastUsedAt
    organization {
      id
      name
    }
    userCapabilities {
      edit
      delete
    }
  }
`);
