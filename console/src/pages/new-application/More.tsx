import { Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { ContactFields, type FieldsProps, TrustFields, ValidityFields } from '../../components/application/fields.tsx';
import { texts as words } from '../../components/application/texts.ts';
import { texts } from './texts.ts';

/** The fields that are not folded away. */
const MAIN = ['name', 'organizationId', 'description', 'redirectUris', 'webOrigins', 'scopes', 'maximumScopes'];

/** What can be left as it is: folded away, unless something is wrong in it. */
export function More({ isSuperuser, ...fields }: FieldsProps & { isSuperuser: boolean }) {
  const { form } = fields;
  const [isOpen, setOpen] = useState(false);
  const isFaulty = Object.keys(form.errors).some((path) => !MAIN.includes(path.split('.')[0] as string));
  return (
    <details open={isOpen || isFaulty} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Title order={2} size="h4" display="inline">
          {texts.more}
        </Title>
      </summary>
      <Stack mt="sm">
        <Text size="sm" c="dimmed">
          {texts.moreText}
        </Text>
        <TextInput
          label={words.names.clientId}
          description={words.clientIdText}
          spellCheck={false}
          autoCapitalize="none"
          {...form.getInputProps('clientId')}
        />
        <ValidityFields {...fields} />
        <TrustFields {...fields} isSuperuser={isSuperuser} />
        <ContactFields {...fields} />
      </Stack>
    </details>
  );
}
