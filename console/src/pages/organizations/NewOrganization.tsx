import { useMutation } from '@apollo/client/react';
import { Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from 'react-router';
import { graphql } from '../../api/generated/index.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useSubmit } from '../../components/use-submit.ts';
import { texts } from './texts.ts';

const CREATE_ORGANIZATION = graphql(`
  mutation CreateOrganization($input: CreateOrganizationInput!) {
    createOrganization(input: $input) {
      organization {
        id
        name
      }
      userErrors {
        ...UserErrors
      }
    }
  }
`);

/** Makes an organization, and goes to it. */
export function NewOrganization({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const [create] = useMutation(CREATE_ORGANIZATION, {
    update: (cache) => {
      cache.evict({ id: 'ROOT_QUERY', fieldName: 'organizations' });
    },
  });
  const form = useForm({ initialValues: { name: '', description: '' } });
  const { submit, faults, isSending } = useSubmit(form, async (input) => {
    const { data } = await create({ variables: { input } });
    const { organization, userErrors } = data?.createOrganization ?? {};
    if (organization) void navigate(`/organizations/${encodeURIComponent(organization.id)}`);
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
      <TextInput label={texts.name} required data-autofocus {...form.getInputProps('name')} />
      <Textarea label={texts.description} autosize {...form.getInputProps('description')} />
    </FormDialog>
  );
}
