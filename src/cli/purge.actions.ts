import { purgeActivity } from '../activity/purge.ts';
import { purgeExpired } from '../oauth/purge.ts';
import type { Store } from '../shared/store.ts';
import { purgeTokens } from '../tokens/purge.ts';
import { ActivityArchive } from './archive.ts';
import { CommandError } from './fail.ts';
import { counted } from './numbers.ts';
import { progress } from './progress.ts';
import { asOperator } from './with-store.ts';

/** What `clientele purge` deletes, beside what has expired. */
export interface PurgeOptions {
  readonly activityBefore?: Date;
  readonly to?: string;
}

/** Deletes what has expired or was revoked, and activity once it is archived. */
export async function purge({ activityBefore, to }: PurgeOptions): Promise<void> {
  await asOperator(async ({ store }) => {
    if (activityBefore && to !== undefined) await archiveActivity(store, activityBefore, to);
    const words = to === '-' ? process.stderr : process.stdout;
    const report = progress((count) => `${counted(count, 'token')} deleted`, words);
    report.end(await purgeTokens(store, report.tell));
    const expired = (count: number) => counted(count, 'expired code, session or grant', 'expired codes, sessions and grants');
    progress((count) => `${expired(count)} deleted`, words).end(await purgeExpired(store));
  });
}

async function archiveActivity(store: Store, before: Date, to: string): Promise<void> {
  const archive = await ActivityArchive.create(to);
  const [name, words] = to === '-' ? ['stdout', process.stderr] : [to, process.stdout];
  const report = progress((count) => `${counted(count, 'activity entry', 'activity entries')} archived to ${name} and deleted`, words);
  let total = 0;
  try {
    for await (const { found, deleted } of purgeActivity(store, before, archive)) {
      total += deleted;
      report.tell(total);
      if (deleted < found)
        throw new CommandError(
          `Somebody else deletes the same activity, another purge or a gateway with ACTIVITY_RETENTION_DAYS: ` +
            `${counted(found - deleted, 'entry', 'entries')} in ${name} were gone already. Later ones were left; try again.`,
        );
    }
    await archive.end();
  } catch (error) {
    // what is wrong with the archive says less than what went wrong first
    await archive.undo().catch(() => {});
    throw error;
  } finally {
    report.end(total);
  }
}
