import { ApolloProvider } from '@apollo/client/react';
import { Button, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createClient } from '../api/client.ts';
import { messageOf } from '../api/errors.ts';
import { Routed } from './Routed.tsx';
import { createRouter } from './routes.tsx';
import { Themed } from './Themed.tsx';
import { texts } from './texts.ts';

/** Shows the console; or, once the session could not be opened, why. */
export async function start(opened: Promise<void>): Promise<void> {
  // what the login was answered meanwhile comes first: its next question is on its way while the page is drawn
  await new Promise((resolve) => setTimeout(resolve));
  const root = createRoot(document.getElementById('root') as HTMLElement);
  const show = (content: ReactNode) =>
    root.render(
      <StrictMode>
        <Themed>{content}</Themed>
      </StrictMode>,
    );
  show(
    <ApolloProvider client={createClient()}>
      <Routed router={createRouter()} />
    </ApolloProvider>,
  );
  try {
    await opened;
  } catch (error) {
    show(
      <Stack component="main" role="alert" maw={480} mx="auto" mt="20vh" p="md">
        <Title order={1}>{texts.cannotStart.title}</Title>
        <Text>{messageOf(error)}</Text>
        <Button onClick={() => location.reload()}>{texts.cannotStart.retry}</Button>
      </Stack>,
    );
  }
}
