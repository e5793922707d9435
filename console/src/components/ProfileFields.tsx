import { SimpleGrid, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { UpdateUserInput } from '../api/generated/graphql.ts';
import { changedOf } from './conflict/differences.ts';

/** What a profile has that its user may change. */
export interface Profile {
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

/** The fields of a profile, as they are read. */
export const PROFILE = ['username', 'email', 'firstName', 'lastName'] as const satisfies (keyof Profile)[];

/** What was changed of these fields, as the API takes it. */
export function changesOf<Values extends Profile>(
  fields: readonly (keyof Values & keyof UpdateUserInput)[],
  form: UseFormReturnType<Values>,
): Omit<UpdateUserInput, 'id'> {
  const values = form.getValues();
  const changed = changedOf(fields, form.getInitialValues(), values);
  return Object.fromEntries(changed.map((field) => [field, values[field] === '' && field === 'email' ? null : values[field]]));
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
      {PROFILE.map((name) => (
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
