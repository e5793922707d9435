import { useMutation, useQuery } from '@apollo/client/react';
import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { MyProfileQuery } from '../../api/generated/graphql.ts';
import { graphql } from '../../api/generated/index.ts';
import { Faults } from '../../components/Faults.tsx';
import { ListSkeleton } from '../../components/ListSkeleton.tsx';
import { notify } from '../../components/notify.ts';
import { ProfileFields } from '../../components/ProfileFields.tsx';
import { ErrorNotice } from '../../components/states.tsx';
import { useSubmit } from '../../components/use-submit.ts';
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
  return <ProfileForm key={data.viewer.version} viewer={data.viewer} />;
}

function ProfileForm({ viewer }: { viewer: NonNullable<MyProfileQuery['viewer']> }) {
  const { id, version, username, firstName, lastName, isEmailVerified } = viewer;
  const email = viewer.email ?? '';
  const [update] = useMutation(UPDATE_MYSELF);
  const form = useForm({ initialValues: { username, firstName, lastName, email, currentPassword: '' } });
  const needsPassword = form.values.username !== username || form.values.email !== email;
  const { submit, faults, isSending } = useSubmit(form, async (values) => {
    const input = { id, expectedVersion: version, firstName: values.firstName, lastName: values.lastName };
    const guarded = { username: values.username, email: values.email || null, currentPassword: values.currentPassword };
    const { data } = await update({ variables: { input: { ...input, ...(needsPassword && guarded) } } });
    const { userErrors } = data?.updateUser ?? {};
    if (data && !userErrors?.length) void notify(texts.saved);
    return userErrors;
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ProfileFields form={form} labels={texts} />
        {email && (
          <Text size="sm" c="dimmed">
            {isEmailVerified ? texts.verified : texts.notVerified}
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
    </form>
  );
}
