import { isLive } from '../applications/application.rules.ts';
import { ClientSecret } from '../applications/client-secret.entity.ts';
import { read } from '../shared/read.ts';
import { matchesDigest } from '../shared/secrets.ts';
import { slot } from '../shared/slot.ts';
import type { Environment } from './environment.ts';

/** Milliseconds after which a use of a secret is worth stamping again. */
const STAMP_EVERY = 60_000;

/**
 * Whether a client has shown one of its secrets that work (RFC 6749, section 2.3.1). Every one is compared, each in
 * constant time. A use stamps the secret and the application, at most once a minute.
 */
export async function authenticatesClient({ store }: Environment, applicationId: number, shown: string): Promise<boolean> {
  const table = store.table(ClientSecret);
  const db = store.read(true);
  const rows = await read({ store, db }, 'secrets of client', { applicationId }, () =>
    db.selectFrom('client_secret as x').where('x.application_id', '=', slot<number>('applicationId')).select(table.select('x')),
  );
  const now = new Date();
  const [secret] = rows.map((row) => table.row(row)).filter((row) => matchesDigest(shown, row.digest) && isLive(row, now));
  if (!secret) return false;
  if (secret.lastUsedAt && now.getTime() - secret.lastUsedAt.getTime() < STAMP_EVERY) return true;
  const stamp = { last_used_at: now } as never;
  await store.write(async ({ db }) => {
    await db.updateTable('client_secret').set(stamp).where('id', '=', secret.databaseId).execute();
    await db.updateTable('application').set(stamp).where('id', '=', applicationId).execute();
  });
  return true;
}
