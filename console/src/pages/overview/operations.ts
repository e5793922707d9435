import type { OverviewQuery, OverviewSeriesQuery } from '../../api/generated/graphql.ts';
import { graphql } from '../../api/generated/index.ts';

/** What there is, and what somebody should look at. */
export const OVERVIEW = graphql(`
  query Overview {
    applications(first: 2, orderBy: { field: NAME }) {
      pageInfo {
        endCursor
        hasNextPage
      }
      edges {
        cursor
        node {
          id
          builtIn
        }
      }
    }
    registry {
      countedAt
      organizations
      users {
        count
        isExact
      }
      applications {
        total
        enabled
        disabled
        confidential
        public
        isExact
      }
      tokens {
        active
        expired
        revoked
        isExact
      }
      attention {
        secretsExpiring(withinDays: 30) {
          count
          isExact
        }
        unusedApplications(days: 90) {
          count
          isExact
        }
        disabledWithLiveTokens {
          count
          isExact
        }
        refusedLogins(days: 7)
      }
    }
  }
`);

/** Whether users were warned of, for whom many wrong passwords were tried. */
export const WARNINGS = graphql(`
  query OverviewWarnings($since: DateTime!) {
    activity(first: 1, filter: { operation: WARN_OF_LOGINS, since: $since }) {
      pageInfo {
        endCursor
        hasNextPage
      }
      edges {
        cursor
        node {
          id
        }
      }
    }
  }
`);

/** What happened day by day. */
export const SERIES = graphql(`
  query OverviewSeries {
    registry {
      tokensIssued(days: 30) {
        date
        count
      }
      applicationsRegistered(days: 30) {
        date
        count
      }
    }
  }
`);

/** What was done last, but for what the console does whenever somebody opens it. */
export const LATEST = graphql(`
  query OverviewActivity {
    activity(first: 10, filter: { builtIn: false }) {
      pageInfo {
        endCursor
        hasNextPage
      }
      edges {
        cursor
        node {
          id
          operation
          createdAt
          objectType
          objectName
          actor {
            id
            username
          }
        }
      }
    }
  }
`);

/** How much of everything there is. */
export type RegistryNumbers = OverviewQuery['registry'];

/** How often something happened on one day. */
export type DailyCount = OverviewSeriesQuery['registry']['applicationsRegistered'][number];
