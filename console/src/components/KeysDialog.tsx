import { Kbd, Modal, Stack, Switch } from '@mantine/core';
import { texts } from './texts.ts';
import { useShortcutsSetting } from './use-shortcuts.ts';

interface KeysDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** What does something on this page: one key or several, and what. */
  readonly keys: readonly (readonly [keys: readonly string[], what: string])[];
}

/** Says what the keys of a page do, and switches them off for who talks to the computer or types by accident. */
export function KeysDialog({ opened, onClose, keys }: KeysDialogProps) {
  const [isOn, set] = useShortcutsSetting();
  return (
    <Modal opened={opened} onClose={onClose} title={texts.keys} closeButtonProps={{ 'aria-label': texts.close }}>
      <Stack>
        <dl className="keys">
          {keys.map(([names, what]) => (
            <div key={what}>
              <dt>
                {names.map((name) => (
                  <Kbd key={name}>{name}</Kbd>
                ))}
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <Switch label={texts.keysOn} checked={isOn} onChange={(event) => set(event.currentTarget.checked)} />
      </Stack>
    </Modal>
  );
}
