import type { EntityClass } from '@mikro-orm/core';
import type DataLoader from 'dataloader';
import type { Attempts } from '../shared/limits.ts';
import type { Settings } from '../shared/settings.ts';
import { ANONYMOUS, type Viewer } from '../shared/viewer.ts';
import type { Selection } from './selection.ts';
import type { Store } from './store.ts';
import type { Table } from './table.ts';
import type { Db } from './tables.ts';

/** What a resolver is given: made afresh for every request, so that nothing of one request reaches another. */
export interface Context {
  /** On whose behalf. */
  readonly viewer: Viewer;
  /**
   * Looks the viewer up again, with the rights of this moment: undefined if the token does not work any more. Absent where
   * there is no token.
   */
  readonly viewerNow?: ((db: Db) => Promise<Viewer | undefined>) | undefined;
  readonly store: Store;
  /** The query layer for everything that this request reads; after a mutation, that of the primary. */
  db: Db;
  /** The loaders of this request, by name; see `loader`. */
  readonly loaders: Map<string, DataLoader<never, unknown>>;
  readonly settings: Settings;
  /** What the operation reads; everything if absent. */
  selection?: Selection | undefined;
  /** Counts what is limited; absent where nothing is, as on the command line. */
  readonly limiter?: Attempts | undefined;
  /** Names the request in answers and in the log. */
  readonly requestId: string;
  /** Set when the answer shows a secret, which no cache may keep. */
  readonly answer: { showsSecret: boolean };
}

/**
 * Makes a context; with a store and settings alone, that of an anonymous request.
 * @param fresh whether reads must show what was committed a moment ago
 */
export function createContext(given: {
  store: Store;
  settings: Settings;
  viewer?: Viewer;
  viewerNow?: Context['viewerNow'];
  limiter?: Attempts;
  requestId?: string;
  fresh?: boolean;
}): Context {
  const { store, settings, viewer = ANONYMOUS, viewerNow, limiter, requestId = 'none', fresh = true } = given;
  return {
    viewer,
    viewerNow,
    store,
    db: store.read(fresh),
    loaders: new Map(),
    settings,
    limiter,
    requestId,
    answer: { showsSecret: false },
  };
}

const NOTHING_ELSE: ReadonlySet<string> = new Set();

/** The table of an entity, with rows that have what the operation reads. */
export function tableFor<Entity extends object>({ store, selection }: Context, entity: EntityClass<Entity>): Table<Entity> {
  const table = store.table(entity);
  return selection ? table.narrow(selection.get(entity.name) ?? NOTHING_ELSE) : table;
}
