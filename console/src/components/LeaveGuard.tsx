import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { texts } from './texts.ts';

/** Asks before the page is left, as long as it is there: while something would be lost. @param lost what would be lost */
export function LeaveGuard({ lost = texts.leave.unsaved }: { lost?: string }) {
  const { state, proceed, reset } = useBlocker(({ currentLocation, nextLocation }) => currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    // the browser asks in its own words
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, []);
  return (
    <Modal opened={state === 'blocked'} onClose={() => reset?.()} title={texts.leave.title} withCloseButton={false} zIndex={300}>
      <Stack>
        <Text>{lost}</Text>
        <Group justify="flex-end">
          <Button variant="default" color="red" onClick={() => proceed?.()}>
            {texts.leave.leave}
          </Button>
          <Button data-autofocus onClick={() => reset?.()}>
            {texts.leave.stay}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
