import { Checkbox, Code, Fieldset, Input, Stack, Table, Text } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useId } from 'react';
import { useScopes } from '../use-scopes.ts';
import { texts } from './texts.ts';
import type { ApplicationValues } from './values.ts';

interface ScopesFieldProps {
  readonly form: UseFormReturnType<ApplicationValues>;
  readonly isSuperuser: boolean;
  readonly disabled?: boolean | undefined;
}

/** Which scopes tokens have where none are asked for, and which they have at most. */
export function ScopesField({ form, isSuperuser, disabled }: ScopesFieldProps) {
  const found = useScopes();
  const about = useId();
  const { scopes, maximumScopes } = form.getValues();
  const had = form.getInitialValues();
  const known = found ?? [];
  const gone = [...new Set([...had.scopes, ...had.maximumScopes])].filter((name) => found && !known.some((scope) => scope.name === name));
  const rows = [...known, ...gone.map((name) => ({ name, description: texts.unknownScope }))];

  const set = (field: 'scopes' | 'maximumScopes', name: string, isIn: boolean) => {
    const before = form.getValues()[field];
    if (before.includes(name) === isIn) return;
    form.setFieldValue(field, isIn ? [...before, name] : before.filter((other) => other !== name));
  };
  // what tokens have by default, they have at most
  const toggleDefault = (name: string, isIn: boolean) => {
    set('scopes', name, isIn);
    if (isIn) set('maximumScopes', name, true);
  };
  const toggleMaximum = (name: string, isIn: boolean) => {
    set('maximumScopes', name, isIn);
    if (!isIn) set('scopes', name, false);
  };

  return (
    <Fieldset variant="unstyled" m={0} p={0} disabled={disabled} aria-describedby={about}>
      <Input.Label component="legend" p={0}>
        {texts.scopes}
      </Input.Label>
      <div id={about}>
        <Input.Description>{texts.scopesText}</Input.Description>
        {(['scopes', 'maximumScopes'] as const).map(
          (field) =>
            form.errors[field] && (
              <Input.Error key={field} role="alert" mt={4}>
                {texts.names[field]}: {form.errors[field]}
              </Input.Error>
            ),
        )}
      </div>
      <Table.ScrollContainer minWidth={300}>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.scope}</Table.Th>
              <Table.Th ta="center">{texts.byDefault}</Table.Th>
              <Table.Th ta="center">{texts.atMost}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ name, description }, index) => {
              const isForSuperusers = name === 'admin' && !isSuperuser && !had.maximumScopes.includes(name);
              return (
                <Table.Tr key={name}>
                  <Table.Th scope="row" fw={400}>
                    <Stack gap={2}>
                      <Code className="any-text" style={{ alignSelf: 'flex-start' }}>
                        {name}
                      </Code>
                      <Text size="sm" c="dimmed" dir="auto">
                        {description} {isForSuperusers && texts.onlySuperusers}
                      </Text>
                    </Stack>
                  </Table.Th>
                  <Table.Td>
                    <Checkbox
                      display="grid"
                      style={{ placeItems: 'center' }}
                      aria-label={texts.isByDefault(name)}
                      checked={scopes.includes(name)}
                      disabled={isForSuperusers}
                      onChange={(event) => toggleDefault(name, event.currentTarget.checked)}
                      {...(index === 0 && { 'data-path': 'scopes', 'aria-invalid': form.errors['scopes'] !== undefined })}
                    />
                  </Table.Td>
                  <Table.Td>
                    <Checkbox
                      display="grid"
                      style={{ placeItems: 'center' }}
                      aria-label={texts.isAtMost(name)}
                      checked={maximumScopes.includes(name)}
                      disabled={isForSuperusers}
                      onChange={(event) => toggleMaximum(name, event.currentTarget.checked)}
                      {...(index === 0 && { 'data-path': 'maximumScopes', 'aria-invalid': form.errors['maximumScopes'] !== undefined })}
                    />
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Fieldset>
  );
}
