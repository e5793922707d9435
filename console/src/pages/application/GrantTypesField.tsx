import { Checkbox, Stack } from '@mantine/core';
import type { GrantType } from '../../api/generated/graphql.ts';
import type { FieldsProps } from '../../components/application/fields.tsx';
import { texts as words } from '../../components/application/texts.ts';

/** How it gets its tokens. The first grant type stays. */
export function GrantTypesField({ form, isLocked }: Pick<FieldsProps, 'form' | 'isLocked'>) {
  const { grantTypes, clientType } = form.getValues();
  const first = form.getInitialValues().grantTypes[0];
  const { onChange, ...props } = form.getInputProps('grantTypes');
  return (
    <Checkbox.Group
      label={words.names.grantTypes}
      description={words.grantTypesText}
      {...props}
      onChange={(chosen: string[]) => onChange([first, ...chosen.filter((type) => type !== first)])}
    >
      <Stack gap="xs" mt="xs">
        {(Object.keys(words.grantTypes) as GrantType[]).map((type) => (
          <Checkbox
            key={type}
            value={type}
            label={words.grantTypes[type].label}
            description={words.grantTypes[type].text}
            disabled={
              isLocked || type === first || (type === 'CLIENT_CREDENTIALS' && clientType === 'PUBLIC' && !grantTypes.includes(type))
            }
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
