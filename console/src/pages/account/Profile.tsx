import { useApolloClient, useMutation, useQuery } from '@apollo/client/react';
import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import type { MyProfileQuery } from '../../api/generated/graphql.ts';
import { graphql } from '../../api/generated/index.ts';
import { ConflictDialog } from '../../components/conflict/ConflictDialog.tsx';
import { useVersionedForm } from '../../components/conflict/use-versioned-form.ts';
import { Faults } from '../../components/Faults.tsx';
import { ListSkeleton } from '../../components/ListSkeleton.tsx';
import { notify } from '../../components/notify.ts';
import { changesOf, PROFILE, ProfileFields } from '../../components/ProfileFields.tsx';
import { ErrorNotice } from '../../components/states.tsx';
import { UPDATE_MYSELF } from './operations.ts';
import { texts } from './texts.ts';

const MY_PROFILE = graphql(`
  query MyProfile {
    viewer {
      id
      username
      firstName
      lastName
      email
      isEmailVerified
      version
    }
  }
`);

/** One's own profile. */
export function Profile() {
  const { data, error, refetch } = useQuery(MY_PROFILE);
  if (error && !data) return <ErrorNotice error={error} onRetry={refetch} />;
  if (!data?.viewer) return <ListSkeleton />;
  return <ProfileForm viewer={data.viewer} />;
}

type Myself = NonNullable<MyProfileQuery['viewer']>;

function ProfileForm({ viewer }: { viewer: Myself }) {
  const client = useApolloClient();
  const [update] = useMutation(UPDATE_MYSELF);
  const { form, base, submit, faults, isSending, asked } = useVersionedForm({
    source: viewer,
    valuesOf: ({ username, firstName, lastName, email }: Myself) => ({
      username,
      firstName,
      lastName,
      email: email ?? '',
      currentPassword: '',
    }),
    fieldsOf: () => PROFILE,
    save: async (form, { id, version }) => {
      const changes = changesOf(PROFILE, form);
      const guarded = ('username' in changes || 'email' in changes) && { currentPassword: form.getValues().currentPassword };
      const input = { id, expectedVersion: version, ...changes, ...guarded };
      const { user, userErrors } = (await update({ variables: { input } })).data?.updateUser ?? {};
      if (user) void notify(texts.saved);
      return { saved: user, userErrors };
    },
    reload: async () => (await client.query({ query: MY_PROFILE, fetchPolicy: 'network-only' })).data?.viewer,
  });
  const needsPassword = form.values.username !== base.username || form.values.email !== (base.email ?? '');
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ProfileFields form={form} labels={texts} />
        {viewer.email && (
          <Text size="sm" c="dimmed">
            {viewer.isEmailVerified ? texts.verified : texts.notVerified}
          </Text>
        )}
        {needsPassword && (
          <PasswordInput
            maw={480}
            label={texts.currentPassword}
            description={texts.currentPasswordHint}
            required
            autoComplete="current-password"
            {...form.getInputProps('currentPassword')}
          />
        )}
        <Faults of={faults} />
        <Group>
          <Button type="submit" loading={isSending} disabled={!form.isDirty()}>
            {texts.save}
          </Button>
        </Group>
      </Stack>
      <ConflictDialog {...asked} labels={texts} />
    </form>
  );
}
