import Database from 'better-sqlite3';
import { CompiledQuery } from 'kysely';
import { Client } from 'pg';
import type { Store } from '../../src/query/store.ts';
import type { Db } from '../../src/query/tables.ts';

/** A store that reads as another one does, and notes every statement with its values. */
export function noting(store: Store, noted: CompiledQuery[]): Store {
  const watched = <T extends object>(object: T): T =>
    new Proxy(object, {
      get: (target, property) => {
        const value = Reflect.get(target, property, target);
        if (typeof value !== 'function') return value;
        return (...parameters: unknown[]) => {
          if (property === 'executeQuery') noted.push(parameters[0] as CompiledQuery);
          const result = value.apply(target, parameters);
          return property === 'getExecutor' ? watched(result) : result;
        };
      },
    });
  return {
    dialect: store.dialect,
    table: (entity) => store.table(entity),
    read: (fresh) => watched(store.read(fresh)) as Db,
    write: (work) => store.write(work),
    insert: (...insertion) => store.insert(...insertion),
  };
}

/** The texts of the statements that the one connection of a store on PostgreSQL has prepared. */
export async function preparedBy(store: Pick<Store, 'read'>): Promise<string[]> {
  const { rows } = await store
    .read(true)
    .executeQuery<{ statement: string }>(CompiledQuery.raw('select statement from pg_prepared_statements'));
  return rows.map(({ statement }) => statement);
}

/** What a statement looks at: how its database goes about it, and what of it has been counted. */
export interface Visits {
  readonly plan: readonly string[];
  readonly rows: number;
}

interface Step {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly Step[];
}

/** Runs statements once more on their database, and says what they look at. @param url of the database */
export async function visitsOf(url: string, statements: readonly CompiledQuery[]): Promise<Visits[]> {
  return url.startsWith('sqlite:') ? visitsOfSqlite(url.slice('sqlite:'.length), statements) : visitsOfPostgresql(url, statements);
}

/** Of SQLite, which does not tell how many rows it looks at, the rows that are searched for a text are counted. */
function visitsOfSqlite(file: string, statements: readonly CompiledQuery[]): Visits[] {
  const database = new Database(file, { readonly: true });
  let rows = 0;
  database.function('instr', { deterministic: true }, (text, part) => {
    rows += 1;
    return String(text).indexOf(String(part)) + 1;
  });
  const visits = statements.map(({ sql, parameters }) => {
    rows = 0;
    const values = parameters.map((value) => (value instanceof Date ? value.getTime() : value));
    database.prepare(sql).all(values);
    const plan = database.prepare(`explain query plan ${sql}`).all(values) as { detail: string }[];
    return { plan: plan.map(({ detail }) => detail), rows };
  });
  database.close();
  return visits;
}

async function visitsOfPostgresql(url: string, statements: readonly CompiledQuery[]): Promise<Visits[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  // on small tables PostgreSQL reads everything anyway
  await client.query('set enable_seqscan = off');
  const visits: Visits[] = [];
  for (const { sql, parameters } of statements) {
    const { rows } = await client.query(`explain (analyze, format json) ${sql}`, [...parameters]);
    const steps = stepsOf(rows[0]['QUERY PLAN'][0].Plan);
    visits.push({
      plan: steps.map((step) => `${step['Node Type']} ${step['Relation Name'] ?? ''} ${step['Index Name'] ?? ''}`),
      rows: steps.reduce((sum, step) => sum + visited(step), 0),
    });
  }
  await client.end();
  return visits;
}

const stepsOf = (step: Step): Step[] => [step, ...(step.Plans ?? []).flatMap(stepsOf)];

function visited(step: Step): number {
  if (!step['Relation Name'] && !step['Index Name']) return 0;
  const removed = (step['Rows Removed by Filter'] ?? 0) + (step['Rows Removed by Index Recheck'] ?? 0);
  return Math.round((step['Actual Rows'] + removed) * step['Actual Loops']);
}
