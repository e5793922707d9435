import { useMutation } from '@apollo/client/react';
import { Alert, Button, Checkbox, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { graphql } from '../../api/generated/index.ts';
import { Copyable } from '../../components/Copyable.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useScopes } from '../../components/use-scopes.ts';
import { useSubmit } from '../../components/use-submit.ts';
import { texts } from './texts.ts';

const CREATE_MY_TOKEN = graphql(`
  mutation CreateMyToken($input: CreateTokenInput!) {
    createToken(input: $input) {
      accessToken
      userErrors {
        ...UserErrors
      }
    }
  }
`);
const DAY = 24 * 3600;

interface NewTokenProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onMade: () => void;
}

/** Makes a personal token, and shows it this once: it is kept nowhere. */
export function NewToken({ opened, onClose, onMade }: NewTokenProps) {
  const [made, setMade] = useState<string>();
  const scopes = useScopes();
  const [create] = useMutation(CREATE_MY_TOKEN, { fetchPolicy: 'no-cache' });
  const form = useForm({ initialValues: { description: '', scopes: ['read'], days: '30' } });
  const { submit, faults, isSending } = useSubmit(form, async ({ days, ...input }) => {
    const { data: done } = await create({ variables: { input: { ...input, expiresIn: Number(days) * DAY } } });
    const { accessToken, userErrors } = done?.createToken ?? {};
    if (accessToken) {
      setMade(accessToken);
      onMade();
      form.reset();
    }
    return userErrors;
  });
  const end = () => {
    setMade(undefined);
    onClose();
  };
  if (made)
    return (
      <Modal
        opened={opened}
        onClose={() => {}}
        withCloseButton={false}
        closeOnEscape={false}
        closeOnClickOutside={false}
        title={texts.newToken}
      >
        <Stack>
          <Alert color="yellow">{texts.shownOnce}</Alert>
          <Copyable value={made} what={texts.accessToken} />
          <Button onClick={end}>{texts.done}</Button>
        </Stack>
      </Modal>
    );
  return (
    <FormDialog
      opened={opened}
      onClose={end}
      title={texts.newToken}
      action={texts.create}
      onSubmit={submit}
      isSending={isSending}
      faults={faults}
    >
      <TextInput label={texts.description} data-autofocus {...form.getInputProps('description')} />
      <Checkbox.Group label={texts.scopes} {...form.getInputProps('scopes')}>
        <Stack gap="xs" mt="xs">
          {(scopes ?? []).map(({ name, description }) => (
            <Checkbox
              key={name}
              value={name}
              label={
                <Text component="span" ff="monospace" size="sm">
                  {name}
                </Text>
              }
              description={description}
            />
          ))}
        </Stack>
      </Checkbox.Group>
      <NativeSelect
        label={texts.expiresIn}
        data={[1, 7, 30, 90, 365].map((count) => ({ value: String(count), label: texts.days(count) }))}
        {...form.getInputProps('days')}
        error={form.errors['expiresIn']}
      />
    </FormDialog>
  );
}
