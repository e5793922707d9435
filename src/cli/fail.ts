import { ConfigError } from '../config.ts';
import { SchemaVersionError } from '../database/migrate.ts';
import { isUnavailable } from '../graphql/errors.ts';

/** A fault of how a command was used. */
export class UsageError extends Error {}

/** Ends the process with one line that says what is wrong, and exit code 1. */
export function fail(error: unknown): never {
  process.stderr.write(`clientele: ${reason(error)}\n`);
  process.exit(1);
}

function reason(error: unknown): string {
  if (error instanceof ConfigError || error instanceof SchemaVersionError || error instanceof UsageError) return error.message;
  const {
    code = '',
    message = String(error),
    syscall,
    path,
    address,
    port,
  } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  const line = message.split('\n')[0] ?? '';
  if (code === 'EADDRINUSE') return `PORT: ${port} is in use. Set PORT to another one.`;
  // a worker binds where a single process listens
  if (syscall === 'listen' || syscall === 'bind') return `HOST: cannot listen on ${address}${port ? `, port ${port}` : ''}: ${line}`;
  if (['EACCES', 'EROFS', 'ENOTDIR', 'EPERM', 'EEXIST'].includes(code))
    return `DATABASE_URL: the directory cannot be written: ${path ?? line}`;
  if (code === 'SQLITE_NOTADB') return 'DATABASE_URL: the file is not a SQLite database.';
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_READONLY')) return `DATABASE_URL: the file cannot be written: ${line}`;
  if (code.startsWith('28')) return `DATABASE_URL: the database refuses the user or its password: ${line}`;
  if (code === '3D000') return `DATABASE_URL: there is no such database: ${line}`;
  if (isUnavailable(error)) return `DATABASE_URL: the database cannot be reached: ${line || code}`;
  return line;
}
