import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, read } from './markdown.ts';

/** What was built already, for commands that are not about building: that takes as long as twenty of them. */
export const BUILT = ['build', 'dist'];
/** The part of it that takes longest, for commands that build the rest. */
export const BUILT_CONSOLE = ['dist/console'];

/** What stands for "npm ci" in a checkout that has everything installed: whether package-lock.json has what package.json asks for. */
export const NPM_CI = 'npm ls --package-lock-only >/dev/null';

/** What `npm run -s clientele` runs, built as it is. */
const PROGRAM = (JSON.parse(read('package.json')) as { scripts: { clientele: string } }).scripts.clientele.replace(
  'npm run -s built && ',
  '',
);

/**
 * Stands before npm in PATH: what npm has run once it would run again, in twice the time that the command takes by itself. The
 * command sees of npm what it looks at.
 * @param directory where it lies
 */
const npmIn = (directory: string) => `#!/bin/bash
PATH=\${PATH//'${directory}:'/}
if [ "$1 $2 $3 $4" = 'run -s clientele --' ]; then
  if [ -e .npm-ran-it ]; then
    shift 4
    export npm_package_name=clientele npm_lifecycle_event=clientele PATH="$PWD/node_modules/.bin:$PATH"
    ${PROGRAM} "$@"
  fi
  touch .npm-ran-it
fi
exec npm "$@"
`;

/** What a fresh checkout has that the documents' commands need. Of the tests it has as many as show that they run. */
const CHECKOUT = [
  ...[
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'bundle.js',
    'jest.config.js',
    '.swcrc',
    'src',
    'console',
    'schema.graphql',
    'examples',
  ],
  ...['test/console/support', 'test/support', 'test/applications/read-path.test.ts'],
];

/** A shell in a scratch checkout, in which commands of a document run one after the other. */
export class Shell {
  readonly directory = mkdtempSync(join(tmpdir(), 'clientele-checkout-'));
  readonly #servers: ChildProcess[] = [];
  readonly #shell: ChildProcess;
  readonly #environment: Record<string, string>;
  #count = 0;
  #hasEnded = false;

  /**
   * @param environment further variables; of our own it has no more than PATH
   * @param more further files and directories that the commands need
   */
  constructor(environment: Record<string, string> = {}, more: readonly string[] = []) {
    for (const path of [...CHECKOUT, ...more]) {
      mkdirSync(join(this.directory, path, '..'), { recursive: true });
      cpSync(join(ROOT, path), join(this.directory, path), { recursive: true });
    }
    // of what was just copied
    if (more.includes('build')) writeFileSync(join(this.directory, 'build/.built'), '');
    symlinkSync(join(ROOT, 'node_modules'), join(this.directory, 'node_modules'));
    const outside = (process.env.PATH ?? '').split(':').filter((entry) => !entry.includes('node_modules'));
    const standIns = join(this.directory, '.stand-ins');
    mkdirSync(standIns);
    writeFileSync(join(standIns, 'npm'), npmIn(standIns), { mode: 0o755 });
    this.#environment = { PATH: [standIns, ...outside].join(':'), HOME: this.directory, ...environment };
    this.#shell = this.#spawn('bash', ['-s']);
    this.#shell.once('close', () => {
      this.#hasEnded = true;
    });
    this.#shell.stdin?.write('set -eE -o pipefail\n');
  }

  /** Runs commands to their end. @returns what they wrote @throws if one of them fails */
  async run(commands: string): Promise<string> {
    const mark = `--- end ${++this.#count} ---`;
    if (this.#hasEnded) throw new Error('The shell has ended with an earlier command.');
    return new Promise((resolve, reject) => {
      let [output, errors] = ['', ''];
      const { stdout, stderr } = this.#shell;
      const fail = () => settle(() => reject(new Error(`The shell ended within\n${commands}\n${output}\n${errors}`)));
      const onOutput = (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes(mark)) settle(() => resolve(output.slice(0, output.indexOf(mark))));
      };
      const onError = (chunk: Buffer) => {
        errors += chunk.toString();
      };
      const settle = (end: () => void) => {
        stdout?.off('data', onOutput);
        stderr?.off('data', onError);
        this.#shell.off('close', fail);
        end();
      };
      stdout?.on('data', onOutput);
      stderr?.on('data', onError);
      this.#shell.once('close', fail);
      this.#shell.stdin?.write(`${commands}\nprintf '%s' '${mark}'\n`);
    });
  }

  /** Runs commands that do not end by themselves. @returns what they have written when they serve @throws if they end */
  serve(commands: string): Promise<string> {
    const server = this.#spawn('bash', ['-c', commands]);
    this.#servers.push(server);
    return new Promise((resolve, reject) => {
      let output = '';
      const listen = (chunk: Buffer) => {
        output += chunk.toString();
        if (/ serves \S+\n/.test(output)) resolve(output);
      };
      server.stdout?.on('data', listen);
      server.stderr?.on('data', listen);
      server.once('close', (code) => reject(new Error(`ended with ${code}:\n${commands}\n${output}`)));
    });
  }

  /** Ends what still runs and removes the checkout. */
  async end(): Promise<void> {
    for (const child of [...this.#servers, this.#shell]) {
      if (child.exitCode !== null || child.pid === undefined) continue;
      const ended = new Promise((resolve) => child.once('close', resolve));
      process.kill(-child.pid, 'SIGTERM');
      await ended;
    }
    rmSync(this.directory, { recursive: true, force: true });
  }

  #spawn(command: string, args: string[]): ChildProcess {
    // a group of its own, so that it ends together with what it has started
    return spawn(command, args, { cwd: this.directory, env: this.#environment, detached: true });
  }
}

/** Whether a value is as a document shows it, in which "…" stands for any text. */
export function fits(shown: unknown, actual: unknown): boolean {
  if (typeof shown === 'string') return typeof actual === 'string' && pattern(shown).test(actual);
  if (shown === null || typeof shown !== 'object') return shown === actual;
  if (actual === null || typeof actual !== 'object') return false;
  const [expected, given] = [Object.entries(shown), new Map(Object.entries(actual))];
  return expected.length === given.size && expected.every(([key, value]) => given.has(key) && fits(value, given.get(key)));
}

const pattern = (shown: string) =>
  new RegExp(
    `^${shown
      .split('…')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[\\s\\S]*')}$`,
  );
