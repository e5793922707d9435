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
import { type Connections, streamOf } from './connections.ts';
import { LONGEST_PREPARED, type OnStatement, PREPARED_STATEMENTS } from './statements.ts';

/** Milliseconds after which PostgreSQL gives up a statement, and a transaction in which nothing is asked. */
const TIMEOUT = 30_000;
/** Milliseconds that an answer of PostgreSQL may take beyond that; then the network is taken to have lost the connection. */
const ON_THE_WAY = 5_000;
/** Milliseconds after which waiting for a connection is given up. */
const CONNECTION_TIMEOUT = 5_000;

/** All that is read is sought in an index, on disks that need not turn; an `options` in the URL replaces it. */
const PLANNING = '-c random_page_cost=1.1';

/** How to open a pool of connections. */
interface PoolOptions {
  /** The most connections. */
  readonly size: number;
  /** Told of connections that break while idle; the pool replaces them. */
  readonly onError: (error: Error) => void;
  /** Told of every statement. */
  readonly onStatement: OnStatement | undefined;
  /** Milliseconds for which an answer is waited for, however the network fares. */
  readonly patience: number | undefined;
}

/** Opens a pool of connections to a PostgreSQL database; they say to which server. */
export function openPostgresql(
  { Client }: Connections,
  { size, onError, onStatement, patience = TIMEOUT + ON_THE_WAY }: PoolOptions,
): Kysely<unknown> {
  const pool = new Pool({
    Client,
    max: size,
    statement_timeout: TIMEOUT,
    // else whoever has gone away in the middle would hold its locks until the network finds out
    idle_in_transaction_session_timeout: TIMEOUT,
    connectionTimeoutMillis: CONNECTION_TIMEOUT,
    application_name: 'clientele',
    options: PLANNING,
  });
  pool.on('error', onError);
  // a client that is checked out has no listener but ours, and an error without one ends the process
  pool.on('connect', (client) => client.on('error', onError));
  return new DirectPostgresql(pool, watched(pool, preparing(onStatement), patience));
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

/** How often within the patience it is looked whether an answer is overdue. */
const LOOKS = 10;

/**
 * Ends connections that do not answer in time, so that the pool replaces them. One timer looks at all of them: the timer that
 * pg itself makes for each statement keeps what it answers alive until the next full collection.
 * @param patience milliseconds for which an answer is waited for
 */
function watched(pool: Pool, ask: Ask, patience: number): Ask {
  /** Since when each connection owes an answer; undefined where it owes none. */
  const clients = new Map<PoolClient, { since: number | undefined }>();
  const look = () => {
    for (const [client, { since }] of clients) {
      if (since !== undefined && performance.now() - since > patience) streamOf(client).destroy(new Error('Connection terminated'));
    }
  };
  let timer: NodeJS.Timeout | undefined;
  pool.on('connect', (client) => {
    clients.set(client, { since: undefined });
    timer ??= setInterval(look, patience / LOOKS).unref();
  });
  pool.on('remove', (client) => {
    clients.delete(client);
    if (clients.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  });
  return (client, statement, done) => {
    const watch = clients.get(client) ?? { since: undefined };
    watch.since = performance.now();
    ask(client, statement, (error, result) => {
      watch.since = undefined;
      done(error, result);
    });
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
