import { existsSync } from 'node:fs';
import { type Config, readConfig } from '../config.ts';
import { requireCurrentSchema } from '../database/migrate.ts';
import { DatabaseStore } from '../database/store.ts';
import { type Context, createContext } from '../query/context.ts';
import { OPERATOR } from '../shared/viewer.ts';
import { CommandError } from './fail.ts';

/** Says whose files were open to others. */
export const sayTightened = (file: string): void => {
  process.stderr.write(`Others could read ${file}: now its owner alone can\n`);
};

/** Opens the database of the configuration, whatever its version. */
export async function withStore<T>(work: (store: DatabaseStore, config: Config) => Promise<T>): Promise<T> {
  const config = readConfig();
  const store = await DatabaseStore.open({ url: config.DATABASE_URL, poolSize: 2, onTightened: sayTightened });
  try {
    return await work(store, config);
  } finally {
    await store.close();
  }
}

/** Opens the database of the configuration, which is there already. @throws {CommandError} if it is not */
export async function withExistingStore<T>(work: (store: DatabaseStore, config: Config) => Promise<T>): Promise<T> {
  const { DATABASE_URL: url } = readConfig();
  const file = /^sqlite:(?!:memory:)(.+)/.exec(url)?.[1];
  if (file !== undefined && !existsSync(file))
    throw new CommandError(`DATABASE_URL: there is no database at ${file} yet. "clientele serve" and "clientele migrate" make it.`);
  return withStore(work);
}

/** Opens the database of the configuration for whoever has the command line. @throws if it is not at this version */
export async function asOperator<T>(work: (context: Context, store: DatabaseStore, config: Config) => Promise<T>): Promise<T> {
  return withExistingStore(async (store, config) => {
    await requireCurrentSchema(store);
    return work(createContext({ store, settings: config.settings, viewer: OPERATOR }), store, config);
  });
}
