import { useApolloClient, useMutation, useQuery } from '@apollo/client/react';
import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { useShownOnce } from '../../api/shown-once.ts';
import { orRefused } from '../../api/user-errors.ts';
import { APPLICATION_DETAILS } from '../../components/application/details.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { ListSkeleton } from '../../components/ListSkeleton.tsx';
import { notify } from '../../components/notify.ts';
import { ErrorNotice } from '../../components/states.tsx';
import { CONSEQUENCES, DELETE_APPLICATION, UPDATE_APPLICATION } from './operations.ts';
import type { PartProps } from './parts.ts';
import { RevokeAll } from './RevokeAll.tsx';
import { texts } from './texts.ts';

/** What ends something: each says what, and asks first. */
export function Danger({ application, mayControl }: PartProps) {
  const { id, name, version, enabled, userCapabilities } = application;
  const { cache } = useApolloClient();
  const navigate = useNavigate();
  const [asked, setAsked] = useState<'toggle' | 'revoke' | 'delete'>();
  const update = useShownOnce(UPDATE_APPLICATION);
  const [remove] = useMutation(DELETE_APPLICATION);
  const { data, error, refetch } = useQuery(CONSEQUENCES, { variables: { id } });
  const ends = data?.application;
  if (error && !ends) return <ErrorNotice error={error} onRetry={refetch} />;
  if (!ends) return <ListSkeleton />;
  const { active } = ends.tokenCounts;
  const close = () => setAsked(undefined);

  const toggle = async () => {
    const done = (await update({ input: { id, enabled: !enabled, expectedVersion: version } }))?.updateApplication;
    orRefused(done?.userErrors);
    if (!done?.application) return;
    cache.writeFragment({ id: cache.identify(application) as string, fragment: APPLICATION_DETAILS, data: done.application });
    cache.evict({ id: cache.identify(application) as string, fieldName: 'activity' });
    void notify(enabled ? texts.nowDisabled : texts.nowEnabled);
  };
  const erase = async () => {
    const { data: done } = await remove({ variables: { input: { id, expectedVersion: version } } });
    orRefused(done?.deleteApplication.userErrors);
    void notify(texts.deleted(name));
    await navigate('/applications');
    cache.evict({ id: cache.identify(application) as string });
    for (const fieldName of ['applications', 'activity', 'registry']) cache.evict({ id: 'ROOT_QUERY', fieldName });
    cache.gc();
  };

  return (
    <Stack maw={760}>
      {enabled ? (
        <Act title={texts.disable} about={texts.disableAbout} onClick={() => setAsked('toggle')} />
      ) : mayControl ? (
        <Act title={texts.enable} about={texts.enableAbout} onClick={() => setAsked('toggle')} />
      ) : (
        <Text>{texts.enableForSuperusers}</Text>
      )}
      <Act title={texts.revokeAll} about={texts.revokeAllAbout} onClick={() => setAsked('revoke')} />
      {userCapabilities.delete && <Act title={texts.delete} about={texts.deleteAbout} onClick={() => setAsked('delete')} />}
      <ConfirmDialog
        opened={asked === 'toggle'}
        onClose={close}
        title={enabled ? texts.disableTitle : texts.enableTitle}
        action={enabled ? texts.disable : texts.enable}
        isDanger={enabled}
        onConfirm={toggle}
      >
        <Text className="any-text">{enabled ? texts.disableText(name, active) : texts.enableText(name, active)}</Text>
      </ConfirmDialog>
      <RevokeAll opened={asked === 'revoke'} onClose={close} application={application} active={active} />
      <ConfirmDialog
        opened={asked === 'delete'}
        onClose={close}
        title={texts.deleteTitle}
        action={texts.delete}
        nameToType={name}
        isDanger
        onConfirm={erase}
      >
        <Text className="any-text">{texts.deleteText(name, ends.secrets.length, active)}</Text>
      </ConfirmDialog>
    </Stack>
  );
}

/** Something that can be done, and what it does. */
function Act({ title, about, onClick }: { title: string; about: ReactNode; onClick: () => void }) {
  return (
    <Paper component="section" withBorder p="md">
      <Group justify="space-between">
        <Stack gap={2} flex="1 1 16rem">
          <Title order={2} size="h5">
            {title}
          </Title>
          <Text size="sm" c="dimmed">
            {about}
          </Text>
        </Stack>
        <Button color="red" variant="outline" onClick={onClick}>
          {title}
        </Button>
      </Group>
    </Paper>
  );
}
