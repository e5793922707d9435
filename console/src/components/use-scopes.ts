import { useQuery } from '@apollo/client/react';
import { graphql } from '../api/generated/index.ts';

const SCOPES = graphql(`
  query Scopes {
    scopes {
      name
      description
    }
  }
`);

/** The scopes that tokens can have: asked for once. Undefined until they are there. */
export const useScopes = () => useQuery(SCOPES, { fetchPolicy: 'cache-first' }).data?.scopes;
