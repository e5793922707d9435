import '@mantine/notifications/styles.css';
import { Notifications, notifications } from '@mantine/notifications';
import { createRoot } from 'react-dom/client';
import { Themed } from '../app/Themed.tsx';

const host = document.createElement('div');
document.body.append(host);
createRoot(host).render(
  <Themed>
    <Notifications position="bottom-right" />
  </Themed>,
);

/** Shows a message for some seconds; screen readers read it. */
export const show = (message: string) => notifications.show({ message, role: 'status' });
