import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useRevalidator, useRouteError } from 'react-router';
import { messageOf } from '../api/errors.ts';
import { texts } from './texts.ts';

/** Whether a part of the console could not be loaded, as after an update. */
const isMissingPart = (error: unknown) => error instanceof TypeError && /import|module/i.test(error.message);

/** Stands where a page has failed. */
export function Broken() {
  const error = useRouteError();
  const { revalidate } = useRevalidator();
  return (
    <Stack role="alert" maw={640}>
      <Title order={1}>{texts.broken.title}</Title>
      <Text>{isMissingPart(error) ? texts.broken.newer : messageOf(error)}</Text>
      <Group>
        {!isMissingPart(error) && <Button onClick={() => void revalidate()}>{texts.broken.retry}</Button>}
        <Button variant="default" onClick={() => location.reload()}>
          {texts.broken.reload}
        </Button>
      </Group>
    </Stack>
  );
}
