import { CommanderError } from 'commander';
import { asStarted } from './started-as.ts';
import { visible } from './visible.ts';

/** What a command was asked and cannot do; its message is one line for the person who asked. */
export class CommandError extends Error {}

/**
 * Ends the process with one line that says what is wrong, and exit code 1; 2 where the command line could not be understood.
 * A command in it is named as this one was started.
 */
export async function fail(error: unknown): Promise<never> {
  // has said it already
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2);
  process.stderr.write(`clientele: ${visible(asStarted(await reason(error)))}\n`);
  process.exit(1);
}

interface Fault extends NodeJS.ErrnoException {
  readonly address?: string;
  readonly port?: number;
}

async function reason(error: unknown): Promise<string> {
  const { code = '', message = String(error), syscall, path, address, port } = error as Fault;
  const line = message.split('\n')[0] ?? '';
  if (code === '') return (await whyUnavailable(error, line)) ?? line;
  if (code === 'EADDRINUSE') return `PORT: ${port} is in use. Set PORT to another one.`;
  // a worker binds where a single process listens
  if (syscall === 'listen' || syscall === 'bind') {
    const name = code === 'EACCES' && port !== undefined && port < 1024 ? 'PORT' : 'HOST';
    return `${name}: cannot listen on ${address}${port ? `, port ${port}` : ''}: ${line}`;
  }
  // "EACCES: permission denied, mkdir '/data'" without what is said anyway
  const why = /^[A-Z]+: ([^,]+)/.exec(line)?.[1] ?? line;
  if (syscall === 'mkdir' || syscall === 'mkdtemp') return `DATABASE_URL: the directory cannot be written: ${path} (${why})`;
  if (syscall === 'open' || syscall === 'chmod') return `DATABASE_URL: the file cannot be written: ${path} (${why})`;
  return (await whyUnavailable(error, line || code)) ?? line;
}

async function whyUnavailable(error: unknown, line: string): Promise<string | undefined> {
  const { inability, isUnavailable, whyNotOpened } = await import('../query/dialect/driver-errors.ts');
  switch (whyNotOpened(error)) {
    case 'not-a-database':
      return 'DATABASE_URL: the file is not a SQLite database.';
    case 'not-writable':
      return `DATABASE_URL: the file cannot be written: ${line}`;
    case 'refused-user':
      return `DATABASE_URL: the database refuses the user or its password: ${line}`;
    case 'no-such-database':
      return `DATABASE_URL: there is no such database: ${line}`;
  }
  if (!isUnavailable(error)) return undefined;
  return `DATABASE_URL: the database cannot ${inability(error) ? 'do this now' : 'be reached'}: ${line}`;
}
