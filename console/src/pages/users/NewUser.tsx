import { useMutation } from '@apollo/client/react';
import { Checkbox, PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from 'react-router';
import { graphql } from '../../api/generated/index.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useSubmit } from '../../components/use-submit.ts';
import { texts } from './texts.ts';

const CREATE_USER = graphql(`
  mutation CreateUser($input: CreateUserInput!) {
    createUser(input: $input) {
      user {
        id
      }
      userErrors {
        ...UserErrors
      }
    }
  }
`);

const EMPTY = { username: '', password: '', firstName: '', lastName: '', email: '', isSuperuser: false, isSystemAuditor: false };

/** Makes a user, and goes to them. */
export function NewUser({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const [create] = useMutation(CREATE_USER, {
    update: (cache) => {
      cache.evict({ id: 'ROOT_QUERY', fieldName: 'users' });
    },
  });
  const form = useForm({ initialValues: EMPTY });
  const { submit, faults, isSending } = useSubmit(form, async ({ email, ...values }) => {
    const { data } = await create({ variables: { input: { ...values, email: email || null } } });
    const { user, userErrors } = data?.createUser ?? {};
    if (user) {
      form.reset();
      void navigate(`/users/${encodeURIComponent(user.id)}`);
    }
    return userErrors;
  });
  return (
    <FormDialog
      opened={opened}
      onClose={onClose}
      title={texts.create}
      action={texts.createAction}
      onSubmit={submit}
      isSending={isSending}
      faults={faults}
    >
      <TextInput label={texts.username} required data-autofocus autoComplete="off" {...form.getInputProps('username')} />
      <PasswordInput
        label={texts.password}
        description={texts.passwordHint}
        required
        autoComplete="new-password"
        {...form.getInputProps('password')}
      />
      <TextInput label={texts.firstName} {...form.getInputProps('firstName')} />
      <TextInput label={texts.lastName} {...form.getInputProps('lastName')} />
      <TextInput label={texts.email} type="email" {...form.getInputProps('email')} />
      <Checkbox label={texts.superuser} description={texts.superuserHint} {...form.getInputProps('isSuperuser', { type: 'checkbox' })} />
      <Checkbox label={texts.auditor} description={texts.auditorHint} {...form.getInputProps('isSystemAuditor', { type: 'checkbox' })} />
    </FormDialog>
  );
}
