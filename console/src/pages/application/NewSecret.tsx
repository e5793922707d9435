import { Checkbox, NativeSelect, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { SecretsOfApplicationFragment } from '../../api/generated/graphql.ts';
import { useShownOnce } from '../../api/shown-once.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { notify } from '../../components/notify.ts';
import { useSubmit } from '../../components/use-submit.ts';
import { ADD_SECRET, ROTATE_SECRET } from './secret-operations.ts';
import { texts } from './texts.ts';

/** Whether a new secret stands beside the others, or takes their place. */
export type NewSecretKind = 'add' | 'rotate';

interface NewSecretProps {
  readonly kind: NewSecretKind;
  readonly applicationId: string;
  readonly onClose: () => void;
  /** Told of the secret, this once. */
  readonly onMade: (application: SecretsOfApplicationFragment, secret: string) => void;
}

/** Asks what a new secret is to be like, and what becomes of the others. */
export function NewSecret({ kind, applicationId, onClose, onMade }: NewSecretProps) {
  const isRotation = kind === 'rotate';
  const add = useShownOnce(ADD_SECRET);
  const rotate = useShownOnce(ROTATE_SECRET);
  const form = useForm({ initialValues: { name: '', expiresAt: '', keepPreviousFor: '86400', revokeTokens: false } });
  const { submit, faults, isSending } = useSubmit(form, async ({ name, expiresAt, keepPreviousFor, revokeTokens }) => {
    const input = { applicationId, name: name || null, expiresAt: expiresAt === '' ? null : new Date(expiresAt).toISOString() };
    const made = isRotation
      ? (await rotate({ input: { ...input, keepPreviousFor: Number(keepPreviousFor), revokeTokens } }))?.rotateClientSecret
      : { revokedTokenCount: 0, ...(await add({ input }))?.addClientSecret };
    if (made?.application && made.clientSecret) {
      if (made.revokedTokenCount) void notify(texts.revoked(made.revokedTokenCount));
      onClose();
      onMade(made.application, made.clientSecret);
    }
    return made?.userErrors;
  });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={isRotation ? texts.rotateTitle : texts.addTitle}
      action={isRotation ? texts.rotate : texts.addSecret}
      onSubmit={submit}
      isSending={isSending}
      faults={faults}
    >
      <Text>{isRotation ? texts.rotateText : texts.addText}</Text>
      {isRotation && (
        <NativeSelect
          label={texts.keepPrevious}
          data={Object.entries(texts.keeps).map(([value, label]) => ({ value, label }))}
          {...form.getInputProps('keepPreviousFor')}
        />
      )}
      <TextInput
        label={texts.newSecretName}
        description={texts.newSecretNameText}
        data-autofocus
        dir="auto"
        {...form.getInputProps('name')}
      />
      <TextInput
        type="datetime-local"
        label={texts.newSecretExpires}
        description={texts.newSecretExpiresText}
        {...form.getInputProps('expiresAt')}
      />
      {isRotation && (
        <Checkbox label={texts.revokeToo} description={texts.revokeTooText} {...form.getInputProps('revokeTokens', { type: 'checkbox' })} />
      )}
    </FormDialog>
  );
}
