import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Milliseconds after which a command that should have ended is ended. */
const PATIENCE = 60_000;
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

/** Starts `clientele` as a shell does, in an environment that says nothing to it but what is given. */
function start(args: readonly string[], environment: Readonly<Record<string, string>>, timeout?: number) {
  // Node compiles it once for all processes of a run
  const NODE_COMPILE_CACHE = join(process.env.TEST_DIRECTORY ?? tmpdir(), 'compiled');
  const env = { PATH: process.env.PATH ?? '', HOME: tmpdir(), NODE_COMPILE_CACHE, ...environment };
  const child = spawn(process.execPath, ['--disable-proto=delete', MAIN, ...args], { env, timeout });
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

/** Runs a command of `clientele` to its end. @param input what it reads from standard input */
export function clientele(args: readonly string[], environment: Readonly<Record<string, string>> = {}, input = ''): Promise<Finished> {
  const { child, finished } = start(args, environment, PATIENCE);
  // one that reads nothing may have ended
  child.stdin.on('error', () => {}).end(input);
  return finished;
}

/** Starts `clientele serve` on a free port, and waits until it serves. */
export async function serve(environment: Readonly<Record<string, string>>): Promise<Serving> {
  const { child, output, finished } = start(['serve'], { PORT: '0', DRAIN_SECONDS: '0', ...environment });
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

/** Makes a directory for one test file. @returns its path, and how to remove it */
export function scratchDirectory(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'clientele-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
