import '@mantine/notifications/styles.css';
import { MantineProvider } from '@mantine/core';
import { Notifications, notifications } from '@mantine/notifications';
import { createRoot } from 'react-dom/client';
import { theme } from '../app/theme.ts';

const host = document.createElement('div');
document.body.append(host);
createRoot(host).render(
  <MantineProvider theme={theme} defaultColorScheme="auto">
    <Notifications position="bottom-right" />
  </MantineProvider>,
);

/** Shows a message for some seconds; screen readers read it. */
export const show = (message: string) => notifications.show({ message, role: 'status' });
