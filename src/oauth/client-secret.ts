import { isLive } from '../applications/application.rules.ts';
import { ClientSecret } from '../applications/client-secret.entity.ts';
import type { Query } from '../shared/dialect.ts';
import { sharedLoader } from '../shared/loader.ts';
import { read } from '../shared/read.ts';
import { matchesDigest } from '../shared/secrets.ts';
import type { Store } from '../shared/store.ts';
import type { Row } from '../shared/tables.ts';
import type { Environment } from './environment.ts';

/** Milliseconds after which a use of a secret is worth stamping again. */
const STAMP_EVERY = 60_000;

/** Whether a client has shown one of its secrets that work. */
export type ClientAuthentication = (applicationId: number, shown: string) => Promise<boolean>;

/**
 * Authenticates clients by their secrets (RFC 6749, section 2.3.1). Every one is compared, each in constant time. A use
 * stamps the secret and the application, at most once a minute.
 */
export function clientAuthentication({ store }: Environment): ClientAuthentication {
  const secrets = sharedLoader((applicationIds: readonly number[]) => secretsOf(store, applicationIds));
  return async (applicationId, shown) => {
    const now = new Date();
    const all = (await secrets.load(applicationId)) ?? [];
    const [secret] = all.filter(({ digest, expiresAt }) => matchesDigest(shown, digest) && isLive({ expiresAt }, now));
    if (!secret) return false;
    if (secret.lastUsedAt && now.getTime() - secret.lastUsedAt.getTime() < STAMP_EVERY) return true;
    const stamp = { last_used_at: now } as never;
    await store.write(async ({ db }) => {
      await db.updateTable('client_secret').set(stamp).where('id', '=', secret.databaseId).execute();
      await db.updateTable('application').set(stamp).where('id', '=', applicationId).execute();
    });
    return true;
  };
}

async function secretsOf(store: Store, applicationIds: readonly number[]): Promise<Map<number, Row<ClientSecret>[]>> {
  const table = store.table(ClientSecret);
  const db = store.read(true);
  const rows = await read({ store, db }, 'secrets of clients', { applicationIds }, () =>
    (db.selectFrom('client_secret as x') as Query)
      .where(store.dialect.isOneOf('x.application_id', { slot: 'applicationIds' }))
      .select(table.select('x')),
  );
  return Map.groupBy(
    rows.map((row) => table.row(row)),
    ({ applicationId }) => applicationId,
  );
}
