import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
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

/** An empty database that outlives the process that opens it; in a file of the directory where that is possible. */
export const lastingDatabase = async (directory: string): Promise<string> =>
  DATABASE === 'sqlite' ? `sqlite:${directory}/${randomUUID()}.db` : emptyPostgresqlDatabase();

/** Runs SQL in a lasting database behind the back of whoever serves it. */
export async function execute(url: string, sql: string): Promise<void> {
  if (url.startsWith('sqlite:')) {
    const database = new Database(url.slice('sqlite:'.length));
    database.exec(sql);
    database.close();
    return;
  }
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(sql);
  await client.end();
}
