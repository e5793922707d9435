import { Button, Group, Text } from '@mantine/core';
import { texts } from './texts.ts';

interface LoadMoreProps {
  readonly shown: number;
  /** How many there are; undefined as long as that is being counted. */
  readonly total: number | undefined;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly onMore: () => void;
}

/** The foot of a list: how much of it is shown, and a button for more. */
export function LoadMore({ shown, total, hasMore, isLoading, onMore }: LoadMoreProps) {
  return (
    <Group justify="center" py="md">
      <Text size="sm" c="dimmed" aria-live="polite">
        {texts.shown(shown, total)}
      </Text>
      {hasMore && (
        <Button variant="default" size="xs" loading={isLoading} onClick={onMore}>
          {texts.more}
        </Button>
      )}
    </Group>
  );
}
