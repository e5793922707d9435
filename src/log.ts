import type { Logger } from 'pino';

/** As much of a log as a gateway needs. */
export type Log = Pick<Logger, 'trace' | 'info' | 'warn' | 'error'>;

/** A log that never throws: whoever tells it something goes on, also where it cannot be written. */
export function harmless(log: Logger): Log {
  const write =
    (level: keyof Log) =>
    (...told: unknown[]): void => {
      try {
        (log[level] as (...told: unknown[]) => void)(...told);
      } catch {
        // there is nobody left to be told
      }
    };
  return { trace: write('trace'), info: write('info'), warn: write('warn'), error: write('error') };
}
