import {
  type Compilable,
  type CompiledQuery,
  Kysely,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type QueryResult,
} from 'kysely';
import { Pool, type PoolClient, TypeOverrides } from 'pg';
import type { Composed } from '../query/slot.ts';
import type { Connections } from './connections.ts';
import { type Ask, findOut, isPoolerFound, preparing, sessionOn, TIMEOUT, wayOf } from './session.ts';
import { watched } from './silence.ts';
import type { OnStatement } from './statements.ts';

/** Milliseconds that an answer may take beyond the timeout of PostgreSQL itself. */
const ON_THE_WAY = 5_000;
/** Milliseconds after which waiting for a connection is given up. */
const CONNECTION_TIMEOUT = 5_000;
/** Milliseconds after which the network is asked whether an idle connection still is one. */
const KEEP_ALIVE = 5_000;

/** Numbers of objects and counts come as numbers: there will be none that those do not hold exactly. */
const TYPES = new TypeOverrides();
TYPES.setTypeParser(20, Number);

/** How to open a pool of connections. */
interface PoolOptions {
  /** The most connections. */
  readonly size: number;
  /** Told of connections that break while idle; the pool replaces them. */
  readonly onError: (error: Error) => void;
  /** Told of every statement. */
  readonly onStatement: OnStatement | undefined;
  /** Milliseconds for which an answer is waited for, however the network fares. */
  readonly answerTimeout: number | undefined;
}

/** Opens a pool of connections to a PostgreSQL database, or to a pooler in front of one; they say to which server. */
export function openPostgresql(
  connections: Connections,
  { size, onError, onStatement, answerTimeout = TIMEOUT + ON_THE_WAY }: PoolOptions,
): Kysely<unknown> {
  const way = wayOf(connections.url());
  const Session = sessionOn(way, connections.Client);
  const connection = {
    statement_timeout: TIMEOUT,
    // else whoever has gone away in the middle would hold its locks until the network finds out
    idle_in_transaction_session_timeout: TIMEOUT,
    connectionTimeoutMillis: CONNECTION_TIMEOUT,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE,
    application_name: 'clientele',
    types: TYPES,
  };
  const pool = new Pool({ ...connection, max: size, Client: Session, verify: (client, done) => findOut(way, ask, client, done) });
  pool.on('error', onError);
  // a client that is checked out has no listener but ours, and an error without one ends the process
  pool.on('connect', (client) => client.on('error', onError));
  const ask = watched(pool, preparing(way, onStatement), { way, answerTimeout, dial: () => new Session(connection) });
  return new DirectPostgresql(pool, ask);
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
          if (isPoolerFound(unconnected)) resolve(this.executeQuery(query));
          else reject(unconnected);
          return;
        }
        // what is asked here without parameters is either a query of ours or several statements that change the schema
        const isPrepared = !(query as Composed).isComposed && (values.length > 0 || text.startsWith('select '));
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

/** The pool for Kysely, which begins and ends transactions with it, and never asks for a cursor. */
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
      const client = await pool.connect().catch((error) => {
        if (isPoolerFound(error)) return pool.connect();
        throw error;
      });
      const known = clients.get(client) ?? wrap(client);
      clients.set(client, known);
      return known;
    },
    end: () => pool.end(),
  } as PostgresPool;
}
