/** Codes of Node and SQLSTATEs for a database that cannot be reached, refuses whoever comes, or is starting or stopping. */
const AWAY =
  /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|EADDRNOTAVAIL|EMFILE|ENFILE|ENOTFOUND|EAI_|08|28|3D000|53300|57P|25P0[34]|SQLITE_(CANTOPEN|PROTOCOL))/;

/** What a database is reached for, but cannot do now: it is read-only or full, has no memory, or a lock is held for too long. */
const UNABLE = /^(25006|53|55P03|57014|580|SQLITE_(BUSY|LOCKED|FULL|READONLY|IOERR|NOMEM))/;

/** Writers in each other's way, of which one has to come again. */
const CROSSED = /^40/;

/** What pg says without a code. */
const LOST =
  /Connection terminated|is not queryable|timeout expired|Query read timeout|error establishing an SSL connection|timeout exceeded when trying to connect|Cannot use a pool after/;

interface Fault {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  /** What graphql-js calls something thrown that is no `Error` to it, such as one of a native module of another realm. */
  readonly thrownValue?: unknown;
}

/** An error and what has caused it. */
function* chainOf(error: unknown): Generator<{ code: string; message: string }> {
  for (let fault = error as Fault | undefined; fault; fault = (fault.cause ?? fault.thrownValue) as Fault | undefined)
    yield { code: String(fault.code ?? ''), message: String(fault.message ?? '') };
}

/** Whether an error says that the database cannot do now what it was asked, rather than that something is wrong with that. */
export function isUnavailable(error: unknown): boolean {
  for (const { code, message } of chainOf(error))
    if (AWAY.test(code) || UNABLE.test(code) || CROSSED.test(code) || LOST.test(message)) return true;
  return false;
}

/** The code with which a database that was reached says that it cannot do now what it was asked; undefined if it says no such thing. */
export function inability(error: unknown): string | undefined {
  for (const { code } of chainOf(error)) if (UNABLE.test(code)) return code;
  return undefined;
}
