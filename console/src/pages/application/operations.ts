import { graphql } from '../../api/generated/index.ts';

/** The application of the page. */
export const APPLICATION = graphql(`
  query ApplicationPage($clientId: String!) {
    application(clientId: $clientId) {
      ...ApplicationDetails
    }
  }
`);

/** Changes it. What comes back may have a secret. */
export const UPDATE_APPLICATION = graphql(`
  mutation UpdateApplication($input: UpdateApplicationInput!) {
    updateApplication(input: $input) {
      application {
        ...ApplicationDetails
      }
      clientSecret
      userErrors {
        ...UserErrors
      }
    }
  }
`);

/** A page of its tokens, and how many there are. */
export const TOKENS = graphql(`
  query ApplicationTokens($id: ID!, $first: Int!, $after: String, $filter: TokenFilter) {
    application(id: $id) {
      id
      tokenCounts {
        active
        total
      }
      tokens(first: $first, after: $after, filter: $filter) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        edges {
          cursor
          node {
            id
            hint
            scopes
            state
            createdAt
            expiresAt
            lastUsedAt
            user {
              id
              username
            }
            userCapabilities {
              delete
            }
          }
        }
      }
    }
  }
`);

/** What a user is called. */
export const USERNAME = graphql(`
  query UsernameOfTokens($id: ID!) {
    user(id: $id) {
      id
      username
    }
  }
`);

/** Ends one token. */
export const REVOKE_TOKEN = graphql(`
  mutation RevokeTokenOfApplication($input: RevokeTokenInput!) {
    revokeToken(input: $input) {
      token {
        id
        state
        userCapabilities {
          delete
        }
      }
      userErrors {
        ...UserErrors
      }
    }
  }
`);

/** Ends all of its tokens, or all that one user has of it. */
export const REVOKE_TOKENS = graphql(`
  mutation RevokeTokensOfApplication($input: RevokeTokensInput!) {
    revokeTokens(input: $input) {
      revokedTokenCount
      userErrors {
        ...UserErrors
      }
    }
  }
`);

/** What users have allowed it. */
export const GRANTS = graphql(`
  query ApplicationGrants($id: ID!, $first: Int!, $after: String) {
    application(id: $id) {
      id
      grants(first: $first, after: $after) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        edges {
          cursor
          node {
            id
            scopes
            createdAt
            expiresAt
            lastUsedAt
            user {
              id
              username
            }
          }
        }
      }
    }
  }
`);

/** Withdraws what a user has allowed it. */
export const REVOKE_GRANT = graphql(`
  mutation RevokeGrantOfApplication($input: RevokeGrantInput!) {
    revokeGrant(input: $input) {
      revokedId
      revokedTokenCount
      userErrors {
        ...UserErrors
      }
    }
  }
`);

/** What was done to it. */
export const ACTIVITY = graphql(`
  query ApplicationActivity($id: ID!, $first: Int!, $after: String) {
    application(id: $id) {
      id
      activity(first: $first, after: $after) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        edges {
          cursor
          node {
            ...ActivityEntryParts
          }
        }
      }
    }
  }
`);

/** What goes with it. */
export const CONSEQUENCES = graphql(`
  query ApplicationConsequences($id: ID!) {
    application(id: $id) {
      id
      tokenCounts {
        active
        total
      }
      secrets {
        id
      }
    }
  }
`);

/** Deletes it. */
export const DELETE_APPLICATION = graphql(`
  mutation DeleteApplication($input: DeleteApplicationInput!) {
    deleteApplication(input: $input) {
      deletedId
      userErrors {
        ...UserErrors
      }
    }
  }
`);
