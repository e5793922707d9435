import type { ApplicationsQuery, BulkSubjectsQuery } from '../../api/generated/graphql.ts';
import { graphql } from '../../api/generated/index.ts';

/** A page of the list. */
export const APPLICATIONS = graphql(`
  query Applications($first: Int!, $after: String, $filter: ApplicationFilter, $orderBy: ApplicationOrder!) {
    applications(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      pageInfo {
        endCursor
        hasNextPage
      }
      edges {
        cursor
        node {
          id
          clientId
          name
          enabled
          clientType
          grantTypes
          maximumScopes
          tags
          vendor
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
      }
    }
  }
`);

/** How many there are: asked for apart, so that no list waits for it. */
export const TOTAL = graphql(`
  query ApplicationsTotal($filter: ApplicationFilter) {
    applications(first: 0, filter: $filter) {
      totalCount
    }
  }
`);

/** What is told of applications before something is done to them. */
export const SUBJECTS = graphql(`
  query BulkSubjects($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Application {
        id
        name
        version
        enabled
        tokenCounts {
          active
        }
      }
    }
  }
`);

/** Enables an application, or disables it. */
export const SET_ENABLED = graphql(`
  mutation BulkSetEnabled($input: UpdateApplicationInput!) {
    updateApplication(input: $input) {
      application {
        id
        version
        enabled
        modifiedAt
      }
      userErrors {
        ...UserErrors
      }
    }
  }
`);

/** Revokes all tokens of an application. */
export const REVOKE = graphql(`
  mutation BulkRevokeTokens($input: RevokeTokensInput!) {
    revokeTokens(input: $input) {
      userErrors {
        ...UserErrors
      }
    }
  }
`);

/** Deletes an application. */
export const DELETE = graphql(`
  mutation BulkDelete($input: DeleteApplicationInput!) {
    deleteApplication(input: $input) {
      deletedId
      userErrors {
        ...UserErrors
      }
    }
  }
`);

/** An application of the list. */
export type Listed = ApplicationsQuery['applications']['edges'][number]['node'];

/** An application to which something is to be done. */
export type Subject = Extract<NonNullable<BulkSubjectsQuery['nodes'][number]>, { id: string }>;
