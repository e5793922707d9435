/*
 * What the drivers' errors mean, by the codes of SQLite, the SQLSTATEs of PostgreSQL and the codes of Node. Nothing else
 * compares a code of a database.
 */

/** Codes for a database that cannot be reached, refuses connections, or is starting or stopping. */
const AWAY =
  /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|EADDRNOTAVAIL|EMFILE|ENFILE|ENOTFOUND|EAI_|08|28|3D000|53300|57P|25P0[34]|SQLITE_(CANTOPEN|PROTOCOL))/;

/** Codes of a database that answers, but cannot do it now: it is read-only or full, has no memory, or a lock is held for too long. */
const UNABLE = /^(25006|53|55P03|57014|580|SQLITE_(BUSY|LOCKED|FULL|READONLY|IOERR|NOMEM))/;

/** A deadlock or a serialization failure: the transaction has to be repeated. */
const TRANSACTION_ROLLBACK = /^40/;

/** Messages of pg that come without a code. */
const LOST =
  /Connection terminated|is not queryable|timeout expired|Query read timeout|error establishing an SSL connection|timeout exceeded when trying to connect|Cannot use a pool after/;

interface Fault {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly detail?: unknown;
  readonly cause?: unknown;
  /** Where graphql-js keeps what was thrown if it is no `Error` to it, such as one from a native module of another realm. */
  readonly thrownValue?: unknown;
}

/** An error and what has caused it. */
function* chainOf(error: unknown): Generator<{ code: string; message: string }> {
  for (let fault = error as Fault | undefined; fault; fault = (fault.cause ?? fault.thrownValue) as Fault | undefined)
    yield { code: String(fault.code ?? ''), message: String(fault.message ?? '') };
}

/** Whether the database cannot do now what it was asked. Otherwise the error says that something is wrong with the statement. */
export function isUnavailable(error: unknown): boolean {
  for (const { code, message } of chainOf(error))
    if (AWAY.test(code) || UNABLE.test(code) || TRANSACTION_ROLLBACK.test(code) || LOST.test(message)) return true;
  return false;
}

/** The code by which a database that answers says that it cannot do this now; undefined for every other error. */
export function inability(error: unknown): string | undefined {
  for (const { code } of chainOf(error)) if (UNABLE.test(code)) return code;
  return undefined;
}

const codeOf = (error: unknown): string => String((error as Fault).code ?? '');

const UNIQUE: readonly string[] = ['23505', 'SQLITE_CONSTRAINT_UNIQUE'];
const FOREIGN_KEY: readonly string[] = ['23503', 'SQLITE_CONSTRAINT_FOREIGNKEY'];
/** Serialization failure and deadlock; of SQLite, which has one writer, there are none. */
const CONFLICTS: readonly string[] = ['40001', '40P01'];

/**
 * The unique column in which another row has the value already that was to be stored. Where several columns are unique together,
 * it is the last of them: the others say within what. Undefined for every other error.
 */
export function violatedColumn(error: unknown): string | undefined {
  if (!UNIQUE.includes(codeOf(error))) return undefined;
  const { message, detail } = error as Fault;
  // SQLite ends with "table.column, table.column"; PostgreSQL begins, in any language, with "Key (column, column)=(value, value)"
  const columns = /^[^(]*\(([^()]+)\)=\(/.exec(String(detail ?? '')) ?? /UNIQUE constraint failed: ([\w., ]+)$/.exec(String(message));
  return columns?.[1]?.split(/[., ]+/).at(-1);
}

/** Whether a row was not stored because a row that it refers to has been deleted meanwhile. */
export const isForeignKeyViolation = (error: unknown): boolean => FOREIGN_KEY.includes(codeOf(error));

/** Whether somebody else changed the same rows at the same time, so that the caller has to read them again and repeat the change. */
export const isConflict = (error: unknown): boolean => CONFLICTS.includes(codeOf(error)) || isForeignKeyViolation(error);

/** Whether a statement was undone because of the values that it writes, or because of a lock. */
export const isUndone = (error: unknown): boolean => /^(22|23|40|54|55P03|SQLITE_CONSTRAINT)/.test(codeOf(error));

/** Whether another connection is writing to the SQLite database. */
export const isLocked = (error: unknown): boolean => codeOf(error).startsWith('SQLITE_BUSY');

/** Whether a statement was ended because it took too long, as it would elsewhere. */
export const isCanceled = (error: unknown): boolean => codeOf(error) === '57014';

/** Whether a server is there, but starts, recovers or stops. */
export const isStarting = (error: unknown): boolean => codeOf(error) === '57P03';

/** Whether a table was not made because another process made it at the same time; PostgreSQL translates its messages. */
export const isMadeMeanwhile = (error: unknown): boolean =>
  /already exists/.test(String((error as Fault).message)) || codeOf(error) === '42P07' || codeOf(error) === '23505';

/** Whether a server answers, but refuses the user or the database, or has no room for one more connection. */
export const isConnectionRefused = (error: unknown): boolean => /^(28|3D|53)/.test(codeOf(error));

/** The code with which PostgreSQL refuses writes while it is read-only. */
export const READ_ONLY = '25006';
/** The code with which it refuses a startup message that it, or a pooler before it, does not understand. */
export const PROTOCOL_VIOLATION = '08P01';

/** Why a database cannot be opened, if whoever starts the gateway can mend it; undefined for every other error. */
export function whyNotOpened(error: unknown): 'not-a-database' | 'not-writable' | 'refused-user' | 'no-such-database' | undefined {
  const code = codeOf(error);
  if (code === 'SQLITE_NOTADB') return 'not-a-database';
  if (/^SQLITE_(CANTOPEN|READONLY)/.test(code)) return 'not-writable';
  if (code.startsWith('28')) return 'refused-user';
  return code === '3D000' ? 'no-such-database' : undefined;
}
