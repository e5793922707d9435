import { randomUUID } from 'node:crypto';
import { chmodSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import { migrate } from '../../src/database/migrate.ts';
import type { DatabaseStore } from '../../src/database/store.ts';

declare const DATABASE: 'sqlite' | 'postgresql';
declare global {
  var connectionOfWorker: Promise<Client> | undefined;
}

/** The database that this run of the test is on. */
export const databaseName: 'sqlite' | 'postgresql' = DATABASE;

/** An empty database of the kind that this run of the test is on. */
export const emptyDatabase = async (): Promise<string> => (DATABASE === 'sqlite' ? 'sqlite::memory:' : emptyPostgresqlDatabase());

/** An empty database on the PostgreSQL server of the tests. */
export const emptyPostgresqlDatabase = (): Promise<string> => createPostgresqlDatabase('template1');

/**
 * A database for `prepare`: a copy of one at the version of this code that has the keys of an authorization server and
 * nothing else. Where none was made to be copied, an empty one.
 */
export const freshDatabase = async (): Promise<string> =>
  DATABASE === 'sqlite' && !process.env.TEST_DIRECTORY ? emptyDatabase() : copyOf(template());

const template = () => (DATABASE === 'sqlite' ? `sqlite:${process.env.TEST_DIRECTORY}/template.db` : '/template');

/** A copy of a database that nobody has open. @param directory for a copy that is a file; by default, one that all workers share */
export async function copyOf(url: string, directory = process.env.TEST_DIRECTORY as string): Promise<string> {
  if (DATABASE === 'postgresql') return createPostgresqlDatabase(nameIn(url));
  const file = join(directory, `${randomUUID()}.db`);
  copyFileSync(url.slice('sqlite:'.length), file);
  return `sqlite:${file}`;
}

/** Has a database last as long as the tests, and not only as long as the file that has made it. */
export const keep = (url: string): void => void made.delete(nameIn(url));

/** Brings a store to the version of this code; what a test stores there need not outlive the machine. */
export async function prepare(store: DatabaseStore): Promise<void> {
  await migrate(store);
  if (store.dialect.name === 'sqlite') await store.orm.em.getConnection('write').execute('pragma synchronous = off');
}

/** A database of PostgreSQL whose texts are bytes to it: it knows no characters. */
export const bytewiseDatabase = (): Promise<string> => createPostgresqlDatabase("template0 encoding 'SQL_ASCII'");

/** The names of those that this file has made. */
const made = new Set<string>();

// to remove all of them when the server ends takes half a minute; nothing waits for it here
process.once('exit', async () => {
  for (const name of made) await toServer(`drop database ${name} with (force)`).catch(() => {});
});

const nameIn = (url: string) => url.slice(url.lastIndexOf('/') + 1);

/** Says something to the server of the tests, on one connection for all files of a worker: to connect takes as long as to copy a database. */
async function toServer(sql: string): Promise<void> {
  globalThis.connectionOfWorker ??= connect(`${process.env.TEST_POSTGRESQL_URL}/postgres`);
  await (await globalThis.connectionOfWorker).query(sql);
}

async function connect(url: string): Promise<Client> {
  const client = await connected(url);
  // it is there until the worker ends, which need not wait for it
  (client as Client & { unref(): void }).unref();
  client.on('error', () => {});
  return client;
}

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}

async function createPostgresqlDatabase(template: string): Promise<string> {
  const server = process.env.TEST_POSTGRESQL_URL;
  if (!server) throw new Error('The tests have no PostgreSQL: run them with "npm test".');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await toServer(`create database ${name} template ${template} strategy file_copy`);
  made.add(name);
  return `${server}/${name}`;
}

/** Like `freshDatabase`, but one that outlives the process that opens it: on SQLite, a file of the directory. */
export const lastingDatabase = (directory: string): Promise<string> => copyOf(template(), directory);

/** An empty database that outlives the process that opens it: on SQLite, a file of the directory. */
export const emptyLastingDatabase = async (directory: string): Promise<string> =>
  DATABASE === 'sqlite' ? `sqlite:${directory}/${randomUUID()}.db` : emptyPostgresqlDatabase();

/** Runs SQL in a lasting database behind the back of whoever serves it. */
export async function execute(url: string, sql: string): Promise<void> {
  if (url.startsWith('sqlite:')) {
    const file = url.slice('sqlite:'.length);
    const database = new Database(file);
    database.exec(sql);
    database.close();
    // as ours are, so that nobody has to say that it is not
    chmodSync(file, 0o600);
    return;
  }
  await queries(url, [sql]);
}

type Row = Record<string, unknown>;

/** The rows of a query in a lasting database, asked behind the back of whoever serves it. */
export const query = async (url: string, sql: string): Promise<Row[]> => (await queries(url, [sql]))[0] as Row[];

/** The rows of each of several queries in a lasting database, asked one after the other on one connection. */
export async function queries(url: string, texts: readonly string[]): Promise<Row[][]> {
  if (url.startsWith('sqlite:')) {
    const database = new Database(url.slice('sqlite:'.length), { readonly: true });
    const all = texts.map((sql) => database.prepare<[], Row>(sql).all());
    database.close();
    return all;
  }
  const client = await connected(url);
  const all: Row[][] = [];
  try {
    for (const sql of texts) all.push((await client.query(sql)).rows);
  } finally {
    await client.end();
  }
  return all;
}
