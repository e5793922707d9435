import './app/first-styles.ts';
import './app/console.css';
import { isLoginWindow, openSession } from './session/session.ts';

// whoever opens the console is logged in while the rest of it is loaded
if (!isLoginWindow()) {
  const opened = openSession();
  // who shows it says why it has failed
  opened.catch(() => {});
  void import('./app/start.tsx').then(({ start }) => start(opened));
}
