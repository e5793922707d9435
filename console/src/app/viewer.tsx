import type { ApolloClient } from '@apollo/client';
import { useApolloClient, useQuery } from '@apollo/client/react';
import { use } from 'react';
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

const asked = new WeakMap<ApolloClient, Promise<ViewerQuery | undefined>>();

/** Asks who is logged in, once; again where that has failed. */
function ask(client: ApolloClient): Promise<ViewerQuery | undefined> {
  const found = asked.get(client);
  if (found) return found;
  const answer = client.query({ query: VIEWER }).then(({ data }) => data);
  asked.set(client, answer);
  // those who wait for it are told that it has failed before it is asked for again
  answer.catch(() => setTimeout(() => asked.delete(client), 1000));
  return answer;
}

/** Who is logged in: asked for once, and then kept by the cache. Suspends until it is there. */
export function useViewer(): Viewer {
  const client = useApolloClient();
  const first = use(ask(client));
  const { data } = useQuery(VIEWER, { fetchPolicy: 'cache-first' });
  const viewer = (data ?? first)?.viewer;
  if (!viewer) throw new Error("The token is nobody's. Sign out, and sign in again.");
  return viewer;
}

/** Whether the viewer may register applications somewhere. */
export const mayRegister = ({ isSuperuser, organizations }: Viewer): boolean =>
  isSuperuser || organizations.edges.some(({ node }) => node.userCapabilities.edit);
