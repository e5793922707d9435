import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

declare const DATABASE: 'sqlite' | 'postgresql';

/** The database that this run of the test is on. */
export const databaseName: 'sqlite' | 'postgresql' = DATABASE;

/** An empty database of the kind that this run of the test is on. */
export async function emptyDatabase(): Promise<string> {
  return DATABASE === 'sqlite' ? 'sqlite::memory:' : emptyPostgresqlDatabase();
}

/** An empty database on the PostgreSQL server of the tests. */
export async function emptyPostgresqlDatabase(): Promise<string> {
  const server = process.env.TEST_POSTGRESQL_URL;
  if (!server) throw new Error('The tests have no PostgreSQL: run them with "npm test".');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const client = new Client({ connectionString: `${server}/postgres` });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return `${server}/${name}`;
}
