import { useMutation } from '@apollo/client/react';
import { Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useEffect } from 'react';
import type { OrganizationQuery } from '../../api/generated/graphql.ts';
import { graphql } from '../../api/generated/index.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useSubmit } from '../../components/use-submit.ts';
import { texts } from './texts.ts';

const UPDATE_ORGANIZATION = graphql(`
  mutation UpdateOrganization($input: UpdateOrganizationInput!) {
    updateOrganization(input: $input) {
      organization {
        id
        name
        description
        version
      }
      userErrors {
        field
        message
      }
    }
  }
`);

interface EditOrganizationProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly organization: NonNullable<OrganizationQuery['organization']>;
}

/** Changes the name and the description, unless somebody else was faster. */
export function EditOrganization({ opened, onClose, organization: { id, name, description, version } }: EditOrganizationProps) {
  const [update] = useMutation(UPDATE_ORGANIZATION);
  const form = useForm({ initialValues: { name, description } });
  // begins with what is there each time
  useEffect(() => {
    if (opened) form.setValues({ name, description });
  }, [opened]);
  const { submit, faults, isSending } = useSubmit(form, async (values) => {
    const { data } = await update({ variables: { input: { id, expectedVersion: version, ...values } } });
    const { organization, userErrors } = data?.updateOrganization ?? {};
    if (organization && !userErrors?.length) onClose();
    return userErrors;
  });
  return (
    <FormDialog
      opened={opened}
      onClose={onClose}
      title={texts.editTitle}
      action={texts.save}
      onSubmit={submit}
      isSending={isSending}
      faults={faults}
    >
      <TextInput label={texts.name} required data-autofocus {...form.getInputProps('name')} />
      <Textarea label={texts.description} autosize {...form.getInputProps('description')} />
    </FormDialog>
  );
}
