import { useMutation, useQuery } from '@apollo/client/react';
import { Badge, Button, Group, Stack, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { PlusIcon } from '@primer/octicons-react';
import { useState } from 'react';
import { graphql } from '../../api/generated/index.ts';
import { orRefused } from '../../api/user-errors.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { ListSkeleton } from '../../components/ListSkeleton.tsx';
import { LoadMore } from '../../components/LoadMore.tsx';
import { tellFailure } from '../../components/notify.ts';
import { EmptyState, ErrorNotice } from '../../components/states.tsx';
import { Time } from '../../components/Time.tsx';
import { NewToken } from './NewToken.tsx';
import { texts } from './texts.ts';

const MY_TOKENS = graphql(`
  query MyTokens($first: Int!, $after: String) {
    viewer {
      id
      personalTokens(first: $first, after: $after) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        edges {
          cursor
          node {
            id
            description
            hint
            scopes
            state
            expiresAt
            lastUsedAt
            userCapabilities {
              delete
            }
          }
        }
      }
    }
  }
`);
const REVOKE_MY_TOKEN = graphql(`
  mutation RevokeMyToken($input: RevokeTokenInput!) {
    revokeToken(input: $input) {
      token {
        id
        state
        userCapabilities {
          delete
        }
      }
      userErrors {
        ...UserErrors
      }
    }
  }
`);
const PAGE = 25;

/** One's tokens that belong to no application. */
export function PersonalTokens() {
  const [isMaking, { open, close }] = useDisclosure(false);
  const [asked, setAsked] = useState<{ id: string; name: string }>();
  const { data, error, loading, refetch, fetchMore } = useQuery(MY_TOKENS, {
    variables: { first: PAGE },
    notifyOnNetworkStatusChange: true,
  });
  const [revoke] = useMutation(REVOKE_MY_TOKEN);
  const list = data?.viewer?.personalTokens;
  const confirm = async () => {
    const { data: done } = await revoke({ variables: { input: { id: asked?.id as string } } });
    orRefused(done?.revokeToken.userErrors);
  };
  return (
    <Stack>
      <Group justify="space-between">
        <Text c="dimmed" size="sm" flex="1 1 16rem">
          {texts.tokensAbout}
        </Text>
        <Button leftSection={<PlusIcon aria-hidden />} onClick={open}>
          {texts.newToken}
        </Button>
      </Group>
      {error && <ErrorNotice error={error} onRetry={refetch} />}
      {!list && !error && <ListSkeleton />}
      {list?.edges.length === 0 && <EmptyState title={texts.noTokens}>{texts.noTokensText}</EmptyState>}
      {list && list.edges.length > 0 && (
        <>
          <Table.ScrollContainer minWidth={600}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{texts.description}</Table.Th>
                  <Table.Th>{texts.hint}</Table.Th>
                  <Table.Th>{texts.scopes}</Table.Th>
                  <Table.Th>{texts.state}</Table.Th>
                  <Table.Th>{texts.expires}</Table.Th>
                  <Table.Th>{texts.lastUsed}</Table.Th>
                  <Table.Td />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {list.edges.map(({ node }) => (
                  <Table.Tr key={node.id}>
                    <Table.Td dir="auto">{node.description}</Table.Td>
                    <Table.Td ff="monospace">{node.hint}</Table.Td>
                    <Table.Td>{node.scopes.join(' ')}</Table.Td>
                    <Table.Td>
                      <Badge variant="light" color={node.state === 'ACTIVE' ? 'green' : 'gray'} tt="none">
                        {texts.states[node.state] ?? node.state}
                      </Badge>
                    </Table.Td>
                    <Table.Td>
                      <Time value={node.expiresAt} />
                    </Table.Td>
                    <Table.Td>
                      <Time value={node.lastUsedAt} />
                    </Table.Td>
                    <Table.Td ta="end">
                      {node.userCapabilities.delete && node.state === 'ACTIVE' && (
                        <Button
                          size="xs"
                          variant="subtle"
                          color="red"
                          aria-label={texts.revokeOf(node.hint)}
                          onClick={() => setAsked({ id: node.id, name: node.description || texts.unnamed })}
                        >
                          {texts.revoke}
                        </Button>
                      )}
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
      <NewToken opened={isMaking} onClose={close} onMade={() => void refetch()} />
      <ConfirmDialog
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={texts.revokeTitle}
        action={texts.revoke}
        isDanger
        onConfirm={confirm}
      >
        <Text className="any-text">{texts.revokeText(asked?.name ?? '')}</Text>
      </ConfirmDialog>
    </Stack>
  );
}
