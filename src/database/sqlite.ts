import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn, setTimeout } from 'node:timers/promises';
import Database, { type Statement } from 'better-sqlite3';
import {
  type Compilable,
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type QueryResult,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  SqliteQueryCompiler,
  type ValueNode,
} from 'kysely';
import { LRUCache } from 'lru-cache';
import { isLocked } from '../query/dialect/driver-errors.ts';
import { keepToOwner, makeForOwner } from './file-modes.ts';
import { LONGEST_PREPARED, type OnStatement, PREPARED_CHARACTERS, PREPARED_STATEMENTS } from './statements.ts';

/** Milliseconds for which a statement waits for a lock of another process. */
const BUSY_TIMEOUT = 5_000;
const AT_ONCE = CompiledQuery.raw('pragma busy_timeout = 0');
const PATIENTLY = CompiledQuery.raw(`pragma busy_timeout = ${BUSY_TIMEOUT}`);
const BEGIN = CompiledQuery.raw('begin immediate');
/** Milliseconds between two attempts to take the write lock. */
const LOCK_RETRY = 1;

/** The two handles of one SQLite file: one writes, the other reads what was committed, and neither waits for the other. */
export interface SqliteHandles {
  readonly write: SqliteDialect;
  /** The handle that writes, for statements inside a transaction on it: they are part of it only while it is open. */
  readonly inTransaction: Kysely<unknown>;
  readonly read: Kysely<unknown>;
  /** Removes what a database that keeps nothing has left. */
  discard(): void;
}

/**
 * Opens a SQLite file.
 * @param path of the file; `:memory:` is a file of its own that is deleted on close, because only files have readers
 * @param onStatement told of every statement
 * @param onTightened told if others could read the file until now
 * @throws if the file or its directory cannot be written
 */
export function openSqlite(path: string, onStatement: OnStatement | undefined, onTightened: (file: string) => void): SqliteHandles {
  const scratch = path === ':memory:' ? mkdtempSync(join(tmpdir(), 'clientele-')) : undefined;
  const file = scratch ? join(scratch, 'clientele.db') : path;
  mkdirSync(dirname(file), { recursive: true });
  makeForOwner(file);
  const write = new Database(file);
  write.pragma('journal_mode = WAL');
  // not before SQLite has said that it is a database
  if (keepToOwner(file)) onTightened(file);
  // set on every connection: better-sqlite3 falls back to NORMAL when it reopens a WAL file
  write.pragma(`synchronous = ${scratch ? 'OFF' : 'FULL'}`);
  write.pragma('foreign_keys = ON');
  write.pragma(`busy_timeout = ${BUSY_TIMEOUT}`);
  // what a savepoint would put back is kept in memory: a file for it costs a third of every write
  write.pragma('temp_store = MEMORY');
  // pages: one that is written again before the log is folded into the file is folded only once
  write.pragma('wal_autocheckpoint = 4000');
  const read = new Database(file, { readonly: true, fileMustExist: true });
  read.pragma(`busy_timeout = ${BUSY_TIMEOUT}`);
  const snapshot = new Snapshot(read);
  // a log that somebody reads is not begun anew
  const writer = prepared(write, onStatement, () => snapshot.end());
  return {
    write: new ImmediateSqliteDialect(writer),
    inTransaction: new DirectSqlite(writer),
    read: new TurnTakingSqlite(prepared(read, onStatement), snapshot),
    discard: () => scratch && rmSync(scratch, { recursive: true, force: true }),
  };
}

/**
 * Writes a boolean that a column is compared with into the text. As a parameter it would have SQLite plan the statement anew at
 * each use where the condition of a partial index is about that column, because the plan then depends on the value.
 */
class LiteralBooleans extends SqliteQueryCompiler {
  protected override visitValue(node: ValueNode): void {
    if (typeof node.value === 'boolean') this.append(String(node.value));
    else super.visitValue(node);
  }
}

class PlannedOnceDialect extends SqliteDialect {
  override createQueryCompiler(): LiteralBooleans {
    return new LiteralBooleans();
  }
}

class ImmediateSqliteDialect extends PlannedOnceDialect {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): Driver {
    return new ImmediateSqliteDriver({ database: this.#database });
  }
}

/**
 * Takes the write lock when a transaction begins, so that none fails half way. Where another process has it, this one
 * goes on with everything else meanwhile: SQLite itself would wait with the whole thread.
 */
class ImmediateSqliteDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    for (const end = Date.now() + BUSY_TIMEOUT; ; await setTimeout(LOCK_RETRY)) {
      try {
        await connection.executeQuery(AT_ONCE);
        await connection.executeQuery(BEGIN);
        return;
      } catch (error) {
        if (!isLocked(error) || Date.now() > end) throw error;
      } finally {
        await connection.executeQuery(PATIENTLY);
      }
    }
  }
}

/** Executes without queueing for the connection: statements of one thread cannot get in each other's way. */
class DirectSqlite extends Kysely<unknown> {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    super({ dialect: new PlannedOnceDialect({ database }) });
    this.#database = database;
  }

  override async executeQuery<Row>(query: CompiledQuery<Row> | Compilable<Row>): Promise<QueryResult<Row>> {
    return this.executeNow(query);
  }

  protected executeNow<Row>(query: CompiledQuery<Row> | Compilable<Row>): QueryResult<Row> {
    const { sql, parameters } = 'sql' in query ? query : query.compile();
    const statement = this.#database.prepare(sql);
    if (statement.reader) return { rows: statement.all(parameters) as Row[] };
    const { changes, lastInsertRowid } = statement.run(parameters);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  override async destroy(): Promise<void> {
    this.#database.close();
  }
}

/**
 * A transaction for what is read in one turn of the event loop: for a statement by itself SQLite takes and gives back its locks,
 * which takes as long as to find a row. What is committed meanwhile by another process is seen in the next turn, in which whoever
 * has heard of it can ask.
 */
class Snapshot {
  readonly #database: Database.Database;
  readonly #begin: Statement;
  readonly #commit: Statement;
  #isOpen = false;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#begin = database.prepare('begin');
    this.#commit = database.prepare('commit');
  }

  begin(): void {
    if (this.#isOpen) return;
    this.#begin.run();
    this.#isOpen = true;
  }

  end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    // SQLite has ended it itself where the disk has failed, and closing has
    if (this.#database.inTransaction) this.#commit.run();
  }
}

/** Milliseconds that statements may take of one turn of the event loop; those that come later wait for the next one. */
const TURN = 10;
/** Milliseconds that become of one row in the same turn: it is made an object of the answer. */
const OF_ROW = 0.01;

/** Reads so that whoever asks for much at once does not keep others waiting for all of it. */
class TurnTakingSqlite extends DirectSqlite {
  readonly #snapshot: Snapshot;
  /** Milliseconds that statements have taken of this turn; undefined before the first of them. */
  #spent: number | undefined;
  readonly #endTurn = () => {
    this.#spent = undefined;
    this.#snapshot.end();
  };

  constructor(database: SqliteDatabase, snapshot: Snapshot) {
    super(database);
    this.#snapshot = snapshot;
  }

  override async executeQuery<Row>(query: CompiledQuery<Row> | Compilable<Row>): Promise<QueryResult<Row>> {
    while ((this.#spent ?? 0) > TURN) await nextTurn();
    if (this.#spent === undefined) setImmediate(this.#endTurn);
    else this.#snapshot.begin();
    const start = performance.now();
    let rows = 0;
    try {
      const result = this.executeNow(query);
      rows = result.rows.length;
      return result;
    } finally {
      this.#spent = (this.#spent ?? 0) + performance.now() - start + rows * OF_ROW;
      // nor do the rows of a long statement keep them waiting
      if (this.#spent > TURN) await nextTurn();
    }
  }
}

const bound = (value: unknown): unknown => {
  if (typeof value === 'boolean') return Number(value);
  return value instanceof Date ? value.getTime() : value;
};

/**
 * A handle that prepares each statement once, and takes dates and booleans as parameters.
 * @param before what comes before every statement
 */
function prepared(database: Database.Database, onStatement: OnStatement | undefined, before = () => {}): SqliteDatabase {
  const statements = new LRUCache<string, ReturnType<typeof taking>>({
    max: PREPARED_STATEMENTS,
    maxSize: PREPARED_CHARACTERS,
    maxEntrySize: LONGEST_PREPARED,
    sizeCalculation: (_, text) => text.length + 1,
    memoMethod: (text) => taking(database.prepare(text)),
  });
  return {
    prepare: (text) => {
      onStatement?.(text);
      before();
      return statements.memo(text);
    },
    close: () => void database.close(),
  };
}

const taking = (statement: Statement) => ({
  reader: statement.reader,
  all: (parameters: readonly unknown[]) => statement.all(parameters.map(bound)),
  run: (parameters: readonly unknown[]) => statement.run(parameters.map(bound)),
  iterate: (parameters: readonly unknown[]) => statement.iterate(parameters.map(bound)),
});
