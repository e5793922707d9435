import { Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { BRAND } from '../session/place.ts';

/** The head of a page: what it is, in a sentence what it is for, and what can be done on it. */
export function PageHeader({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  useDocumentTitle(`${title} – ${BRAND}`);
  return (
    <Group component="header" justify="space-between" align="flex-start" mb="lg">
      <Stack gap={4} miw={0} flex="1 1 16rem">
        <Title order={1} size="h2" dir="auto">
          {title}
        </Title>
        {children && (
          <Text component="div" c="dimmed">
            {children}
          </Text>
        )}
      </Stack>
      {actions && <Group gap="xs">{actions}</Group>}
    </Group>
  );
}
