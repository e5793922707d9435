import './app/first-styles.ts';
import './app/console.css';
import './appearance.ts';
import { isLoginWindow, openSession } from './session/session.ts';
import { showUnloaded } from './unloaded.ts';

// whoever opens the console is logged in while the rest of it is loaded
if (!isLoginWindow()) {
  const opened = openSession();
  // who shows it says why it has failed
  const settled = opened.catch(() => {});
  void import('./app/start.tsx').then(
    ({ start }) => start(opened),
    // who leaves to log in loads it anew when they come back
    () => settled.then(showUnloaded),
  );
  // last, because a browser that refuses workers throws
  new Worker(new URL('./intl.ts', import.meta.url), { type: 'module' });
}
