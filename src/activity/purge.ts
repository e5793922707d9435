import { sql } from 'kysely';
import type { Query } from '../query/dialect/dialect.ts';
import type { Store } from '../query/store.ts';
import type { Db, Row } from '../query/tables.ts';
import { ActivityEntry } from './activity.entity.ts';

/** How many entries are deleted by one transaction, so that no other waits long. */
const BATCH = 1_000;
/** How many entries are in memory at a time: most are short, but one can have some 100 kB. */
const READ_TOGETHER = 100;
/** How many entries a gateway deletes before it lets some time pass. */
const MOST = 100_000;
const DAY = 86_400_000;

/** Where entries are kept before they are deleted. */
export interface Archive {
  /** Adds entries, oldest first. */
  add(entries: readonly Row<ActivityEntry>[]): Promise<void>;
  /** Resolves once all that was added is there for good, whatever happens to the process or the machine. */
  sync(): Promise<void>;
}

/** What became of one batch: less is deleted than found where somebody else deletes the same entries at the same time. */
export interface Batch {
  readonly found: number;
  readonly deleted: number;
}

/** Where an entry stands in the order of time. */
interface Place {
  readonly id: number;
  readonly createdAt: never;
}

/**
 * Deletes the activity of before a time, oldest first, in batches: between them, and while they are archived, nothing is locked.
 * @param archive where each batch is kept first, if anywhere
 * @returns one after the other what became of each batch; whoever asks for no more ends it
 */
export async function* purgeActivity(store: Store, before: Date, archive?: Archive): AsyncGenerator<Batch> {
  let last: Place | undefined;
  for (;;) {
    const places = await oldest(store.read(true), before, last);
    const ids = places.map(({ id }) => id);
    if (archive) {
      for (let read = 0; read < ids.length; read += READ_TOGETHER)
        await archive.add(await entries(store, ids.slice(read, read + READ_TOGETHER)));
      await archive.sync();
    }
    if (ids.length > 0) yield { found: ids.length, deleted: await deleteEntries(store, ids) };
    if (ids.length < BATCH) return;
    // those that are deleted may still be in the index, which therefore is not read from its beginning again
    last = places.at(-1);
  }
}

/**
 * Deletes activity that is older than so many days; not all of it at once where that is much.
 * @param goesOn asked after each batch
 * @returns how many entries are gone
 */
export async function forgetActivity(store: Store, days: number, goesOn: () => boolean): Promise<number> {
  let total = 0;
  for await (const { found, deleted } of purgeActivity(store, new Date(Date.now() - days * DAY))) {
    total += deleted;
    // of several processes one is enough
    if (deleted < found || total >= MOST || !goesOn()) break;
  }
  return total;
}

function oldest(db: Db, before: Date, last: Place | undefined): Promise<Place[]> {
  const rows = (db.selectFrom('activity_entry as x') as Query).where('x.created_at', '<', before);
  const further = last ? rows.where(sql<boolean>`(x.created_at, x.id) > (${last.createdAt}, ${last.id})`) : rows;
  const ordered = further.orderBy('x.created_at').orderBy('x.id').limit(BATCH);
  return ordered.select(['x.id as id', 'x.created_at as createdAt']).execute() as Promise<Place[]>;
}

async function entries(store: Store, ids: readonly number[]): Promise<Row<ActivityEntry>[]> {
  const table = store.table(ActivityEntry);
  const rows = (store.read(true).selectFrom('activity_entry as x') as Query).where(store.dialect.isOneOf('x.id', ids));
  const found = await rows.select(table.select('x')).orderBy('x.created_at').orderBy('x.id').execute();
  return found.map((row) => table.row(row));
}

function deleteEntries(store: Store, ids: readonly number[]): Promise<number> {
  return store.write(async ({ db }) => {
    const { numDeletedRows } = await db.deleteFrom('activity_entry').where(store.dialect.isOneOf('id', ids)).executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  });
}
