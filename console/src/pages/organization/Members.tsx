import { useMutation, useQuery } from '@apollo/client/react';
import { Button, Group, NativeSelect, Table, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { PlusIcon } from '@primer/octicons-react';
import { useState } from 'react';
import { messageOf } from '../../api/errors.ts';
import type { OrganizationRole } from '../../api/generated/graphql.ts';
import { graphql } from '../../api/generated/index.ts';
import { orRefused } from '../../api/user-errors.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { Faults } from '../../components/Faults.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import { ListSkeleton } from '../../components/ListSkeleton.tsx';
import { LoadMore } from '../../components/LoadMore.tsx';
import { tellFailure } from '../../components/notify.ts';
import { EmptyState, ErrorNotice } from '../../components/states.tsx';
import { UserPicker } from '../../components/UserPicker.tsx';
import { useSubmit } from '../../components/use-submit.ts';
import { texts } from './texts.ts';

const MEMBERS = graphql(`
  query Members($id: ID!, $first: Int!, $after: String) {
    organization(id: $id) {
      id
      members(first: $first, after: $after) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        edges {
          cursor
          role
          node {
            id
            username
            firstName
            lastName
          }
        }
      }
    }
  }
`);
const SET_MEMBER = graphql(`
  mutation SetMember($input: SetMemberInput!) {
    setMember(input: $input) {
      organization {
        id
      }
      userErrors {
        ...UserErrors
      }
    }
  }
`);
const REMOVE_MEMBER = graphql(`
  mutation RemoveMember($input: RemoveMemberInput!) {
    removeMember(input: $input) {
      organization {
        id
      }
      userErrors {
        ...UserErrors
      }
    }
  }
`);
const PAGE = 50;
const ROLES = Object.entries(texts.roles).map(([value, label]) => ({ value, label }));

interface MembersProps {
  readonly organization: { readonly id: string; readonly name: string };
  readonly mayEdit: boolean;
}

/** Who is in an organization, and by which role. */
export function Members({ organization: { id, name }, mayEdit }: MembersProps) {
  const [isAdding, { open, close }] = useDisclosure(false);
  const [removing, setRemoving] = useState<{ id: string; username: string }>();
  const [faults, setFaults] = useState<readonly string[]>([]);
  const { data, error, loading, refetch, fetchMore } = useQuery(MEMBERS, {
    variables: { id, first: PAGE },
    notifyOnNetworkStatusChange: true,
  });
  const [setMember] = useMutation(SET_MEMBER);
  const [removeMember] = useMutation(REMOVE_MEMBER);
  const list = data?.organization?.members;

  const give = async (userId: string, role: OrganizationRole) => {
    const { data: done } = await setMember({ variables: { input: { organizationId: id, userId, role } } });
    await refetch();
    return done?.setMember.userErrors;
  };
  const change = async (userId: string, role: string) => {
    try {
      setFaults([]);
      orRefused(await give(userId, role as OrganizationRole));
    } catch (fault) {
      setFaults([messageOf(fault)]);
    }
  };
  const remove = async () => {
    const { data: done } = await removeMember({ variables: { input: { organizationId: id, userId: removing?.id as string } } });
    orRefused(done?.removeMember.userErrors);
    await refetch();
  };
  return (
    <section aria-labelledby="members">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="members">
          {texts.members}
        </Title>
        {mayEdit && (
          <Button size="xs" leftSection={<PlusIcon aria-hidden />} onClick={open}>
            {texts.add}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed" mb="md">
        {texts.membersAbout}
      </Text>
      <Faults of={faults} />
      {error && <ErrorNotice error={error} onRetry={refetch} />}
      {!list && !error && <ListSkeleton />}
      {list?.edges.length === 0 && <EmptyState title={texts.noMembers}>{texts.noMembersText}</EmptyState>}
      {list && list.edges.length > 0 && (
        <>
          <Table.ScrollContainer minWidth={420}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{texts.username}</Table.Th>
                  <Table.Th>{texts.role}</Table.Th>
                  {mayEdit && <Table.Td />}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {list.edges.map(({ node, role }) => (
                  <Table.Tr key={node.id}>
                    <Table.Td>
                      <bdi>{node.username}</bdi>{' '}
                      <Text component="bdi" c="dimmed" size="sm">
                        {`${node.firstName} ${node.lastName}`.trim()}
                      </Text>
                    </Table.Td>
                    <Table.Td>
                      {mayEdit ? (
                        <NativeSelect
                          size="xs"
                          miw={104}
                          aria-label={texts.roleOf(node.username)}
                          data={ROLES}
                          value={role}
                          onChange={(event) => void change(node.id, event.currentTarget.value)}
                        />
                      ) : (
                        (texts.roles[role] ?? role)
                      )}
                    </Table.Td>
                    {mayEdit && (
                      <Table.Td ta="end">
                        <Button
                          size="xs"
                          variant="subtle"
                          color="red"
                          aria-label={texts.removeOf(node.username)}
                          onClick={() => setRemoving(node)}
                        >
                          {texts.remove}
                        </Button>
                      </Table.Td>
                    )}
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
      <AddMember opened={isAdding} onClose={close} give={give} />
      <ConfirmDialog
        opened={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={texts.removeTitle}
        action={texts.remove}
        isDanger
        onConfirm={remove}
      >
        <Text className="any-text">{texts.removeText(removing?.username ?? '', name)}</Text>
      </ConfirmDialog>
    </section>
  );
}

interface AddMemberProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly give: (userId: string, role: OrganizationRole) => Promise<readonly { field: string[]; message: string }[] | undefined>;
}

function AddMember({ opened, onClose, give }: AddMemberProps) {
  const form = useForm<{ userId: string; role: OrganizationRole }>({ initialValues: { userId: '', role: 'MEMBER' } });
  const { submit, faults, isSending } = useSubmit(form, async ({ userId, role }) => {
    if (!userId) return [{ field: ['userId'], message: texts.userHint }];
    const userErrors = await give(userId, role);
    if (!userErrors?.length) onClose();
    return userErrors;
  });
  return (
    <FormDialog
      opened={opened}
      onClose={onClose}
      title={texts.add}
      action={texts.addAction}
      onSubmit={submit}
      isSending={isSending}
      faults={faults}
    >
      <UserPicker
        label={texts.user}
        description={texts.userHint}
        none={texts.noUser}
        error={form.errors['userId']}
        onChange={(userId) => form.setFieldValue('userId', userId)}
      />
      <NativeSelect label={texts.role} data={ROLES} {...form.getInputProps('role')} />
    </FormDialog>
  );
}
