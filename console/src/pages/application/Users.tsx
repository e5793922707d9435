import { useMutation, useQuery } from '@apollo/client/react';
import { ActionIcon, Stack, Table, Text } from '@mantine/core';
import { CircleSlashIcon } from '@primer/octicons-react';
import { useState } from 'react';
import type { ApplicationGrantsQuery } from '../../api/generated/graphql.ts';
import { orRefused } from '../../api/user-errors.ts';
import { useViewer } from '../../app/viewer.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { ListSkeleton } from '../../components/ListSkeleton.tsx';
import { LoadMore } from '../../components/LoadMore.tsx';
import { notify, tellFailure } from '../../components/notify.ts';
import { EmptyState, ErrorNotice } from '../../components/states.tsx';
import { Time } from '../../components/Time.tsx';
import { GRANTS, REVOKE_GRANT } from './operations.ts';
import type { PartProps } from './parts.ts';
import { texts } from './texts.ts';

const PAGE = 25;

type Grant = NonNullable<ApplicationGrantsQuery['application']>['grants']['edges'][number]['node'];

/** Who has allowed an application what: everybody, as far as that is the viewer's to see. */
export function Users({ application: { id, name } }: PartProps) {
  const { isSuperuser } = useViewer();
  const { data, error, loading, refetch, fetchMore } = useQuery(GRANTS, {
    variables: { id, first: PAGE },
    notifyOnNetworkStatusChange: true,
  });
  const [leaving, setLeaving] = useState<Grant>();
  const [revoke] = useMutation(REVOKE_GRANT);
  const list = data?.application?.grants;
  if (error && !list) return <ErrorNotice error={error} onRetry={refetch} />;
  if (!list) return <ListSkeleton />;
  const confirm = async () => {
    const { data: done } = await revoke({
      variables: { input: { id: (leaving as Grant).id } },
      update: (cache, { data: answer }) => {
        if (!answer?.revokeGrant.revokedId) return;
        for (const fieldName of ['grants', 'tokens', 'tokenCounts']) cache.evict({ id: `Application:${id}`, fieldName });
        cache.gc();
      },
    });
    orRefused(done?.revokeGrant.userErrors);
    void notify(texts.grantRevoked(done?.revokeGrant.revokedTokenCount ?? 0));
  };
  return (
    <Stack>
      <Text c="dimmed">{isSuperuser ? texts.usersText : texts.ownGrantText}</Text>
      {list.edges.length === 0 ? (
        <EmptyState title={texts.noGrants}>{texts.noGrantsText}</EmptyState>
      ) : (
        <>
          <Table.ScrollContainer minWidth={620}>
            <Table verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{texts.user}</Table.Th>
                  <Table.Th>{texts.allowed}</Table.Th>
                  <Table.Th>{texts.since}</Table.Th>
                  <Table.Th>{texts.until}</Table.Th>
                  <Table.Th>{texts.lastUsed}</Table.Th>
                  <Table.Th aria-label={texts.actions} />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {list.edges.map(({ node }) => (
                  <Table.Tr key={node.id}>
                    <Table.Th scope="row" fw={500} dir="auto">
                      {node.user?.username}
                    </Table.Th>
                    <Table.Td>{node.scopes.join(' ')}</Table.Td>
                    <Table.Td>
                      <Time value={node.createdAt} />
                    </Table.Td>
                    <Table.Td>
                      <Time value={node.expiresAt} />
                    </Table.Td>
                    <Table.Td>
                      <Time value={node.lastUsedAt} />
                    </Table.Td>
                    <Table.Td>
                      <ActionIcon
                        variant="subtle"
                        color="red"
                        aria-label={texts.revokeGrant(node.user?.username ?? '')}
                        title={texts.revokeGrant(node.user?.username ?? '')}
                        onClick={() => setLeaving(node)}
                      >
                        <CircleSlashIcon aria-hidden />
                      </ActionIcon>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          <LoadMore
            shown={list.edges.length}
            total={list.totalCount}
            hasMore={list.pageInfo.hasNextPage}
            isLoading={loading}
            onMore={() => tellFailure(fetchMore({ variables: { after: list.pageInfo.endCursor } }))}
          />
        </>
      )}
      <ConfirmDialog
        opened={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        title={texts.revokeGrantTitle}
        action={texts.revoke}
        isDanger
        onConfirm={confirm}
      >
        <Text className="any-text">{texts.revokeGrantText(leaving?.user?.username ?? '', name)}</Text>
      </ConfirmDialog>
    </Stack>
  );
}
