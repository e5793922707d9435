import {
  type Compilable,
  type CompiledQuery,
  Kysely,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type QueryResult,
} from 'kysely';
import { Pool, type PoolClient, type QueryResult as Result } from 'pg';
import { LONGEST_PREPARED, type OnStatement, PREPARED_STATEMENTS } from './statements.ts';

/** Milliseconds after which PostgreSQL gives a statement up. */
const STATEMENT_TIMEOUT = 30_000;
/** Milliseconds after which waiting for a connection is given up. */
const CONNECTION_TIMEOUT = 5_000;

/** All that is read is sought in an index, on disks that need not turn; an `options` in the URL replaces it. */
const PLANNING = '-c random_page_cost=1.1';

/**
 * Opens a pool of connections to a PostgreSQL database.
 * @param size the most connections
 * @param onError told of connections that break while idle; the pool replaces them
 * @param onStatement told of every statement
 */
export function openPostgresql(
  url: string,
  size: number,
  onError: (error: Error) => void,
  onStatement: OnStatement | undefined,
): Kysely<unknown> {
  const pool = new Pool({
    connectionString: url,
    max: size,
    statement_timeout: STATEMENT_TIMEOUT,
    connectionTimeoutMillis: CONNECTION_TIMEOUT,
    application_name: 'clientele',
    options: PLANNING,
  });
  pool.on('error', onError);
  // a client that is checked out has no listener but ours, and an error without one ends the process
  pool.on('connect', (client) => client.on('error', onError));
  return new DirectPostgresql(pool, preparing(onStatement));
}

type Ask = (client: PoolClient, statement: Statement, done: (error: Error, result: Result) => void) => void;

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Whether it comes again with the same text. */
  readonly isPrepared: boolean;
}

/** Asks by statements that each connection prepares once, under a name of its own. */
function preparing(onStatement: OnStatement | undefined): Ask {
  const names = new Map<string, string>();
  const nameOf = (text: string): string | undefined => {
    // connections keep what they have prepared as long as they live, so there is an end to it
    if (!names.has(text) && names.size < PREPARED_STATEMENTS && text.length <= LONGEST_PREPARED) names.set(text, `s${names.size}`);
    return names.get(text);
  };
  return (client, { text, values, isPrepared }, done) => {
    onStatement?.(text);
    // with a callback: the promises that pg itself makes keep all rows alive until the next full collection
    client.query(isPrepared ? { name: nameOf(text), text, values: [...values] } : { text }, done);
  };
}

/** Executes a statement that is in no transaction on the pool itself: what Kysely does around each costs more than most. */
class DirectPostgresql extends Kysely<unknown> {
  readonly #pool: Pool;
  readonly #ask: Ask;

  constructor(pool: Pool, ask: Ask) {
    super({ dialect: new PostgresDialect({ pool: wrapped(pool, ask) }) });
    this.#pool = pool;
    this.#ask = ask;
  }

  override executeQuery<Row>(query: CompiledQuery<Row> | Compilable<Row>): Promise<QueryResult<Row>> {
    const { sql: text, parameters: values } = 'sql' in query ? query : query.compile();
    return new Promise((resolve, reject) => {
      this.#pool.connect((unconnected, client, release) => {
        if (!client) {
          reject(unconnected);
          return;
        }
        // what is asked here without parameters is either a query of ours or several statements that change the schema
        const isPrepared = values.length > 0 || text.startsWith('select ');
        this.#ask(client, { text, values, isPrepared }, (error, result) => {
          release();
          if (error) reject(error);
          else resolve({ rows: result.rows as Row[], numAffectedRows: BigInt(result.rowCount ?? 0) });
        });
      });
    });
  }

  override async destroy(): Promise<void> {
    await super.destroy();
    // Kysely ends the pool only if it has begun a transaction with it
    if (!this.#pool.ended) await this.#pool.end();
  }
}

/** The pool for Kysely, which begins and ends transactions with it. */
function wrapped(pool: Pool, ask: Ask): PostgresPool {
  const clients = new WeakMap<PoolClient, PostgresPoolClient>();
  const wrap = (client: PoolClient): PostgresPoolClient =>
    ({
      query: (text: string, values: readonly unknown[]) =>
        new Promise((resolve, reject) => {
          // MikroORM writes values into its texts, so those without parameters are many
          ask(client, { text, values, isPrepared: values.length > 0 }, (error, result) => (error ? reject(error) : resolve(result)));
        }),
      release: () => client.release(),
    }) as unknown as PostgresPoolClient;
  return {
    options: pool.options,
    connect: async () => {
      const client = await pool.connect();
      const known = clients.get(client) ?? wrap(client);
      clients.set(client, known);
      return known;
    },
    end: () => pool.end(),
  } as PostgresPool;
}
