import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { Readable, Writable } from 'node:stream';
import { run } from '../../src/cli/commands.ts';
import { CLIENTELE, type Finished } from './process.ts';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

/** Where a command would have ended its process. */
class Exit extends Error {}

/** Resolves when every command before has ended: they have the one process one after the other. */
let before: Promise<unknown> = Promise.resolve();

/**
 * Runs a command of `clientele` to its end in this process, as a process of its own would (`clientele` in process.ts): that takes
 * a tenth of the time. For what depends neither on signals, terminals or pipes, nor on what runs at the same time.
 * @param input what it reads from standard input
 */
export function clienteleHere(args: readonly string[], environment: Readonly<Record<string, string>> = {}, input = ''): Promise<Finished> {
  const finished = before.then(() => runHere(args, environment, input));
  before = finished.catch(() => {});
  return finished;
}

async function runHere(args: readonly string[], environment: Readonly<Record<string, string>>, input: string): Promise<Finished> {
  const output = { stdout: '', stderr: '' };
  const into = (stream: keyof typeof output) =>
    new Writable({
      decodeStrings: false,
      write: (text: string | Buffer, _, done) => {
        output[stream] += text;
        done();
      },
    });
  const { exitCode } = process;
  process.exitCode = undefined;
  const putBack = replaced({
    argv: [process.execPath, CLIENTELE.at(-1), ...args],
    env: { PATH: process.env.PATH ?? '', HOME: tmpdir(), ...environment },
    exit: (code: number) => {
      process.exitCode = code;
      throw new Exit();
    },
    stdin: Readable.from(Buffer.from(input), { objectMode: false }),
    stdout: into('stdout'),
    stderr: into('stderr'),
  });
  try {
    await run(version).catch((error: unknown) => {
      if (!(error instanceof Exit)) throw error;
    });
    return { code: Number(process.exitCode ?? 0), ...output };
  } finally {
    putBack();
    process.exitCode = exitCode;
  }
}

/** Replaces properties of the process. @returns what puts them back */
function replaced(others: Readonly<Record<string, unknown>>): () => void {
  const own = Object.keys(others).map((name) => [name, Object.getOwnPropertyDescriptor(process, name) as PropertyDescriptor] as const);
  for (const [name, value] of Object.entries(others)) Object.defineProperty(process, name, { value, configurable: true, writable: true });
  return () => {
    for (const [name, descriptor] of own) Object.defineProperty(process, name, descriptor);
  };
}
