import type { Config } from '../config.ts';
import { migrate } from '../database/migrate.ts';
import type { DatabaseStore } from '../database/store.ts';
import { encryptKeys } from '../oauth/keys.service.ts';
import { firstStart } from './first-start.ts';
import { counted } from './numbers.ts';
import { hint } from './started-as.ts';

/** Brings the database up to date; on first start makes its first user and says how to get a token. */
export async function makeReady(store: DatabaseStore, config: Config): Promise<void> {
  await migrate(store, (line) => process.stderr.write(`${line}\n`));
  const encrypted = await encryptKeys(store, config.KEY_ENCRYPTION_KEY);
  if (encrypted > 0) process.stderr.write(`KEY_ENCRYPTION_KEY: encrypted ${counted(encrypted, 'key')} of the OAuth server\n`);
  const made = await firstStart(store, config.settings, config.ADMIN_PASSWORD);
  if (!made) return;
  const password = made.password ? `, password ${made.password} (shown this once)` : '';
  process.stderr.write(`First start: made the organization Default and the superuser ${made.username}${password}\n`);
  const next =
    config.DATABASE_URL === 'sqlite::memory:'
      ? 'No other command reaches this database: it is gone when this one ends. Set DATABASE_URL to a file to get a token.'
      : `Get a token: ${hint('token create --user admin --scopes admin')}`;
  process.stderr.write(`${next}\n`);
}
