import { useQuery } from '@apollo/client/react';
import { Checkbox, Chip, Group, NativeSelect } from '@mantine/core';
import { useMemo } from 'react';
import type { ActivityOperation } from '../../api/generated/graphql.ts';
import { graphql } from '../../api/generated/index.ts';
import { useViewer } from '../../app/viewer.tsx';
import { ActivityEntries } from '../../components/activity/ActivityEntries.tsx';
import { texts as words } from '../../components/activity/texts.ts';
import { daysOf } from '../../components/criteria.ts';
import { daysAgo } from '../../components/days-ago.ts';
import { ListSkeleton } from '../../components/ListSkeleton.tsx';
import { LoadMore } from '../../components/LoadMore.tsx';
import { tellFailure } from '../../components/notify.ts';
import { PageHeader } from '../../components/PageHeader.tsx';
import { shownOf } from '../../components/shown-of.ts';
import { EmptyState, ErrorNotice } from '../../components/states.tsx';
import { useChoice } from '../../components/use-parameter.ts';
import { texts } from './texts.ts';

const ACTIVITY = graphql(`
  query Activity($first: Int!, $after: String, $filter: ActivityFilter) {
    activity(first: $first, after: $after, filter: $filter) {
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
`);
const PAGE = 50;

/** Everything that was done to what the viewer may see. */
export function Page() {
  const { id } = useViewer();
  const [chosen, setOperation] = useChoice('operation');
  const [since, setSince] = useChoice('days');
  const [mine, setMine] = useChoice('mine');
  const [withConsole, setWithConsole] = useChoice('console');
  const operation = Object.hasOwn(words.did, chosen) ? chosen : '';
  const days = daysOf(since);
  const isMine = mine !== '';
  const filter = useMemo(
    () => ({
      ...(operation && { operation: operation as ActivityOperation }),
      ...(isMine && { actorId: id }),
      ...(withConsole === '' && { builtIn: false }),
      ...(days && { since: daysAgo(days) }),
    }),
    [operation, isMine, withConsole, days, id],
  );
  const asked = useQuery(ACTIVITY, {
    variables: { first: PAGE, filter },
    notifyOnNetworkStatusChange: true,
  });
  const { error, loading, refetch, fetchMore } = asked;
  const list = shownOf(asked)?.activity;
  return (
    <>
      <PageHeader title={texts.title}>{texts.about}</PageHeader>
      <Group mb="lg" align="flex-end">
        <NativeSelect
          label={texts.operation}
          value={operation}
          onChange={(event) => setOperation(event.currentTarget.value)}
          data={[{ value: '', label: texts.everything }, ...Object.entries(words.did).map(([value, label]) => ({ value, label }))]}
        />
        <NativeSelect
          label={texts.since}
          value={days ? String(days) : ''}
          onChange={(event) => setSince(event.currentTarget.value)}
          data={Object.entries(texts.sinces).map(([value, label]) => ({ value, label }))}
        />
        <Checkbox label={texts.mine} checked={isMine} onChange={(event) => setMine(event.currentTarget.checked ? 'yes' : '')} />
        <Chip checked={withConsole === ''} onChange={(isChecked) => setWithConsole(isChecked ? '' : 'yes')}>
          {texts.withoutConsole}
        </Chip>
      </Group>
      {error && <ErrorNotice error={error} onRetry={refetch} />}
      {!list && !error && <ListSkeleton />}
      {list?.edges.length === 0 && <EmptyState title={texts.none}>{texts.noneOf[operation] ?? texts.noneText}</EmptyState>}
      {list && list.edges.length > 0 && (
        <>
          <ActivityEntries entries={list.edges.map(({ node }) => node)} />
          <LoadMore
            shown={list.edges.length}
            total={list.totalCount}
            hasMore={list.pageInfo.hasNextPage}
            isLoading={loading}
            onMore={() => tellFailure(fetchMore({ variables: { after: list.pageInfo.endCursor } }))}
          />
        </>
      )}
    </>
  );
}
