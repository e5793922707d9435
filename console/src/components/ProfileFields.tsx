import { SimpleGrid, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';

/** What a profile has that its user may change. */
export interface Profile {
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

interface ProfileFieldsProps<Values extends Profile> {
  readonly form: UseFormReturnType<Values>;
  readonly labels: Readonly<Record<keyof Profile, string>>;
  readonly isReadOnly?: boolean;
}

/** The fields of a profile. */
export function ProfileFields<Values extends Profile>({ form, labels, isReadOnly = false }: ProfileFieldsProps<Values>) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      {(['username', 'email', 'firstName', 'lastName'] as const).map((name) => (
        <TextInput
          key={name}
          label={labels[name]}
          type={name === 'email' ? 'email' : 'text'}
          autoComplete="off"
          readOnly={isReadOnly}
          {...form.getInputProps(name)}
        />
      ))}
    </SimpleGrid>
  );
}
