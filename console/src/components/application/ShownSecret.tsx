import { Alert, Button, Checkbox, Code, Group, Modal, Stack, Text } from '@mantine/core';
import { CheckIcon, CopyIcon, DownloadIcon } from '@primer/octicons-react';
import { useState } from 'react';
import { ISSUER } from '../../session/place.ts';
import { literal } from '../connect/literals.ts';
import { LeaveGuard } from '../LeaveGuard.tsx';
import { texts } from './secret-texts.ts';

interface ShownSecretProps {
  readonly clientId: string;
  readonly secret: string;
  /** Told once it is copied, saved, or somewhere else. */
  readonly onStored?: () => void;
}

/** Shows a secret this once. The page is not left without a question until it is stored. */
export function ShownSecret({ clientId, secret, onStored }: ShownSecretProps) {
  const [isStored, setStored] = useState(false);
  const [copied, setCopied] = useState<'yes' | 'failed'>();
  const store = () => {
    setStored(true);
    onStored?.();
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret);
      setCopied('yes');
      store();
    } catch {
      setCopied('failed');
    }
  };
  return (
    <Alert color="yellow" title={texts.title}>
      {!isStored && <LeaveGuard lost={texts.lost} />}
      <Stack gap="sm">
        <Text size="sm">{texts.text}</Text>
        <Code className="any-text" fz="md" data-secret>
          {secret}
        </Code>
        <Group gap="xs">
          <Button
            data-autofocus
            leftSection={copied === 'yes' ? <CheckIcon aria-hidden /> : <CopyIcon aria-hidden />}
            onClick={() => void copy()}
          >
            {copied === 'yes' ? texts.copied : texts.copy}
          </Button>
          <Button
            variant="default"
            leftSection={<DownloadIcon aria-hidden />}
            onClick={() => {
              download(clientId, secret);
              store();
            }}
          >
            {texts.download}
          </Button>
        </Group>
        {copied === 'failed' && (
          <Text role="alert" size="sm" c="var(--danger)">
            {texts.notCopied}
          </Text>
        )}
        <Checkbox label={texts.isStored} checked={isStored} onChange={() => store()} />
      </Stack>
    </Alert>
  );
}

/** Shows a secret in a dialog, which stays until it is stored. */
export function SecretDialog({ clientId, secret, onClose }: { clientId: string; secret: string | null; onClose: () => void }) {
  const [isStored, setStored] = useState(false);
  return (
    <Modal
      opened={secret !== null}
      onClose={onClose}
      title={texts.dialog}
      size="lg"
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      onExitTransitionEnd={() => setStored(false)}
    >
      {secret !== null && (
        <Stack>
          <ShownSecret clientId={clientId} secret={secret} onStored={() => setStored(true)} />
          <Group justify="flex-end">
            <Button disabled={!isStored} onClick={onClose}>
              {texts.done}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

/** Saves what a program needs to be this client, as a file of environment variables. */
function download(clientId: string, secret: string): void {
  const variables = { ISSUER, CLIENT_ID: clientId, CLIENT_SECRET: secret };
  const text = Object.entries(variables).map(([name, value]) => `${name}=${literal.shell(value)}\n`);
  const url = URL.createObjectURL(new Blob(text, { type: 'text/plain' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: `${clientId}.env` });
  link.click();
  URL.revokeObjectURL(url);
}
