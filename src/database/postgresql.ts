import { PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import { Pool, type PoolClient } from 'pg';
import { type OnStatement, PREPARED_STATEMENTS } from './statements.ts';

/** Milliseconds after which PostgreSQL gives a statement up. */
const STATEMENT_TIMEOUT = 30_000;
/** Milliseconds after which waiting for a connection is given up. */
const CONNECTION_TIMEOUT = 5_000;

/**
 * A pool of connections to a PostgreSQL database.
 * @param size the most connections
 * @param onError told of connections that break while idle; the pool replaces them
 * @param onStatement told of every statement
 */
export function openPostgresql(
  url: string,
  size: number,
  onError: (error: Error) => void,
  onStatement: OnStatement | undefined,
): PostgresDialect {
  const pool = new Pool({
    connectionString: url,
    max: size,
    statement_timeout: STATEMENT_TIMEOUT,
    connectionTimeoutMillis: CONNECTION_TIMEOUT,
    application_name: 'clientele',
  });
  pool.on('error', onError);
  // a client that is checked out has no listener but ours, and an error without one ends the process
  pool.on('connect', (client) => client.on('error', onError));
  return new PostgresDialect({ pool: prepared(pool, onStatement) });
}

/** A pool whose connections prepare each statement with parameters once, under a name of its own. */
function prepared(pool: Pool, onStatement: OnStatement | undefined): PostgresPool {
  const names = new Map<string, string>();
  const clients = new WeakMap<PoolClient, PostgresPoolClient>();
  const nameOf = (text: string): string | undefined => {
    // connections keep what they have prepared as long as they live, so there is an end to it
    if (!names.has(text) && names.size < PREPARED_STATEMENTS) names.set(text, `s${names.size}`);
    return names.get(text);
  };
  const wrap = (client: PoolClient): PostgresPoolClient =>
    ({
      query: (text: string, values: readonly unknown[]) => {
        onStatement?.(text);
        // MikroORM writes values into its texts, so those without parameters are many
        const query = values.length === 0 ? { text } : { name: nameOf(text), text, values: [...values] };
        // with a callback: the promises that pg itself makes keep all rows alive until the next full collection
        return new Promise((resolve, reject) => {
          client.query(query, (error, result) => (error ? reject(error) : resolve(result)));
        });
      },
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
