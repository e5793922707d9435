import { isLive } from '../applications/application.rules.ts';
import { ClientSecret } from '../applications/client-secret.entity.ts';
import type { Query } from '../query/dialect/dialect.ts';
import { read } from '../query/read.ts';
import type { Row } from '../query/tables.ts';
import { matchesDigest } from '../shared/secrets.ts';
import type { Environment } from './environment.ts';

/** Milliseconds after which a use of a secret is worth stamping again. */
const STAMP_EVERY = 60_000;

/** The secrets of clients, by client id; on the primary database, so that a rotation counts from the next request on. */
export async function secretsOf({ store }: Environment, clientIds: readonly string[]): Promise<Map<string, Row<ClientSecret>[]>> {
  const table = store.table(ClientSecret);
  const db = store.read(true);
  const rows = await read({ store, db }, 'secrets of clients', { clientIds }, ({ db, store }) =>
    (db.selectFrom('client_secret as x') as Query)
      .innerJoin('application as a', 'a.id', 'x.application_id')
      .where(store.dialect.isOneOf('a.client_id', { slot: 'clientIds', type: 'text' }))
      .select(table.select('x'))
      .select('a.client_id as clientId'),
  );
  const secrets = rows.map((row) => table.row(row) as Row<ClientSecret> & { clientId: string });
  return Map.groupBy(secrets, ({ clientId }) => clientId);
}

/**
 * Finds the secret that a client has shown, among those of its own that work (RFC 6749, section 2.3.1). Every one is
 * compared, each in constant time. A use stamps the secret and the application, at most once a minute.
 */
export async function shownSecret(
  { store }: Environment,
  secrets: readonly Row<ClientSecret>[],
  shown: string,
): Promise<Row<ClientSecret> | undefined> {
  const now = new Date();
  const [secret] = secrets.filter(({ digest, expiresAt }) => matchesDigest(shown, digest) && isLive({ expiresAt }, now));
  if (!secret || (secret.lastUsedAt && now.getTime() - secret.lastUsedAt.getTime() < STAMP_EVERY)) return secret;
  const stamp = { last_used_at: now };
  await store.write(async ({ db }) => {
    // in the order in which whoever changes both has locked them
    await db.updateTable('application').set(stamp).where('id', '=', secret.applicationId).execute();
    await db.updateTable('client_secret').set(stamp).where('id', '=', secret.databaseId).execute();
  });
  return secret;
}
