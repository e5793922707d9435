import { useApolloClient, useMutation, useQuery } from '@apollo/client/react';
import { ActionIcon, Anchor, Badge, Button, Code, Group, NativeSelect, Stack, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { CircleSlashIcon, XIcon } from '@primer/octicons-react';
import { useMemo, useState } from 'react';
import type { ApplicationTokensQuery, TokenState } from '../../api/generated/graphql.ts';
import { orRefused } from '../../api/user-errors.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { ListSkeleton } from '../../components/ListSkeleton.tsx';
import { LoadMore } from '../../components/LoadMore.tsx';
import { notify, tellFailure } from '../../components/notify.ts';
import { EmptyState, ErrorNotice } from '../../components/states.tsx';
import { Time } from '../../components/Time.tsx';
import { UserPicker } from '../../components/UserPicker.tsx';
import { useChoice } from '../../components/use-parameter.ts';
import { REVOKE_TOKEN, TOKENS, USERNAME } from './operations.ts';
import type { PartProps } from './parts.ts';
import { RevokeAll } from './RevokeAll.tsx';
import { texts } from './texts.ts';

const PAGE = 25;
const COLOURS = { ACTIVE: 'green', EXPIRED: 'gray', REVOKED: 'red' } satisfies Record<TokenState, string>;

type Token = NonNullable<ApplicationTokensQuery['application']>['tokens']['edges'][number]['node'];

/** The tokens of an application, by state and user. */
export function Tokens({ application }: PartProps) {
  const { id, userCapabilities } = application;
  const [state, setState] = useChoice('state');
  const [userId, setUserId] = useChoice('user');
  const [isRevokingAll, { open, close }] = useDisclosure(false);
  const filter = useMemo(
    () => ({ ...(Object.hasOwn(COLOURS, state) && { state: state as TokenState }), ...(userId && { userId }) }),
    [state, userId],
  );
  const { data, error, loading, refetch, fetchMore } = useQuery(TOKENS, {
    variables: { id, first: PAGE, filter },
    notifyOnNetworkStatusChange: true,
  });
  const { tokens, tokenCounts } = data?.application ?? {};
  const { data: found } = useQuery(USERNAME, { variables: { id: userId }, skip: userId === '' });
  const username = found?.user?.username ?? '…';
  return (
    <Stack>
      <Group align="flex-end" justify="space-between">
        <Group align="flex-end">
          <NativeSelect
            label={texts.tokenState}
            value={state}
            onChange={(event) => setState(event.currentTarget.value)}
            data={Object.entries(texts.tokenStates).map(([value, label]) => ({ value, label }))}
          />
          {userId ? (
            <Button variant="default" rightSection={<XIcon aria-hidden />} onClick={() => setUserId('')} aria-label={texts.ofAnyUser}>
              <bdi className="any-text">{texts.ofUser(username)}</bdi>
            </Button>
          ) : (
            <UserPicker label={texts.findUser} description={texts.findUserText} none={texts.noUser} onChange={setUserId} />
          )}
        </Group>
        <Group>
          {tokenCounts && (
            <Text c="dimmed" size="sm" aria-live="polite">
              {texts.counts(tokenCounts.active, tokenCounts.total)}
            </Text>
          )}
          {userCapabilities.edit && tokens && tokens.totalCount > 0 && (
            <Button color="red" variant="outline" onClick={open}>
              {texts.revokeAll}
            </Button>
          )}
        </Group>
      </Group>
      {error && <ErrorNotice error={error} onRetry={refetch} />}
      {!tokens && !error && <ListSkeleton />}
      {tokens?.edges.length === 0 && <EmptyState title={texts.noTokens}>{texts.noTokensText}</EmptyState>}
      {tokens && tokens.edges.length > 0 && (
        <>
          <TokenTable applicationId={id} tokens={tokens.edges.map(({ node }) => node)} onUser={setUserId} />
          <LoadMore
            shown={tokens.edges.length}
            total={tokens.totalCount}
            hasMore={tokens.pageInfo.hasNextPage}
            isLoading={loading}
            onMore={() => tellFailure(fetchMore({ variables: { after: tokens.pageInfo.endCursor } }))}
          />
        </>
      )}
      <RevokeAll
        opened={isRevokingAll}
        onClose={close}
        application={application}
        active={tokenCounts?.active ?? 0}
        user={userId ? { id: userId, username } : undefined}
      />
    </Stack>
  );
}

interface TokenTableProps {
  readonly applicationId: string;
  readonly tokens: readonly Token[];
  readonly onUser: (userId: string) => void;
}

function TokenTable({ applicationId, tokens, onUser }: TokenTableProps) {
  const { cache } = useApolloClient();
  const [revoke] = useMutation(REVOKE_TOKEN);
  const [leaving, setLeaving] = useState<Token>();
  const confirm = async () => {
    const { data } = await revoke({ variables: { input: { id: (leaving as Token).id } } });
    orRefused(data?.revokeToken.userErrors);
    const id = `Application:${applicationId}`;
    for (const fieldName of ['tokenCounts', 'activity']) cache.evict({ id, fieldName });
    void notify(texts.tokenRevoked);
  };
  return (
    <>
      <Table.ScrollContainer minWidth={720}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.token}</Table.Th>
              <Table.Th>{texts.user}</Table.Th>
              <Table.Th>{texts.scope}</Table.Th>
              <Table.Th>{texts.state}</Table.Th>
              <Table.Th>{texts.issued}</Table.Th>
              <Table.Th>{texts.expires}</Table.Th>
              <Table.Th>{texts.lastUsed}</Table.Th>
              <Table.Th aria-label={texts.actions} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {tokens.map((token) => (
              <Table.Tr key={token.id}>
                <Table.Td>
                  <Code>…{token.hint}</Code>
                </Table.Td>
                <Table.Td>
                  {token.user ? (
                    <Anchor component="button" type="button" inherit ta="start" dir="auto" onClick={() => onUser(token.user?.id ?? '')}>
                      {token.user.username}
                    </Anchor>
                  ) : (
                    <Text component="span" inherit c="dimmed">
                      {texts.client}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td>{token.scopes.join(' ')}</Table.Td>
                <Table.Td>
                  <Badge variant="light" color={COLOURS[token.state] ?? 'gray'}>
                    {texts.states[token.state] ?? token.state}
                  </Badge>
                </Table.Td>
                <Table.Td>
                  <Time value={token.createdAt} />
                </Table.Td>
                <Table.Td>
                  <Time value={token.expiresAt} />
                </Table.Td>
                <Table.Td>
                  <Time value={token.lastUsedAt} />
                </Table.Td>
                <Table.Td>
                  {token.userCapabilities.delete && token.state !== 'REVOKED' && (
                    <ActionIcon
                      variant="subtle"
                      color="red"
                      aria-label={texts.revokeToken(token.hint)}
                      title={texts.revokeToken(token.hint)}
                      onClick={() => setLeaving(token)}
                    >
                      <CircleSlashIcon aria-hidden />
                    </ActionIcon>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <ConfirmDialog
        opened={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        title={texts.revokeTitle}
        action={texts.revoke}
        isDanger
        onConfirm={confirm}
      >
        <Text>{texts.revokeText(leaving?.hint ?? '')}</Text>
      </ConfirmDialog>
    </>
  );
}
