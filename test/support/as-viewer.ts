import { type ExecutionResult, graphql } from 'graphql';
import { readConfig } from '../../src/config.ts';
import type { DatabaseOptions } from '../../src/database/orm.ts';
import { DatabaseStore } from '../../src/database/store.ts';
import { createContext } from '../../src/query/context.ts';
import type { Store } from '../../src/query/store.ts';
import { buildSchema } from '../../src/schema.ts';
import type { Settings } from '../../src/shared/settings.ts';
import { ANONYMOUS, type Role, type Viewer } from '../../src/shared/viewer.ts';
import { freshDatabase, prepare } from './database.ts';

/** The settings of a gateway that nobody has configured. */
export const SETTINGS: Settings = readConfig({}).settings;

/** A migrated database without a gateway around it; a fresh one, and few connections, unless the options say otherwise. */
export async function openStore(options: Partial<DatabaseOptions> = {}): Promise<DatabaseStore> {
  const store = await DatabaseStore.open({ poolSize: 2, ...options, url: options.url ?? (await freshDatabase()) });
  await prepare(store);
  return store;
}

/** A viewer with a personal token that may write. @param roles by the database id of the organization */
export const somebody = (roles: Readonly<Record<number, Role>> = {}, more: Partial<Viewer> = {}): Viewer => ({
  ...ANONYMOUS,
  userId: 1,
  roles: new Map(Object.entries(roles).map(([id, role]) => [Number(id), role])),
  scopes: new Set(['read', 'write']),
  trusted: true,
  ...more,
});

let schema: ReturnType<typeof buildSchema> | undefined;

/** Runs a whole operation as a viewer: permissions, resolvers and policies, without HTTP and without Apollo. */
export function asViewer(
  store: Store,
  viewer: Viewer,
  source: string,
  variableValues?: Record<string, unknown>,
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the operation's
): Promise<ExecutionResult<any>> {
  schema ??= buildSchema();
  return graphql({ schema, source, variableValues, contextValue: createContext({ store, settings: SETTINGS, viewer }) }) as never;
}
