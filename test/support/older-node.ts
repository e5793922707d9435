import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A Node that this machine has. */
export interface OtherNode {
  readonly path: string;
  readonly version: string;
}

/** The first Node that the shell finds of a major version before the given one; npm puts a newer one before it. */
export const nodeBefore = (version: string): OtherNode | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((directory) => join(directory, 'node'))
    .filter((path) => existsSync(path))
    .map((path) => ({ path, version: spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout.trim().slice(1) }))
    .find((found) => Number.parseInt(found.version, 10) < Number.parseInt(version, 10));
