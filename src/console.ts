import { CLIENT_ID_OF_CONSOLE } from './applications/application.rules.ts';
import { keepConsole } from './applications/console.service.ts';
import type { Config } from './config.ts';
import { openConsole } from './http/console.ts';
import type { Brand } from './http/pages/brand.ts';
import type { Console } from './http/server.ts';
import type { Log } from './log.ts';
import { createContext } from './query/context.ts';
import type { Store } from './query/store.ts';
import { OPERATOR } from './shared/viewer.ts';

const IS_TAKEN =
  `serves no console, because somebody's application has the client id "${CLIENT_ID_OF_CONSOLE}": register that under another one, ` +
  'delete it, and start again; or set CONSOLE=false';

interface ConsoleParts {
  readonly config: Pick<Config, 'CONSOLE' | 'settings'>;
  readonly store: Store;
  /** The issuer identifier, without a slash at its end: the console is what is there. */
  readonly issuer: string;
  /** What the page says that the registry is called. */
  readonly brand: Brand;
  /** The directory in which it was built. */
  readonly files: string | undefined;
  readonly log: Log;
}

/** Registers the console as an application, and opens it. @returns undefined where it is not served */
export async function startConsole({ config, store, issuer, brand, files, log }: ConsoleParts): Promise<Console | undefined> {
  const context = createContext({ store, settings: config.settings, viewer: OPERATOR });
  const isRegistered = await keepConsole(context, { issuer, isServed: config.CONSOLE });
  if (!config.CONSOLE) return undefined;
  if (!isRegistered) log.error(IS_TAKEN);
  if (!isRegistered || files === undefined) return undefined;
  const console = await openConsole(files, brand, issuer);
  if (!console) log.warn({ directory: files }, 'serves no console, because it was not built');
  return console;
}
