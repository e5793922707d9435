import { TableExistsException } from '@mikro-orm/core';
import { MIGRATIONS } from './migrations/index.ts';
import type { DatabaseStore } from './store.ts';

/** A database that this code cannot serve; its message is one line for whoever starts the gateway. */
export class SchemaVersionError extends Error {}

/** Brings the database to the version of this code. @returns the names of the migrations that were run */
export async function migrate(store: DatabaseStore): Promise<string[]> {
  await refuseNewer(store);
  try {
    return (await store.orm.migrator.up()).map(({ name }) => name);
  } catch (error) {
    if (!(error instanceof TableExistsException)) throw error;
    throw new SchemaVersionError(`DATABASE_URL: the database belongs to something else (${error.message}). Give Clientele one of its own.`);
  }
}

/** Makes sure that the database is at the version of this code. @throws {SchemaVersionError} */
export async function requireCurrentSchema(store: DatabaseStore): Promise<void> {
  await refuseNewer(store);
  const pending = await store.orm.migrator.getPending();
  if (pending.length > 0)
    throw new SchemaVersionError(`The database is ${pending.length} migration(s) behind this version. Run "clientele migrate".`);
}

async function refuseNewer({ orm, dialect }: DatabaseStore): Promise<void> {
  const known = new Set(MIGRATIONS[dialect.name].map(({ name }) => name));
  const unknown = (await orm.migrator.getExecuted()).find(({ name }) => !known.has(name));
  if (unknown)
    throw new SchemaVersionError(
      `The database is newer than this version: it has the migration "${unknown.name}". Run the newer version, or restore a backup.`,
    );
}
