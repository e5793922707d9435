import { useMutation } from '@apollo/client/react';
import { Button, Checkbox, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useViewer } from '../../app/viewer.tsx';
import { Faults } from '../../components/Faults.tsx';
import { notify } from '../../components/notify.ts';
import { useSubmit } from '../../components/use-submit.ts';
import { UPDATE_MYSELF } from './operations.ts';
import { texts } from './texts.ts';

/** Changes one's own password, which needs the current one. */
export function Password() {
  const { id } = useViewer();
  const [update] = useMutation(UPDATE_MYSELF);
  const form = useForm({ initialValues: { currentPassword: '', password: '', repeated: '', revokeTokens: false } });
  const { submit, faults, isSending } = useSubmit(form, async ({ currentPassword, password, repeated, revokeTokens }) => {
    if (password !== repeated) return [{ field: ['repeated'], message: texts.different }];
    const { data } = await update({ variables: { input: { id, currentPassword, password, revokeTokens } } });
    const { userErrors } = data?.updateUser ?? {};
    if (data && !userErrors?.length) {
      form.reset();
      void notify(texts.changed);
    }
    return userErrors;
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack maw={480}>
        <Text size="sm" c="dimmed">
          {texts.passwordAbout}
        </Text>
        <PasswordInput label={texts.currentPassword} required autoComplete="current-password" {...form.getInputProps('currentPassword')} />
        <PasswordInput label={texts.newPassword} required autoComplete="new-password" {...form.getInputProps('password')} />
        <PasswordInput label={texts.repeated} required autoComplete="new-password" {...form.getInputProps('repeated')} />
        <Checkbox label={texts.revokeTokens} {...form.getInputProps('revokeTokens', { type: 'checkbox' })} />
        <Faults of={faults} />
        <Group>
          <Button type="submit" loading={isSending}>
            {texts.change}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
