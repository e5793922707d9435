import { Button, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { messageOf } from '../api/errors.ts';
import { texts } from './texts.ts';

/** What went wrong where something was to be shown, and a way to try again. */
export function ErrorNotice({ error, onRetry }: { error: unknown; onRetry?: () => unknown }) {
  return (
    <div className="fault" role="alert">
      <b>{texts.failed}</b>
      {messageOf(error)}
      {onRetry && (
        <Button size="xs" variant="default" onClick={() => void onRetry()}>
          {texts.retry}
        </Button>
      )}
    </div>
  );
}

/** Stands where there is nothing yet, and says what to do. */
export function EmptyState({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <Stack align="center" py="xl" gap="xs" ta="center">
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text c="dimmed" maw={480} component="div">
        {children}
      </Text>
      {action}
    </Stack>
  );
}
