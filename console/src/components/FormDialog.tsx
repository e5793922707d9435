import { Button, Group, Modal, Stack } from '@mantine/core';
import type { FormEventHandler, ReactNode } from 'react';
import { Faults } from './Faults.tsx';
import { texts } from './texts.ts';

interface FormDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  /** What the button says that sends it: a verb. */
  readonly action: string;
  readonly onSubmit: FormEventHandler<HTMLFormElement>;
  readonly isSending: boolean;
  readonly faults: readonly string[];
}

/** A form in a dialog. */
export function FormDialog({ opened, onClose, title, children, action, onSubmit, isSending, faults }: FormDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': texts.cancel }}>
      <form onSubmit={onSubmit} noValidate>
        <Stack>
          {children}
          <Faults of={faults} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {texts.cancel}
            </Button>
            <Button type="submit" loading={isSending}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
