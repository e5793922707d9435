import 'reflect-metadata';
import { type PostgresqlServer, startPostgresql } from './postgresql.ts';

declare global {
  var postgresqlServer: PostgresqlServer | undefined;
}

/** Starts the PostgreSQL that the tests share; workers learn where it is from their environment. */
export default async function startDatabases(): Promise<void> {
  globalThis.postgresqlServer = await startPostgresql();
  process.env.TEST_POSTGRESQL_URL = globalThis.postgresqlServer.url;
}
