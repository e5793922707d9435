import type { Settings } from '../../shared/settings.ts';
import type { ApplicationInFile, DocumentPath } from '../file.rules.ts';
import type { ImportFault } from './reading.rules.ts';

/** What becomes of one client of another system. */
export interface ImportedClient {
  /** What it is called there, on one line. */
  readonly name: string;
  /** Where it is in the input. */
  readonly path: DocumentPath;
  /** What it is here; absent where it is left out, or has faults. */
  readonly application?: ApplicationInFile;
  /** The secret that it brings, if that can be taken. Nothing else of the report repeats any of it. */
  readonly clientSecret?: string;
  /** What is otherwise here than there. */
  readonly changed: readonly Change[];
  /** Why it cannot be held here, though nothing is wrong with it. */
  readonly leftOut?: LeftOut;
  /** What it has there and not here. */
  readonly lost: readonly string[];
  /** What has to be mended in the input first. */
  readonly faults: readonly ImportFault[];
}

/** What of a field is otherwise here than there. */
export interface Change {
  /** The field of the declaration. */
  readonly field: string;
  readonly what: string;
  readonly why: string;
}

/** Why a client is left out. */
export interface LeftOut {
  readonly why: string;
  /** Which setting, or which field of the input, would change that. */
  readonly whatToDo: string;
}

/** What translations go by, beside the input. */
export interface Known extends Pick<Settings, 'redirectUriRules'> {
  /** The names of the scopes that there are. */
  readonly scopes: readonly string[];
  /** The name of the organization that is to own the applications. */
  readonly organization?: string;
}

/** How many there are of what becomes of clients. */
export function tally(clients: readonly ImportedClient[]) {
  const taken = clients.filter(({ application }) => application !== undefined).length;
  const leftOut = clients.filter((client) => client.leftOut !== undefined).length;
  return { clients: clients.length, taken, leftOut, faulty: clients.length - taken - leftOut };
}
