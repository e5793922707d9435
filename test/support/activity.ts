import { toGlobalId } from '../../src/shared/ids.ts';
import { databaseName, execute } from './database.ts';

/** The object that planted activity is on. */
export const PLANTED_ON = toGlobalId('Application', 1_000_000);

/**
 * Plants activity behind the back of whoever serves a database: so many entries, a millisecond apart, from a time on.
 * @param name what their object is called, before a number
 */
export async function plantActivity(url: string, count: number, from: Date, name = 'Planted'): Promise<void> {
  const milliseconds = `${from.getTime()} + i`;
  const createdAt = databaseName === 'sqlite' ? milliseconds : `to_timestamp((${milliseconds}) / 1000.0)`;
  await execute(
    url,
    `insert into activity_entry (created_at, operation, object_type, object_database_id, object_name, changes)
     with recursive numbers(i) as (select 1 union all select i + 1 from numbers where i < ${count})
     select ${createdAt}, 'UPDATE', 'Application', 1000000, '${name} ' || i, '[]' from numbers`,
  );
}
