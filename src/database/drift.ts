import type { DatabaseStore } from './store.ts';

/**
 * What migrations make beyond what entities can say: the search and item indexes of each engine, the triggers, and an index whose
 * order of nulls MikroORM misreads because the name of one of its columns ("access_validity") contains that of the
 * other ("id").
 */
const BEYOND_ENTITIES = /\bapplication_(?:application_)?(search|grant_types|redirect_uris|tags|maximum_scopes|access_validity)/;

/** The statements that would bring a migrated database to what the entities say. @returns none if they agree */
export async function drift({ orm }: DatabaseStore): Promise<string[]> {
  const sql = await orm.schema.getUpdateSchemaSQL({ wrap: false });
  return sql
    .split(/;\s*\n/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '' && !BEYOND_ENTITIES.test(statement));
}
