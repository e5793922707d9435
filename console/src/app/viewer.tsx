import { useSuspenseQuery } from '@apollo/client/react';
import type { ViewerQuery } from '../api/generated/graphql.ts';
import { graphql } from '../api/generated/index.ts';

const VIEWER = graphql(`
  query Viewer {
    viewer {
      id
      username
      firstName
      lastName
      email
      isSuperuser
      isSystemAuditor
      organizations(first: 100) {
        totalCount
        edges {
          node {
            id
            name
            viewerRole
            userCapabilities {
              edit
            }
          }
        }
      }
    }
  }
`);

/** Who is logged in. */
export type Viewer = NonNullable<ViewerQuery['viewer']>;

/** Who is logged in: asked for once, and then kept by the cache. Suspends until it is there. */
export function useViewer(): Viewer {
  const { viewer } = useSuspenseQuery(VIEWER, { fetchPolicy: 'cache-first' }).data;
  if (!viewer) throw new Error("The token is nobody's. Sign out, and sign in again.");
  return viewer;
}

/** Whether the viewer may register applications somewhere. */
export const mayRegister = ({ isSuperuser, organizations }: Viewer): boolean =>
  isSuperuser || organizations.edges.some(({ node }) => node.userCapabilities.edit);
