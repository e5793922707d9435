import { useApolloClient, useMutation } from '@apollo/client/react';
import { Textarea, TextInput } from '@mantine/core';
import type { OrganizationToEditQuery } from '../../api/generated/graphql.ts';
import { graphql } from '../../api/generated/index.ts';
import { ConflictDialog } from '../../components/conflict/ConflictDialog.tsx';
import { changedOf } from '../../components/conflict/differences.ts';
import { useVersionedForm } from '../../components/conflict/use-versioned-form.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
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
        ...UserErrors
      }
    }
  }
`);

const STORED = graphql(`
  query OrganizationToEdit($id: ID!) {
    organization(id: $id) {
      id
      name
      description
      version
    }
  }
`);
type Stored = NonNullable<OrganizationToEditQuery['organization']>;
const FIELDS = ['name', 'description'] as const;

interface EditOrganizationProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly organization: Stored;
}

/** Changes the name and the description. */
export function EditOrganization({ opened, onClose, organization }: EditOrganizationProps) {
  const client = useApolloClient();
  const [update] = useMutation(UPDATE_ORGANIZATION);
  const { form, submit, faults, isSending, asked } = useVersionedForm({
    source: organization,
    valuesOf: ({ name, description }: Stored) => ({ name, description }),
    fieldsOf: () => FIELDS,
    save: async (form, { id, version }) => {
      const values = form.getValues();
      const changed = changedOf(FIELDS, form.getInitialValues(), values);
      const input = { id, expectedVersion: version, ...Object.fromEntries(changed.map((field) => [field, values[field]])) };
      const { organization: saved, userErrors } = (await update({ variables: { input } })).data?.updateOrganization ?? {};
      if (saved) onClose();
      return { saved, userErrors };
    },
    reload: async () => {
      const variables = { id: organization.id };
      return (await client.query({ query: STORED, variables, fetchPolicy: 'network-only' })).data?.organization;
    },
  });
  const close = () => {
    form.reset();
    onClose();
  };
  return (
    <>
      <FormDialog
        opened={opened && !asked.conflict}
        onClose={close}
        title={texts.editTitle}
        action={texts.save}
        onSubmit={submit}
        isSending={isSending}
        faults={faults}
      >
        <TextInput label={texts.name} required data-autofocus {...form.getInputProps('name')} />
        <Textarea label={texts.description} autosize {...form.getInputProps('description')} />
      </FormDialog>
      <ConflictDialog {...asked} labels={texts} />
    </>
  );
}
