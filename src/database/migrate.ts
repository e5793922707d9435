import { TableExistsException } from '@mikro-orm/core';
import type { AbstractSqlConnection } from '@mikro-orm/sql';
import { isMadeMeanwhile } from '../query/dialect/driver-errors.ts';
import { namesakes } from './migrations/folding.ts';
import { BEGINNING, MIGRATIONS } from './migrations/index.ts';
import type { DatabaseStore } from './store.ts';

/** A database that this code cannot serve; its message is one line for whoever starts the gateway. */
export class SchemaVersionError extends Error {}

/**
 * Brings the database to the version of this code; of several processes that want to, one does.
 * @param tell is told, in lines, what its operator should look at
 * @returns the names of the migrations that were run
 */
export async function migrate(store: DatabaseStore, onLine: (line: string) => void = () => {}): Promise<string[]> {
  await refuseNewer(store);
  try {
    const connection = store.orm.em.getConnection('write') as AbstractSqlConnection;
    return await connection.transactional(async (transaction) => {
      for (const statement of BEGINNING[store.dialect.name]) await connection.execute(statement, [], 'run', transaction);
      const names = (await store.orm.migrator.up({ transaction })).map(({ name }) => name);
      if (names.length > 0) {
        const lines = await namesakes((sql, parameters) => connection.execute(sql, [...parameters], 'all', transaction));
        lines.forEach(onLine);
      }
      return names;
    });
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
  const unknown = (await executed(orm)).find(({ name }) => !known.has(name));
  if (unknown)
    throw new SchemaVersionError(
      `The database is newer than this version: it has the migration "${unknown.name}". Run the newer version, or restore a backup.`,
    );
}

async function executed({ migrator }: DatabaseStore['orm']) {
  try {
    return await migrator.getExecuted();
  } catch (error) {
    if (!isMadeMeanwhile(error)) throw error;
    return migrator.getExecuted();
  }
}
