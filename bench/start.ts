import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** Sets up what is stale, then measures: everything but the servers runs on the cores after the first. */
const root = join(import.meta.dirname, '..');
const run = (command: string, ...args: string[]) => execFileSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });

const installed = join(root, 'bench/node_modules/.package-lock.json');
const locked = join(root, 'bench/package-lock.json');
run('npm', 'run', '-s', 'build');
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(locked).mtimeMs) run('npm', 'ci', '--prefix', 'bench');
run(join(root, 'node_modules/.bin/tsc'), '-p', 'bench');

const cores = availableParallelism();
const pinned = existsSync('/usr/bin/taskset') && cores > 1 ? ['taskset', '-c', `1-${cores - 1}`] : [];
const command = [...pinned, process.execPath, join(root, 'bench/dist/main.js'), ...process.argv.slice(2)];
process.exitCode = spawnSync(command[0] as string, command.slice(1), { cwd: root, stdio: 'inherit' }).status ?? 1;
