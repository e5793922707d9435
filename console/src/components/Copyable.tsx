import { ActionIcon, Code, Group } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { CheckIcon, CopyIcon } from '@primer/octicons-react';
import { texts } from './texts.ts';

/** Copies a text by one click. @param what what the text is, for who cannot see the button */
export function CopyButton({ value, what }: { value: string; what: string }) {
  const { copy, copied } = useClipboard();
  const label = copied ? texts.copied : texts.copy(what);
  return (
    <ActionIcon variant="subtle" color={copied ? 'green' : 'gray'} onClick={() => copy(value)} aria-label={label} title={label}>
      {copied ? <CheckIcon aria-hidden /> : <CopyIcon aria-hidden />}
    </ActionIcon>
  );
}

/** An id, a secret or whatever else programs want to the letter, and a button that copies it. */
export function Copyable({ value, what }: { value: string; what: string }) {
  return (
    <Group gap={4} wrap="nowrap" miw={0}>
      <Code className="any-text" fz="sm">
        {value}
      </Code>
      <CopyButton value={value} what={what} />
    </Group>
  );
}
