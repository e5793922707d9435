import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';
import { SetContextLink } from '@apollo/client/link/context';
import { catchError, from, switchMap, throwError } from 'rxjs';
import { HERE } from '../session/place.ts';
import { accessToken } from '../session/session.ts';
import { list } from './list.ts';

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

/** The token of a request, as it was sent. */
const sentToken = (operation: ApolloLink.Operation): string | undefined =>
  (operation.getContext()['headers'] as Record<string, string> | undefined)?.['authorization']?.slice('Bearer '.length);

const isUnauthenticated = (error: unknown): boolean =>
  ServerError.is(error)
    ? error.statusCode === 401
    : CombinedGraphQLErrors.is(error) && error.errors.some(({ extensions }) => extensions?.['code'] === 'UNAUTHENTICATED');

/** Asks once more, by a new token, what was refused because its token had ended: so it was not done. */
const again = new ApolloLink((operation, forward) =>
  forward(operation).pipe(
    catchError((error) =>
      isUnauthenticated(error)
        ? from(accessToken(sentToken(operation))).pipe(
            switchMap((token) => {
              operation.setContext(bearer(token));
              return forward(operation);
            }),
          )
        : throwError(() => error),
    ),
  ),
);

const authenticated = new SetContextLink(async () => bearer(await accessToken()));

/** Makes the client of the API. @param fetch what asks, for tests */
export const createClient = (ask: typeof fetch = fetch): ApolloClient =>
  new ApolloClient({
    link: ApolloLink.from([authenticated, again, new HttpLink({ uri: `${HERE}graphql`, fetch: ask })]),
    cache: new InMemoryCache({
      typePolicies: {
        Query: {
          fields: {
            applications: list(['filter', 'orderBy']),
            activity: list(['filter']),
            tokens: list(['filter']),
            organizations: list(['search']),
            users: list(['search']),
            application: {
              // an application that was listed is shown before it is asked for
              read: (found, { args, toReference }) =>
                found === undefined && args?.['id'] ? toReference({ __typename: 'Application', id: args['id'] }) : found,
            },
          },
        },
        Application: { fields: { activity: list(), grants: list(), tokens: list(['filter']), userCapabilities: { merge: true } } },
        Organization: { fields: { applications: list(['filter', 'orderBy']), members: list() } },
        User: { fields: { organizations: list(), personalTokens: list(['filter']) } },
        // numbers that belong to no object of their own
        TokenCounts: { merge: true },
        Registry: { merge: true },
      },
    }),
    defaultOptions: { watchQuery: { fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first' } },
  });
