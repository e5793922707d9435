import { Client, type PoolClient, type QueryResult } from 'pg';
import { PROTOCOL_VIOLATION } from '../query/dialect/driver-errors.ts';
import { poolerOf } from './servers.ts';
import { LONGEST_PREPARED, type OnStatement, PREPARED_STATEMENTS } from './statements.ts';

/** Milliseconds after which PostgreSQL gives up a statement, and a transaction in which nothing is asked. */
export const TIMEOUT = 30_000;

/** What poolers keep apart for each of their clients; written as PostgreSQL itself says it, else they set it again each time. */
const KEPT_BY_POOLERS = { client_encoding: 'UTF8', DateStyle: 'ISO, MDY', TimeZone: 'UTC', standard_conforming_strings: 'on' };

/** All that is relied on, whatever the settings of the server, of the database and of the user are. */
const RELIED_ON = {
  ...KEPT_BY_POOLERS,
  IntervalStyle: 'postgres',
  extra_float_digits: '1',
  array_nulls: 'on',
  default_transaction_isolation: 'read committed',
};

/**
 * What the `options` of the URL have the last word on. All that is read is sought in an index, on disks that need not turn; and
 * where tables are is PostgreSQL's own default.
 */
const OPTIONS = '-c random_page_cost=1.1 -c search_path="$user",public';

/** What a transaction is to be like where a session has no settings of its own. */
const BEGIN = `begin isolation level read committed; set local statement_timeout = ${TIMEOUT}; set local idle_in_transaction_session_timeout = ${TIMEOUT}`;

/**
 * Whether there is a pooler on the way to PostgreSQL, such as PgBouncer, that lends another session of PostgreSQL to each
 * transaction. Undefined as long as that is not known.
 */
export interface Way {
  isPooled: boolean | undefined;
}

/** The way that a URL says: `?pooler=transaction`. */
export const wayOf = (url: string): Way => ({ isPooled: poolerOf(url) === 'transaction' || undefined });

/** A connection was refused because it was opened as if no pooler were on the way. The next one is not. */
class PoolerFound extends Error {
  readonly code = PROTOCOL_VIOLATION;
}

/** Whether it was found out, only now, that there is a pooler, so that it is worth to connect once more. */
export const isPoolerFound = (error: unknown): boolean => error instanceof PoolerFound;

type Connected = (error?: Error | null) => void;

/** Has connections of a class set all that we rely on for their session; poolers get what they can keep. */
export function sessionOn(way: Way, Connection: typeof Client): typeof Client {
  class Session extends Connection {
    #isPooled: boolean | undefined;

    /** The parameters of the startup message, which come before all settings of the server, the database and the user. */
    override getStartupConf(): Readonly<Record<string, string>> {
      this.#isPooled = way.isPooled;
      const given = Client.prototype.getStartupConf.call(this);
      const { statement_timeout: _, idle_in_transaction_session_timeout: __, lock_timeout: ___, ...accepted } = given;
      if (this.#isPooled) return { ...accepted, ...KEPT_BY_POOLERS };
      return { ...given, ...RELIED_ON, options: given['options'] ? `${OPTIONS} ${given['options']}` : OPTIONS };
    }

    override connect(): Promise<Client>;
    override connect(callback: Connected): void;
    override connect(callback?: Connected): Promise<Client> | undefined {
      if (!callback) return super.connect();
      super.connect((error: Error | null) => {
        if (!error || this.#isPooled || !/unsupported startup parameter/.test(error.message)) return callback(error);
        way.isPooled = true;
        callback(new PoolerFound(error.message, { cause: error }));
      });
      return undefined;
    }
  }
  return Session;
}

/** A statement for a session. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Whether it comes again with the same text. */
  readonly isPrepared: boolean;
}

/** Asks a session; with a callback, because the promises that pg itself makes keep all rows alive (docs/memory.md). */
export type Ask = (client: PoolClient, statement: Statement, done: (error: Error, result: QueryResult) => void) => void;

/**
 * Asks by statements that each session prepares once, under a name of its own; through a pooler by such as have none. Connections
 * keep what they have prepared. So once there are too many names, all of them are forgotten, and what comes again gets a new one:
 * ever new texts keep no other statement from being prepared.
 */
export function preparing(way: Way, onStatement: OnStatement | undefined): Ask {
  let names = new Map<string, string>();
  let generation = 0;
  const generations = new WeakMap<PoolClient, number>();
  const nameOf = (text: string): string | undefined => {
    if (way.isPooled || text.length > LONGEST_PREPARED) return undefined;
    if (!names.has(text)) {
      if (names.size === PREPARED_STATEMENTS) {
        names = new Map();
        generation += 1;
      }
      names.set(text, `s${generation}_${names.size}`);
    }
    return names.get(text);
  };
  const deallocateOld = (client: PoolClient) => {
    const before = generations.get(client);
    if (before === generation) return;
    generations.set(client, generation);
    if (before === undefined) return;
    const { connection } = client;
    const isNew = ([name]: readonly [string, string]) => name.startsWith(`s${generation}_`);
    // where a failed transaction refuses this, the old ones stay for one generation more
    client.query('deallocate all', (error) => {
      if (!error) connection.parsedStatements = Object.fromEntries(Object.entries(connection.parsedStatements).filter(isNew));
    });
  };
  return (client, { text: given, values, isPrepared }, done) => {
    onStatement?.(given);
    const text = way.isPooled && given === 'begin' ? BEGIN : given;
    const name = isPrepared ? nameOf(text) : undefined;
    if (name !== undefined) deallocateOld(client);
    client.query(isPrepared || values.length > 0 ? { name, text, values: [...values] } : { text }, done);
  };
}

/** Finds out about the way by a new connection: whoever answers under another number than it has given is not PostgreSQL itself. */
export function findOut(way: Way, ask: Ask, client: PoolClient, done: (error?: Error) => void): void {
  if (way.isPooled !== undefined) {
    done();
    return;
  }
  ask(client, { text: 'select pg_backend_pid() as pid', values: [], isPrepared: false }, (error, result) => {
    if (!error) way.isPooled ??= client.processID !== result.rows[0].pid;
    done(error);
  });
}
