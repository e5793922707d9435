import { useMutation, useQuery } from '@apollo/client/react';
import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { graphql } from '../../api/generated/index.ts';
import { orRefused } from '../../api/user-errors.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { ListSkeleton } from '../../components/ListSkeleton.tsx';
import { notify } from '../../components/notify.ts';
import { EmptyState, ErrorNotice } from '../../components/states.tsx';
import { Time } from '../../components/Time.tsx';
import { CLIENT } from '../../session/protocol.ts';
import { texts } from './texts.ts';

const MY_GRANTS = graphql(`
  query MyGrants {
    viewer {
      id
      grants {
        id
        scopes
        createdAt
        lastUsedAt
        application {
          id
          clientId
          name
        }
      }
    }
  }
`);
const REVOKE_GRANT = graphql(`
  mutation RevokeGrant($input: RevokeGrantInput!) {
    revokeGrant(input: $input) {
      revokedId
      revokedTokenCount
      userErrors {
        ...UserErrors
      }
    }
  }
`);

/** What one has allowed applications, and how to withdraw it. */
export function Grants() {
  const { data, error, refetch } = useQuery(MY_GRANTS);
  const [revoke] = useMutation(REVOKE_GRANT);
  const [asked, setAsked] = useState<{ id: string; name: string }>();
  if (error && !data) return <ErrorNotice error={error} onRetry={refetch} />;
  if (!data?.viewer) return <ListSkeleton />;
  // to withdraw what the console may do is to sign out
  const grants = data.viewer.grants.filter(({ application }) => application?.clientId !== CLIENT.client_id);
  const withdraw = async () => {
    const { data: done } = await revoke({
      variables: { input: { id: asked?.id as string } },
      update: (cache) => {
        cache.evict({ id: cache.identify({ __typename: 'Grant', id: asked?.id as string }) as string });
        cache.gc();
      },
    });
    orRefused(done?.revokeGrant.userErrors);
    void notify(texts.withdrawn(done?.revokeGrant.revokedTokenCount));
  };
  return (
    <Stack>
      <Text c="dimmed" size="sm">
        {texts.grantsAbout}
      </Text>
      {grants.length === 0 && <EmptyState title={texts.noGrants}>{texts.noGrantsText}</EmptyState>}
      {grants.map(({ id, scopes, createdAt, lastUsedAt, application }) => {
        const name = application?.name ?? texts.gone;
        return (
          <Paper key={id} withBorder p="md">
            <Group justify="space-between" align="flex-start">
              <Stack gap={4} miw={0} flex="1 1 14rem">
                <Text fw={600} dir="auto" className="any-text">
                  {name}
                </Text>
                <Group gap={4}>
                  {scopes.map((scope) => (
                    <Badge key={scope} variant="light" color={scope === 'admin' ? 'red' : 'gray'} tt="none">
                      {scope}
                    </Badge>
                  ))}
                </Group>
                <Text size="sm" c="dimmed" component="div">
                  {texts.allowedAt} <Time value={createdAt} /> · {texts.lastUsed} <Time value={lastUsedAt} />
                </Text>
              </Stack>
              <Button size="xs" variant="outline" color="red" aria-label={texts.withdrawOf(name)} onClick={() => setAsked({ id, name })}>
                {texts.withdraw}
              </Button>
            </Group>
          </Paper>
        );
      })}
      <ConfirmDialog
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={texts.withdrawTitle}
        action={texts.withdraw}
        isDanger
        onConfirm={withdraw}
      >
        <Text className="any-text">{texts.withdrawText(asked?.name ?? '')}</Text>
      </ConfirmDialog>
    </Stack>
  );
}
