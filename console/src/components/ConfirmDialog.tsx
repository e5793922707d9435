import { Alert, Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { messageOf } from '../api/errors.ts';
import { texts } from './texts.ts';

interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What will happen, and to what. */
  readonly children: ReactNode;
  /** What the button says that does it: a verb. */
  readonly action: string;
  /** What has to be typed before, where it cannot be undone. */
  readonly nameToType?: string;
  readonly isDanger?: boolean;
  /** Does it. The dialog closes when that has succeeded, and says what went wrong when it throws. */
  readonly onConfirm: () => Promise<unknown>;
}

/** Asks before something is done, and names its consequences. */
export function ConfirmDialog({ opened, onClose, title, ...rest }: ConfirmDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': texts.cancel }}>
      <Question onClose={onClose} {...rest} />
    </Modal>
  );
}

// mounted while the dialog is open, so that it begins empty each time
function Question({ onClose, children, action, nameToType, isDanger = false, onConfirm }: Omit<ConfirmDialogProps, 'opened' | 'title'>) {
  const [typed, setTyped] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const confirm = async () => {
    setBusy(true);
    setFault(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setFault(messageOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void confirm();
      }}
    >
      <Stack>
        {children}
        {nameToType !== undefined && (
          <TextInput
            data-autofocus
            label={texts.typeToConfirm(nameToType)}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
          />
        )}
        {fault && (
          <Alert color="red" role="alert" title={texts.failed}>
            {fault}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button
            type="submit"
            color={isDanger ? 'red' : undefined}
            loading={isBusy}
            disabled={nameToType !== undefined && typed !== nameToType}
            data-autofocus={nameToType === undefined || undefined}
          >
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
