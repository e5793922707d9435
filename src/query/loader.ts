import type { EntityClass } from '@mikro-orm/core';
import DataLoader from 'dataloader';
import { type Context, tableFor } from './context.ts';
import { anyTable } from './dialect/dialect.ts';
import { ordinalOf, read } from './read.ts';
import type { FilterContext, Restriction } from './rights.ts';
import { slot } from './slot.ts';
import type { Row } from './tables.ts';

/**
 * The loader of this name for this request, made at its first use. What is loaded in the same turn is read by one
 * statement.
 * @param name one per distinct set of arguments
 * @param most how many keys one statement reads at most, where each may have many rows: more than that are read by several,
 * between which others have their turn
 */
export function loader<Key extends number | string, Value>(
  context: Context,
  name: string,
  batch: Batch<Key, Value>,
  most = Number.POSITIVE_INFINITY,
): DataLoader<Key, Value | null> {
  let found = context.loaders.get(name) as DataLoader<Key, Value | null> | undefined;
  if (!found) {
    found = new DataLoader(each(batch), { maxBatchSize: most });
    context.loaders.set(name, found as DataLoader<never, unknown>);
  }
  return found;
}

/**
 * A loader for all requests: what any of them load in the same turn of the event loop is read by one statement, after
 * they have come, and kept no longer.
 * @param batch reads the values of many keys, each of which it is given once; an error as a value is that of its key alone
 * @param wait calls back when the keys that belong together have come
 */
export function sharedLoader<Key extends number | string, Value>(
  batch: Batch<Key, Value>,
  wait: (callback: () => void) => void = setImmediate,
): DataLoader<Key, Value | null> {
  return new DataLoader(
    each((keys) => batch([...new Set(keys)])),
    { cache: false, batchScheduleFn: wait },
  );
}

/** Reads the values of many keys; keys without a value load `null`. */
type Batch<Key, Value> = (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>;

const each =
  <Key, Value>(batch: Batch<Key, Value>) =>
  async (keys: readonly Key[]): Promise<(Value | null)[]> => {
    const values = await batch(keys);
    return keys.map((key) => values.get(key) ?? null);
  };

/**
 * The loader of an entity's rows by number.
 * @param rights keeps the rows that the viewer may read; a function that is made once, because its statement is kept for it
 */
export function rowById<Entity extends object>(context: Context, entity: EntityClass<Entity>, rights: Restriction) {
  const name = `${entity.name} by id ${ordinalOf(rights)}`;
  return loader(context, name, async (ids: readonly number[]) => {
    const table = tableFor(context, entity);
    const build = (context: FilterContext) => {
      const rows = rights(anyTable(context.db).selectFrom(`${table.name} as x`), context).select(table.select('x'));
      // SQLite takes half as long for one as for a list of one
      return isAlone ? rows.where('x.id', '=', slot('id')) : rows.where(context.store.dialect.isOneOf('x.id', { slot: 'ids' }));
    };
    const isAlone = ids.length === 1;
    const values = isAlone ? { id: ids[0] } : { ids };
    const found = await read<{ databaseId: number }>(context, isAlone ? `one ${name}` : name, values, build);
    return new Map(found.map((row) => [row.databaseId, table.row(row) as Row<Entity> & object]));
  });
}
