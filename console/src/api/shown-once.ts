import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useCallback } from 'react';

/**
 * A mutation whose answer shows a secret: neither the cache nor the client keeps anything of it, so that it is gone with the
 * part of the page that shows it. Whoever uses it tells the cache what has changed.
 */
export function useShownOnce<Data, Variables extends OperationVariables>(mutation: TypedDocumentNode<Data, Variables>) {
  const client = useApolloClient();
  return useCallback(
    async (variables: Variables): Promise<Data | undefined> => {
      const { data } = await client.mutate<Data, OperationVariables>({ mutation, variables, fetchPolicy: 'no-cache' });
      return data as Data | undefined;
    },
    [client, mutation],
  );
}
