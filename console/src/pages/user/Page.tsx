import { useApolloClient, useMutation, useQuery } from '@apollo/client/react';
import { Anchor, Button, Checkbox, Group, List, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { Link, useNavigate, useParams } from 'react-router';
import type { UserQuery } from '../../api/generated/graphql.ts';
import { graphql } from '../../api/generated/index.ts';
import { orRefused } from '../../api/user-errors.ts';
import { useViewer } from '../../app/viewer.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { ConflictDialog } from '../../components/conflict/ConflictDialog.tsx';
import { useVersionedForm } from '../../components/conflict/use-versioned-form.ts';
import { Faults } from '../../components/Faults.tsx';
import { ListSkeleton } from '../../components/ListSkeleton.tsx';
import { Nothing } from '../../components/Nothing.tsx';
import { notify } from '../../components/notify.ts';
import { PageHeader } from '../../components/PageHeader.tsx';
import { changesOf, PROFILE, ProfileFields } from '../../components/ProfileFields.tsx';
import { ErrorNotice } from '../../components/states.tsx';
import { useSubmit } from '../../components/use-submit.ts';
import { texts } from './texts.ts';

const USER = graphql(`
  query User($id: ID!) {
    user(id: $id) {
      id
      username
      firstName
      lastName
      email
      isEmailVerified
      isSuperuser
      isSystemAuditor
      version
      organizations(first: 100) {
        totalCount
        edges {
          cursor
          node {
            id
            name
          }
        }
      }
    }
  }
`);
const UPDATE_USER = graphql(`
  mutation UpdateUser($input: UpdateUserInput!) {
    updateUser(input: $input) {
      revokedTokenCount
      user {
        id
        username
        firstName
        lastName
        email
        isEmailVerified
        isSuperuser
        isSystemAuditor
        version
      }
      userErrors {
        ...UserErrors
      }
    }
  }
`);
const DELETE_USER = graphql(`
  mutation DeleteUser($input: DeleteUserInput!) {
    deleteUser(input: $input) {
      deletedId
      userErrors {
        ...UserErrors
      }
    }
  }
`);

type User = NonNullable<UserQuery['user']>;

/** A user, for those who may see them; superusers change them here. */
export function Page() {
  const { id = '' } = useParams();
  const viewer = useViewer();
  const { data, error, refetch } = useQuery(USER, { variables: { id } });
  if (error && !data) return <ErrorNotice error={error} onRetry={refetch} />;
  if (!data) return <ListSkeleton />;
  const { user } = data;
  if (!user) return <Nothing />;
  const isOneself = user.id === viewer.id;
  const organizations = user.organizations.edges.map(({ node }) => node);
  return (
    <>
      <PageHeader title={user.username}>
        {isOneself && (
          <Anchor component={Link} to="/account">
            {texts.you}
          </Anchor>
        )}
      </PageHeader>
      <Stack gap="xl">
        <ProfileForm key={user.id} user={user} isReadOnly={!viewer.isSuperuser || isOneself} />
        <section>
          <Title order={2} size="h4" mb="xs">
            {texts.organizations}
          </Title>
          {organizations.length === 0 ? (
            <Text c="dimmed">{texts.noOrganizations}</Text>
          ) : (
            <List>
              {organizations.map(({ id: organizationId, name }) => (
                <List.Item key={organizationId}>
                  <Anchor component={Link} to={`/organizations/${encodeURIComponent(organizationId)}`} dir="auto">
                    {name}
                  </Anchor>
                </List.Item>
              ))}
            </List>
          )}
        </section>
        {viewer.isSuperuser && !isOneself && <PasswordForm user={user} />}
        {viewer.isSuperuser && !isOneself && <DangerZone user={user} />}
      </Stack>
    </>
  );
}

/** What is stored of a user's profile. */
type Stored = Omit<User, 'organizations'>;
const FIELDS = [...PROFILE, 'isEmailVerified', 'isSuperuser', 'isSystemAuditor'] as const;
const valuesOf = ({ username, firstName, lastName, email, isSuperuser, isSystemAuditor, isEmailVerified }: Stored) => ({
  ...{ username, firstName, lastName, email: email ?? '' },
  ...{ isEmailVerified, isSuperuser, isSystemAuditor },
});

function ProfileForm({ user, isReadOnly }: { user: User; isReadOnly: boolean }) {
  const client = useApolloClient();
  const [update] = useMutation(UPDATE_USER);
  const { form, submit, faults, isSending, asked } = useVersionedForm({
    source: user as Stored,
    valuesOf,
    fieldsOf: () => FIELDS,
    save: async (form, { id, version }) => {
      const { data } = await update({ variables: { input: { id, expectedVersion: version, ...changesOf(FIELDS, form) } } });
      const { user: saved, userErrors } = data?.updateUser ?? {};
      if (saved) void notify(texts.saved);
      return { saved, userErrors };
    },
    reload: async () => (await client.query({ query: USER, variables: { id: user.id }, fetchPolicy: 'network-only' })).data?.user,
  });
  return (
    <form onSubmit={submit} noValidate aria-label={texts.profile}>
      <Stack>
        <ProfileFields form={form} labels={texts} isReadOnly={isReadOnly} />
        <Checkbox disabled={isReadOnly} label={texts.isEmailVerified} {...form.getInputProps('isEmailVerified', { type: 'checkbox' })} />
        <Checkbox disabled={isReadOnly} label={texts.isSuperuser} {...form.getInputProps('isSuperuser', { type: 'checkbox' })} />
        <Checkbox disabled={isReadOnly} label={texts.isSystemAuditor} {...form.getInputProps('isSystemAuditor', { type: 'checkbox' })} />
        <Faults of={faults} />
        {!isReadOnly && (
          <Group>
            <Button type="submit" loading={isSending}>
              {texts.save}
            </Button>
          </Group>
        )}
      </Stack>
      <ConflictDialog {...asked} labels={texts} />
    </form>
  );
}

function PasswordForm({ user: { id } }: { user: User }) {
  const [update] = useMutation(UPDATE_USER, { fetchPolicy: 'no-cache' });
  const form = useForm({ initialValues: { password: '', revokeTokens: false } });
  const { submit, faults, isSending } = useSubmit(form, async (values) => {
    const { data } = await update({ variables: { input: { id, ...values } } });
    const { userErrors, revokedTokenCount } = data?.updateUser ?? {};
    if (data && !userErrors?.length) {
      form.reset();
      void notify(texts.passwordSet(revokedTokenCount));
    }
    return userErrors;
  });
  return (
    <form onSubmit={submit} noValidate aria-labelledby="password">
      <Stack maw={480}>
        <div>
          <Title order={2} size="h4" id="password">
            {texts.password}
          </Title>
          <Text size="sm" c="dimmed">
            {texts.passwordAbout}
          </Text>
        </div>
        <PasswordInput label={texts.newPassword} required autoComplete="new-password" {...form.getInputProps('password')} />
        <Checkbox label={texts.revokeTokens} {...form.getInputProps('revokeTokens', { type: 'checkbox' })} />
        <Faults of={faults} />
        <Group>
          <Button type="submit" variant="default" loading={isSending}>
            {texts.setPassword}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function DangerZone({ user: { id, username } }: { user: User }) {
  const navigate = useNavigate();
  const [isAsking, { open, close }] = useDisclosure(false);
  const [remove] = useMutation(DELETE_USER);
  const confirm = async () => {
    const { data } = await remove({
      variables: { input: { id } },
      update: (cache, { data: done }) => {
        if (done?.deleteUser.deletedId) cache.evict({ id: 'ROOT_QUERY', fieldName: 'users' });
      },
    });
    orRefused(data?.deleteUser.userErrors);
    void notify(texts.gone);
    void navigate('/users');
  };
  return (
    <Paper component="section" withBorder p="md" bd="1px solid var(--danger)">
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
        nameToType={username}
        isDanger
        onConfirm={confirm}
      >
        <Text className="any-text">{texts.deleteText(username)}</Text>
      </ConfirmDialog>
    </Paper>
  );
}
