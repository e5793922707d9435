import { Command, InvalidArgumentError } from 'commander';
import { timeOf } from '../shared/iso-8601.ts';
import { asJson } from './print.ts';
import type { PurgeOptions } from './purge.actions.ts';

/** Reads a time in the past: a day begins at midnight, UTC. */
function past(text: string): Date {
  const time = timeOf(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  if (!time)
    throw new InvalidArgumentError('Must be a date, such as "2030-01-31", or a date and time with a zone, such as "2030-01-31T12:00:00Z".');
  if (time.getTime() > Date.now()) throw new InvalidArgumentError('Must not be in the future.');
  return time;
}

/** `clientele purge` */
export const purge = (): Command =>
  new Command('purge')
    .description('Delete tokens that have expired or were revoked, and expired codes, sessions and grants, in batches.')
    .option(
      '--activity-before <time>',
      'also delete the activity of before a date, such as 2030-01-31, or a time, once it is archived',
      past,
    )
    .option('--to <file>', 'where the activity is archived, as gzipped JSON lines: a file that does not exist yet, or - for stdout')
    .addOption(asJson())
    .action(async (options: PurgeOptions, command: Command) => {
      const { activityBefore, to } = options;
      if (activityBefore && to === undefined) command.error('error: --activity-before: say by --to where the activity is archived.');
      if (!activityBefore && to !== undefined) command.error('error: --to: say by --activity-before which activity is archived.');
      await (await import('./purge.actions.ts')).purge(options);
    });
