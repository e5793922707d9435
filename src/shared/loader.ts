import type { EntityClass } from '@mikro-orm/core';
import DataLoader from 'dataloader';
import { type Context, tableFor } from './context.ts';
import type { Query } from './dialect.ts';
import { read } from './read.ts';
import type { Row } from './tables.ts';

/**
 * The loader of this name for this request, made at its first use. What is loaded in the same turn is read by one
 * statement.
 * @param name one per distinct set of arguments
 * @param batch reads the values of many keys; keys without a value load `null`
 */
export function loader<Key extends number | string, Value>(
  context: Context,
  name: string,
  batch: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>,
): DataLoader<Key, Value | null> {
  let found = context.loaders.get(name) as DataLoader<Key, Value | null> | undefined;
  if (!found) {
    found = new DataLoader(async (keys) => {
      const values = await batch(keys);
      return keys.map((key) => values.get(key) ?? null);
    });
    context.loaders.set(name, found as DataLoader<never, unknown>);
  }
  return found;
}

/**
 * The loader of an entity's rows by number.
 * @param rows starts a query of the rows that the viewer may read, from `… as x`, with nothing selected
 */
export function rowById<Entity extends object>(context: Context, entity: EntityClass<Entity>, rows: () => Query) {
  return loader(context, `${entity.name} by id`, async (ids: readonly number[]) => {
    const table = tableFor(context, entity);
    const { dialect } = context.store;
    const build = () =>
      rows()
        .where(dialect.isOneOf('x.id', { slot: 'ids' }))
        .select(table.select('x'));
    const found = (await read(context, `${entity.name} by id`, { ids }, build)) as { databaseId: number }[];
    return new Map(found.map((row) => [row.databaseId, table.row(row) as Row<Entity> & object]));
  });
}
