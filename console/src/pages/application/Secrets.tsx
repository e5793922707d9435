import { useApolloClient, useMutation, useQuery } from '@apollo/client/react';
import { ActionIcon, Badge, Button, Code, Group, Stack, Table, Text } from '@mantine/core';
import { TrashIcon } from '@primer/octicons-react';
import { useState } from 'react';
import type { SecretsOfApplicationFragment } from '../../api/generated/graphql.ts';
import { orRefused } from '../../api/user-errors.ts';
import { SecretDialog } from '../../components/application/ShownSecret.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { ListSkeleton } from '../../components/ListSkeleton.tsx';
import { notify } from '../../components/notify.ts';
import { ErrorNotice } from '../../components/states.tsx';
import { Time } from '../../components/Time.tsx';
import { NewSecret, type NewSecretKind } from './NewSecret.tsx';
import type { PartProps } from './parts.ts';
import { DELETE_SECRET, SECRETS, SECRETS_OF_APPLICATION } from './secret-operations.ts';
import { texts } from './texts.ts';

type Secret = SecretsOfApplicationFragment['secrets'][number];

const isExpired = ({ expiresAt }: Secret) => expiresAt != null && Date.parse(expiresAt) <= Date.now();

/** The secrets of an application: which there are, how old, and until when. */
export function Secrets({ application: { id, clientId }, mayControl }: PartProps) {
  const { cache } = useApolloClient();
  const { data, error, refetch } = useQuery(SECRETS, { variables: { id } });
  const [making, setMaking] = useState<NewSecretKind>();
  const [shown, setShown] = useState<string | null>(null);
  const [leaving, setLeaving] = useState<Secret>();
  const [remove] = useMutation(DELETE_SECRET);
  const secrets = data?.application?.secrets;
  if (error && !secrets) return <ErrorNotice error={error} onRetry={refetch} />;
  if (!secrets) return <ListSkeleton />;
  const live = secrets.filter((secret) => !isExpired(secret));
  const isLast = (secret: Secret) => secrets.length === 1 || (live.length === 1 && live[0] === secret);
  const take = (application: SecretsOfApplicationFragment, secret: string) => {
    const here = cache.identify(application) as string;
    cache.writeFragment({ id: here, fragment: SECRETS_OF_APPLICATION, data: application });
    for (const fieldName of ['activity', 'tokens', 'tokenCounts']) cache.evict({ id: here, fieldName });
    setShown(secret);
  };
  const confirm = async () => {
    const { data: done } = await remove({ variables: { input: { id: (leaving as Secret).id } } });
    orRefused(done?.deleteClientSecret.userErrors);
    void notify(texts.secretDeleted);
  };
  return (
    <Stack>
      <Group justify="space-between">
        <Text c="dimmed" maw={560}>
          {texts.secretsText}
        </Text>
        {mayControl && (
          <Group gap="xs">
            <Button variant="default" onClick={() => setMaking('add')}>
              {texts.addSecret}
            </Button>
            <Button onClick={() => setMaking('rotate')}>{texts.rotate}</Button>
          </Group>
        )}
      </Group>
      <Table.ScrollContainer minWidth={620}>
        <Table verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.secretName}</Table.Th>
              <Table.Th>{texts.hint}</Table.Th>
              <Table.Th>{texts.secretCreated}</Table.Th>
              <Table.Th>{texts.expires}</Table.Th>
              <Table.Th>{texts.lastUsed}</Table.Th>
              {mayControl && <Table.Th aria-label={texts.actions} />}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {secrets.map((secret) => (
              <Table.Tr key={secret.id}>
                <Table.Td dir="auto">
                  {secret.name ?? (
                    <Text component="span" inherit c="dimmed">
                      {texts.noName}
                    </Text>
                  )}{' '}
                  {secret.source === 'GIVEN' && (
                    <Badge variant="light" color="gray">
                      {texts.given}
                    </Badge>
                  )}
                </Table.Td>
                <Table.Td>
                  <Code>…{secret.hint}</Code>
                </Table.Td>
                <Table.Td>
                  <Time value={secret.createdAt} />
                </Table.Td>
                <Table.Td>
                  <Time value={secret.expiresAt} />{' '}
                  {isExpired(secret) && (
                    <Badge variant="light" color="red">
                      {texts.expired}
                    </Badge>
                  )}
                </Table.Td>
                <Table.Td>
                  <Time value={secret.lastUsedAt} />
                </Table.Td>
                {mayControl && (
                  <Table.Td>
                    {!isLast(secret) && (
                      <ActionIcon
                        variant="subtle"
                        color="red"
                        aria-label={texts.deleteSecret(secret.hint)}
                        title={texts.deleteSecret(secret.hint)}
                        onClick={() => setLeaving(secret)}
                      >
                        <TrashIcon aria-hidden />
                      </ActionIcon>
                    )}
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {mayControl && live.length === 1 && (
        <Text size="sm" c="dimmed">
          {texts.lastSecret}
        </Text>
      )}
      {making && <NewSecret kind={making} applicationId={id} onClose={() => setMaking(undefined)} onMade={take} />}
      <SecretDialog clientId={clientId} secret={shown} onClose={() => setShown(null)} />
      <ConfirmDialog
        opened={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        title={texts.deleteSecretTitle}
        action={texts.deleteSecretAction}
        isDanger
        onConfirm={confirm}
      >
        <Text>{texts.deleteSecretText(leaving?.hint ?? '')}</Text>
      </ConfirmDialog>
    </Stack>
  );
}
