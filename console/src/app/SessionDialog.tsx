import { Alert, Button, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { logInAgain, type SessionState } from '../session/session.ts';
import { Themed } from './Themed.tsx';
import { texts } from './texts.ts';

/** Asks whoever is here to log in again, above the page with all that was typed into it. */
export default function SessionDialog({ state }: { state: Exclude<SessionState, 'open'> }) {
  const [isBlocked, setBlocked] = useState(false);
  return (
    <Themed>
      <Modal opened onClose={() => {}} withCloseButton={false} closeOnEscape={false} closeOnClickOutside={false} title={texts[state].title}>
        <Stack>
          <Text>{texts[state].text}</Text>
          {isBlocked && (
            <Alert color="red" role="alert">
              {texts.ended.blocked}
            </Alert>
          )}
          {state === 'ended' ? (
            <Button data-autofocus onClick={() => void logInAgain().then((isOpen) => setBlocked(!isOpen))}>
              {texts.ended.again}
            </Button>
          ) : (
            <Button data-autofocus onClick={() => location.reload()}>
              {texts.changed.reload}
            </Button>
          )}
        </Stack>
      </Modal>
    </Themed>
  );
}
