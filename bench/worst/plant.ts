import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import type { Value } from '../data.ts';
import { TABLES } from './people.ts';

/** The program that is measured. */
export const MAIN = join(import.meta.dirname, '../../dist/main.js');
/** How many rows one statement inserts. */
const CHUNK = 2_000;

const migrate = (url: string) => execFileSync(process.execPath, [MAIN, 'migrate'], { env: { ...process.env, DATABASE_URL: url } });

const inSqlite = (value: Value): unknown => {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'boolean') return Number(value);
  return Array.isArray(value) ? JSON.stringify(value) : value;
};

/** Makes a SQLite file with the data set. @returns its URL */
export function plantSqlite(file: string): string {
  migrate(`sqlite:${file}`);
  const db = new Database(file);
  db.pragma('synchronous = OFF');
  db.exec('begin');
  for (const { table, columns, rows } of TABLES) {
    const insert = db.prepare(`insert into "${table}" (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`);
    for (const row of rows()) insert.run(row.map(inSqlite));
  }
  db.exec('commit');
  db.close();
  return `sqlite:${file}`;
}

/** Fills a database of PostgreSQL with the data set. */
export async function plantPostgresql(url: string): Promise<void> {
  migrate(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const { table, columns, rows } of TABLES) {
    const all = [...rows()].map((row) => Object.fromEntries(row.map((value, index) => [columns[index], value])));
    const list = columns.join(', ');
    const statement = `insert into "${table}" (${list}) select ${list} from json_populate_recordset(null::"${table}", $1)`;
    for (let start = 0; start < all.length; start += CHUNK)
      await client.query(statement, [JSON.stringify(all.slice(start, start + CHUNK))]);
    if (columns.includes('id')) await client.query(`select setval(pg_get_serial_sequence('"${table}"', 'id'), max(id)) from "${table}"`);
  }
  await client.query('vacuum analyze');
  await client.end();
}
