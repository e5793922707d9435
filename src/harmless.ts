import type { Logger } from 'pino';

const LEVELS = ['trace', 'info', 'warn', 'error'] as const;

/** As much of a log as a gateway needs. */
export type Log = Pick<Logger, (typeof LEVELS)[number]>;

/** A log that never throws: whoever tells it something goes on, also where it cannot be written. */
export function harmless(log: Logger): Log {
  const write =
    (level: (typeof LEVELS)[number]) =>
    (...told: unknown[]): void => {
      try {
        (log[level] as (...told: unknown[]) => void)(...told);
      } catch {
        // there is nobody left to be told
      }
    };
  return Object.fromEntries(LEVELS.map((level) => [level, write(level)])) as unknown as Log;
}
