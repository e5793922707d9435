import { purgeActivity } from '../activity/purge.ts';
import { purgeExpired } from '../oauth/purge.ts';
import type { Store } from '../query/store.ts';
import { purgeTokens } from '../tokens/purge.ts';
import { ActivityArchive } from './archive.ts';
import { CommandError } from './fail.ts';
import { counted } from './numbers.ts';
import { printJson } from './print.ts';
import { progress } from './progress.ts';
import { asOperator } from './with-store.ts';

/** What `clientele purge` deletes, beside what has expired. */
export interface PurgeOptions {
  readonly activityBefore?: Date;
  readonly to?: string;
  readonly json: boolean;
}

/** Deletes what has expired or was revoked, and activity once it is archived. */
export async function purge({ activityBefore, to, json }: PurgeOptions): Promise<void> {
  const out = to === '-' ? process.stderr : process.stdout;
  const words = json ? null : out;
  await asOperator(async ({ store }) => {
    const activityEntries = activityBefore && to !== undefined ? await archiveActivity(store, activityBefore, to, words) : null;
    const ofTokens = progress((count) => `${counted(count, 'token')} deleted`, words);
    const tokens = await purgeTokens(store, ofTokens.update);
    ofTokens.end(tokens);
    const expired = await purgeExpired(store);
    progress((count) => `${counted(count, 'expired code, session or grant', 'expired codes, sessions and grants')} deleted`, words).end(
      expired,
    );
    if (json) printJson({ activityEntries, tokens, expired }, out);
  });
}

async function archiveActivity(store: Store, before: Date, to: string, words: NodeJS.WritableStream | null): Promise<number> {
  const archive = await ActivityArchive.create(to);
  const name = to === '-' ? 'stdout' : to;
  const report = progress((count) => `${counted(count, 'activity entry', 'activity entries')} archived to ${name} and deleted`, words);
  let total = 0;
  try {
    for await (const { found, deleted } of purgeActivity(store, before, archive)) {
      total += deleted;
      report.update(total);
      if (deleted < found)
        throw new CommandError(
          `Somebody else deletes the same activity, another purge or a gateway with ACTIVITY_RETENTION_DAYS: ` +
            `${counted(found - deleted, 'entry', 'entries')} in ${name} were gone already. Later ones were left; try again.`,
        );
    }
    await archive.end();
    return total;
  } catch (error) {
    // the first error says more than one of taking back what was written
    await archive.undo().catch(() => {});
    throw error;
  } finally {
    report.end(total);
  }
}
