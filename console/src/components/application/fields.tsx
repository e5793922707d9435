import { Checkbox, NumberInput, Radio, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { LinesField } from '../LinesField.tsx';
import { durationOf } from './duration.ts';
import { OrganizationSelect } from './OrganizationSelect.tsx';
import { texts } from './texts.ts';
import type { ApplicationValues } from './values.ts';

/** What every part of the form of an application goes by. */
export interface FieldsProps {
  readonly form: UseFormReturnType<ApplicationValues>;
  /** Which fields there are. */
  readonly fields: ReadonlySet<keyof ApplicationValues>;
  /** Whether the viewer may not say who gets its tokens and what those may do. */
  readonly isLocked?: boolean | undefined;
}

/** The longest time that the API takes, in seconds. */
const LONGEST = 2 ** 31 - 1;

/** What it is called, and whose it is. */
export function AboutFields({ form, isLocked, chosen }: FieldsProps & { chosen?: { id: string; name: string } | undefined }) {
  return (
    <Stack>
      <TextInput label={texts.names.name} description={texts.nameText} required dir="auto" {...form.getInputProps('name')} />
      <OrganizationSelect
        value={form.getValues().organizationId}
        onChange={(id) => form.setFieldValue('organizationId', id)}
        error={form.errors['organizationId']}
        disabled={isLocked ?? false}
        chosen={chosen}
      />
      <Textarea
        label={texts.names.description}
        description={texts.descriptionText}
        autosize
        maxRows={12}
        dir="auto"
        {...form.getInputProps('description')}
      />
    </Stack>
  );
}

/** Whether it can keep a secret. */
export function ClientTypeField({ form, isLocked }: Pick<FieldsProps, 'form' | 'isLocked'>) {
  return (
    <Radio.Group label={texts.names.clientType} description={texts.clientTypeText} {...form.getInputProps('clientType')}>
      <Stack gap="xs" mt="xs">
        {Object.entries(texts.clientTypes).map(([value, { label, text }]) => (
          <Radio key={value} value={value} label={label} description={text} disabled={isLocked ?? false} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

/** Where its users come from, and go to. @param isNative whether it runs on the devices of its users */
export function AddressFields({ form, fields, isLocked, isNative = false }: FieldsProps & { isNative?: boolean }) {
  const kind = isNative ? 'native' : 'page';
  return (
    <Stack>
      {fields.has('redirectUris') && (
        <LinesField
          form={form}
          name="redirectUris"
          label={texts.names.redirectUris}
          description={`${texts.redirectUrisText[kind]} ${texts.pasteHint}`}
          placeholder={texts.redirectUriExamples[kind]}
          required
          disabled={isLocked ?? false}
        />
      )}
      {fields.has('webOrigins') && (
        <LinesField
          form={form}
          name="webOrigins"
          label={texts.names.webOrigins}
          description={texts.webOriginsText}
          disabled={isLocked ?? false}
        />
      )}
    </Stack>
  );
}

/** How long its tokens are valid. */
export function ValidityFields({ form, fields, isLocked }: FieldsProps) {
  return (
    <Stack>
      {(['accessValidity', 'grantValidity'] as const).map((field) => {
        const seconds = form.getValues()[field];
        if (!fields.has(field)) return null;
        return (
          <NumberInput
            key={field}
            label={texts.names[field]}
            description={`${texts.validityText} ${typeof seconds === 'number' && seconds > 0 ? texts.isDuration(durationOf(seconds)) : ''}`}
            allowDecimal={false}
            allowNegative={false}
            max={LONGEST}
            clampBehavior="strict"
            thousandSeparator=" "
            disabled={isLocked}
            {...form.getInputProps(field)}
          />
        );
      })}
      {fields.has('renewable') && (
        <Checkbox
          label={texts.names.renewable}
          description={texts.renewableText}
          disabled={isLocked}
          {...form.getInputProps('renewable', { type: 'checkbox' })}
        />
      )}
    </Stack>
  );
}

/** What it is trusted with. */
export function TrustFields({ form, fields, isLocked, isSuperuser }: FieldsProps & { isSuperuser: boolean }) {
  return (
    <Stack>
      {fields.has('skipAuthorization') && (
        <Checkbox
          label={texts.names.skipAuthorization}
          description={texts.skipAuthorizationText}
          disabled={isLocked}
          {...form.getInputProps('skipAuthorization', { type: 'checkbox' })}
        />
      )}
      {isSuperuser && (
        <Checkbox label={texts.names.trusted} description={texts.trustedText} {...form.getInputProps('trusted', { type: 'checkbox' })} />
      )}
    </Stack>
  );
}

/** What people want to know of it. */
export function ContactFields({ form, fields, isLocked }: FieldsProps) {
  return (
    <Stack>
      <TagsInput label={texts.names.tags} description={texts.tagsText} splitChars={[',', ' ']} {...form.getInputProps('tags')} />
      <TextInput label={texts.names.vendor} description={texts.vendorText} dir="auto" {...form.getInputProps('vendor')} />
      <TextInput label={texts.names.url} description={texts.urlText} type="url" {...form.getInputProps('url')} />
      <TextInput label={texts.names.ownerContact} description={texts.ownerContactText} {...form.getInputProps('ownerContact')} />
      {fields.has('postLogoutRedirectUris') && (
        <LinesField
          form={form}
          name="postLogoutRedirectUris"
          label={texts.names.postLogoutRedirectUris}
          description={texts.postLogoutRedirectUrisText}
          disabled={isLocked ?? false}
        />
      )}
    </Stack>
  );
}
