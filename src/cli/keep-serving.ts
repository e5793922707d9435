import type { Log } from '../log.ts';

/**
 * Keeps a process that serves from ending where nobody has caught what was thrown, by a listener or a timer say: requests share
 * nothing that is changed half, because all of it is in transactions of the database, and others are under way.
 */
export function keepServing(log: Log): void {
  process.on('uncaughtException', (error) => log.error({ err: error }, 'fault'));
  // what is written to a terminal or a pipe that is gone is lost
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}
