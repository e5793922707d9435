import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Milliseconds after which a command that should have ended is ended. */
const PATIENCE = 280_000;
const MAIN = join(import.meta.dirname, '../../dist/main.js');

// a test that fails half way leaves no process behind
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** What a command has left behind. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A gateway in a process of its own. */
export interface Serving {
  readonly url: string;
  readonly process: ChildProcess;
  /** What it has written until now. */
  readonly output: { stdout: string; stderr: string };
  /** Sends a signal and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<Finished>;
}

/** Where and for how long a program runs, where that is not here and until it ends. */
interface Place {
  readonly cwd?: string;
  readonly timeout?: number;
}

/** Starts a program as a shell does, in an environment that says nothing to it but what is given. */
export function start([file, ...args]: readonly [string, ...string[]], environment: Readonly<Record<string, string>>, place: Place = {}) {
  // Node compiles it once for all processes of a run
  const NODE_COMPILE_CACHE = join(process.env.TEST_DIRECTORY ?? tmpdir(), 'compiled');
  const env = { PATH: process.env.PATH ?? '', HOME: tmpdir(), NODE_COMPILE_CACHE, ...environment };
  const child = spawn(file, args, { env, ...place });
  running.add(child);
  child.once('close', () => running.delete(child));
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text;
    });
  }
  const finished = once(child, 'close').then(([code]): Finished => ({ code, ...output }));
  return { child, output, finished };
}

/** The command line. */
export const CLIENTELE = [process.execPath, '--disable-proto=delete', MAIN] as const;

/** Runs a program to its end. */
export const run = (
  command: readonly [string, ...string[]],
  environment: Readonly<Record<string, string>> = {},
  cwd?: string,
): Promise<Finished> => start(command, environment, { cwd, timeout: PATIENCE }).finished;

/** Runs a command of `clientele` to its end. @param input what it reads from standard input */
export function clientele(args: readonly string[], environment: Readonly<Record<string, string>> = {}, input = ''): Promise<Finished> {
  const { child, finished } = start([...CLIENTELE, ...args], environment, { timeout: PATIENCE });
  // one that reads nothing may have ended
  child.stdin.on('error', () => {}).end(input);
  return finished;
}

/** Starts `clientele serve` on a free port, and waits until it serves. */
export const serve = (environment: Readonly<Record<string, string>>): Promise<Serving> => serveBy([...CLIENTELE, 'serve'], environment);

/** Starts a gateway by whatever command on a free port, and waits until it serves. */
export async function serveBy(
  command: readonly [string, ...string[]],
  environment: Readonly<Record<string, string>>,
  cwd?: string,
): Promise<Serving> {
  const { child, output, finished } = start(command, { PORT: '0', DRAIN_SECONDS: '0', CONSOLE: 'false', ...environment }, { cwd });
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', () => {
      const found = /serves (http\S+)\/graphql/.exec(output.stderr)?.[1];
      if (found) resolve(found);
    });
    void finished.then(({ stderr }) => reject(new Error(`the gateway did not start: ${stderr}`)));
  });
  const end = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    return finished;
  };
  return { url, process: child, output, end };
}

/**
 * Makes a directory for one test file, or for one server. @param parent where it lies
 * @returns its path, and how to remove it, which the end of the process does at the latest: it may be memory
 */
export function scratchDirectory(parent = tmpdir()): { path: string; remove: () => void } {
  const path = mkdtempSync(join(parent, 'clientele-test-'));
  const remove = () => {
    process.off('exit', remove);
    rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  };
  process.once('exit', remove);
  return { path, remove };
}
