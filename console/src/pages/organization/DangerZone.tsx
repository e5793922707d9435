import { useMutation } from '@apollo/client/react';
import { Button, Paper, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from 'react-router';
import { graphql } from '../../api/generated/index.ts';
import { orRefused } from '../../api/user-errors.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { notify } from '../../components/notify.ts';
import { texts } from './texts.ts';

const DELETE_ORGANIZATION = graphql(`
  mutation DeleteOrganization($input: DeleteOrganizationInput!) {
    deleteOrganization(input: $input) {
      deletedId
      userErrors {
        ...UserErrors
      }
    }
  }
`);

/** Deletes an organization, once its name was typed. */
export function DangerZone({ organization, applications }: { organization: { id: string; name: string }; applications: number }) {
  const { id, name } = organization;
  const navigate = useNavigate();
  const [isAsking, { open, close }] = useDisclosure(false);
  const [remove] = useMutation(DELETE_ORGANIZATION);
  const confirm = async () => {
    const { data } = await remove({
      variables: { input: { id } },
      update: (cache, { data: done }) => {
        if (!done?.deleteOrganization.deletedId) return;
        for (const fieldName of ['organizations', 'applications', 'viewer']) cache.evict({ id: 'ROOT_QUERY', fieldName });
        cache.gc();
      },
    });
    orRefused(data?.deleteOrganization.userErrors);
    void notify(texts.gone);
    void navigate('/organizations');
  };
  return (
    <Paper component="section" withBorder p="md" mt="xl" bd="1px solid var(--danger)">
      <Title order={2} size="h4">
        {texts.danger}
      </Title>
      <Text size="sm" my="xs">
        {texts.dangerText}
      </Text>
      <Button color="red" variant="outline" onClick={open}>
        {texts.delete}
      </Button>
      <ConfirmDialog
        opened={isAsking}
        onClose={close}
        title={texts.delete}
        action={texts.deleteAction}
        nameToType={name}
        isDanger
        onConfirm={confirm}
      >
        <Text className="any-text">{texts.deleteText(name, applications)}</Text>
      </ConfirmDialog>
    </Paper>
  );
}
