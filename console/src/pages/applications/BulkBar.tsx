import { Button, Text } from '@mantine/core';
import { XIcon } from '@primer/octicons-react';
import type { Action } from './bulk.ts';
import type { Listed } from './operations.ts';
import { texts } from './texts.ts';

interface BulkBarProps {
  readonly picked: readonly Listed[];
  readonly onAct: (action: Action) => void;
  readonly onClear: () => void;
}

/** What can be done with the applications that are selected. */
export function BulkBar({ picked, onAct, onClear }: BulkBarProps) {
  const mayEdit = picked.some(({ userCapabilities }) => userCapabilities.edit);
  const actions: readonly (readonly [Action, boolean])[] = [
    ['enable', mayEdit && picked.some(({ enabled }) => !enabled)],
    ['disable', mayEdit && picked.some(({ enabled }) => enabled)],
    ['revoke', mayEdit],
    ['delete', picked.some(({ userCapabilities }) => userCapabilities.delete)],
  ];
  return (
    <section className="apps-bar" aria-label={texts.actions}>
      <Text component="span" size="sm" fw={600} aria-live="polite">
        {texts.picked(picked.length)}
      </Text>
      {actions.map(
        ([action, isOffered]) =>
          isOffered && (
            <Button
              key={action}
              size="xs"
              variant={action === 'delete' ? 'filled' : 'default'}
              color={action === 'delete' ? 'red' : undefined}
              onClick={() => onAct(action)}
            >
              {texts.verbs[action]}
            </Button>
          ),
      )}
      <Button size="xs" variant="subtle" color="gray" leftSection={<XIcon aria-hidden />} onClick={onClear} ml="auto">
        {texts.unpick}
      </Button>
    </section>
  );
}
