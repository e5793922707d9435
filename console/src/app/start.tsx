import { ApolloProvider } from '@apollo/client/react';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createClient } from '../api/client.ts';
import { messageOf } from '../api/errors.ts';
import { Routed } from './Routed.tsx';
import { createRouter } from './routes.tsx';
import { texts } from './texts.ts';

/** Shows the console; or, once the session could not be opened, why. */
export async function start(opened: Promise<void>): Promise<void> {
  // what the login was answered meanwhile comes first: its next question is on its way while the page is drawn
  await new Promise((resolve) => setTimeout(resolve));
  const root = createRoot(document.getElementById('root') as HTMLElement);
  const show = (content: ReactNode) => root.render(<StrictMode>{content}</StrictMode>);
  show(
    <ApolloProvider client={createClient()}>
      <Routed router={createRouter()} />
    </ApolloProvider>,
  );
  try {
    await opened;
  } catch (error) {
    show(
      <main role="alert" className="instead">
        <h1>{texts.cannotStart.title}</h1>
        <p>{messageOf(error)}</p>
        <button type="button" className="button" onClick={() => location.reload()}>
          {texts.cannotStart.retry}
        </button>
      </main>,
    );
  }
}
