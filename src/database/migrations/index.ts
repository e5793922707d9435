import { Initial as PostgresqlInitial } from './postgresql/0001-initial.ts';
import { Initial as SqliteInitial } from './sqlite/0001-initial.ts';

/** The migrations of each database, oldest first. Once released, a migration does not change any more. */
export const MIGRATIONS = {
  sqlite: [{ name: '0001-initial', class: SqliteInitial }],
  postgresql: [{ name: '0001-initial', class: PostgresqlInitial }],
};
