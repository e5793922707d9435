import { useQuery } from '@apollo/client/react';
import { ActivityEntries } from '../../components/activity/ActivityEntries.tsx';
import { ListSkeleton } from '../../components/ListSkeleton.tsx';
import { LoadMore } from '../../components/LoadMore.tsx';
import { tellFailure } from '../../components/notify.ts';
import { EmptyState, ErrorNotice } from '../../components/states.tsx';
import { ACTIVITY } from './operations.ts';
import type { PartProps } from './parts.ts';
import { texts } from './texts.ts';

const PAGE = 25;

/** What was done to an application, with the values before and after. */
export function Activity({ application: { id } }: PartProps) {
  const { data, error, loading, refetch, fetchMore } = useQuery(ACTIVITY, {
    variables: { id, first: PAGE },
    notifyOnNetworkStatusChange: true,
  });
  const list = data?.application?.activity;
  if (error && !list) return <ErrorNotice error={error} onRetry={refetch} />;
  if (!list) return <ListSkeleton />;
  if (list.edges.length === 0) return <EmptyState title={texts.noActivity}>{texts.noActivityText}</EmptyState>;
  return (
    <>
      {error && <ErrorNotice error={error} onRetry={refetch} />}
      <ActivityEntries entries={list.edges.map(({ node }) => node)} />
      <LoadMore
        shown={list.edges.length}
        total={list.totalCount}
        hasMore={list.pageInfo.hasNextPage}
        isLoading={loading}
        onMore={() => tellFailure(fetchMore({ variables: { after: list.pageInfo.endCursor } }))}
      />
    </>
  );
}
