import './app/first-styles.ts';
import './app/console.css';
import { ApolloProvider } from '@apollo/client/react';
import { Button, Stack, Text, Title } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createClient } from './api/client.ts';
import { messageOf } from './api/errors.ts';
import { Routed } from './app/Routed.tsx';
import { createRouter } from './app/routes.tsx';
import { Themed } from './app/Themed.tsx';
import { texts } from './app/texts.ts';
import { isCallback, openSession } from './session/session.ts';

const root = createRoot(document.getElementById('root') as HTMLElement);
const show = (content: React.ReactNode) =>
  root.render(
    <StrictMode>
      <Themed>{content}</Themed>
    </StrictMode>,
  );

async function start(): Promise<void> {
  try {
    // the first page is loaded while its user is logged in; where one comes back to, the session says
    const router = isCallback() ? undefined : createRouter();
    if (!(await openSession())) return;
    show(
      <ApolloProvider client={createClient()}>
        <Routed router={router ?? createRouter()} />
      </ApolloProvider>,
    );
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

void start();
