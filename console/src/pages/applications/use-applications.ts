import { NetworkStatus } from '@apollo/client';
import { useQuery } from '@apollo/client/react';
import { useDebouncedValue } from '@mantine/hooks';
import { useCallback, useMemo } from 'react';
import { type Criteria, DEFAULT_ORDER, filterOf } from '../../components/criteria.ts';
import { tellFailure } from '../../components/notify.ts';
import { shownOf } from '../../components/shown-of.ts';
import { APPLICATIONS, TOTAL } from './operations.ts';

/** How many applications a page has. */
const PAGE = 50;
/** Milliseconds for which the list is the same before it is counted: nobody reads how many there are while they type. */
const REST = 300;

/** The applications that are such, as far as they were paged through. While others are on their way, those before stay. */
export function useApplications(criteria: Criteria) {
  const filter = useMemo(() => filterOf(criteria, Date.now()), [criteria]);
  const orderBy = criteria.order ?? DEFAULT_ORDER;
  const asked = useQuery(APPLICATIONS, {
    variables: { first: PAGE, filter, orderBy },
    notifyOnNetworkStatusChange: true,
  });
  const [counted] = useDebouncedValue(filter, REST);
  const total = useQuery(TOTAL, { variables: { filter: counted } });
  const { data, error, networkStatus, refetch, fetchMore } = asked;
  const shown = shownOf(asked)?.applications;
  const applications = useMemo(() => shown?.edges.map(({ node }) => node), [shown]);
  const { hasNextPage: hasMore = false, endCursor: after } = shown?.pageInfo ?? {};
  const isLoadingMore = networkStatus === NetworkStatus.fetchMore;
  const isReady = data !== undefined && hasMore && !isLoadingMore;
  const more = useCallback(() => {
    if (isReady) tellFailure(fetchMore({ variables: { after } }));
  }, [isReady, after, fetchMore]);
  return {
    applications,
    total: counted === filter ? total.data?.applications.totalCount : undefined,
    error,
    hasMore,
    isLoadingMore,
    /** Whether those that are shown are not those that were asked for. */
    isBusy: data === undefined && error === undefined,
    /** Whether the API has not answered yet. */
    isAsking: networkStatus < NetworkStatus.ready,
    more,
    retry: refetch,
    countAgain: total.refetch,
  };
}
