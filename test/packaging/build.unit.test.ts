import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { read } from '../docs/markdown.ts';
import { run, scratchDirectory } from '../support/process.ts';

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const scratch = scratchDirectory();
afterAll(scratch.remove);

/** What builds, in the order in which it is named: the program is compiled and bundled, and beside both the console is built. */
const PARTS = ['tsc', 'node', 'npm'];

/** Builds by programs that do nothing. @param broken the one of them that fails */
async function build(broken: string | undefined): Promise<{ code: number | null; isFresh: boolean }> {
  const cwd = join(scratch.path, `without-${broken}`);
  for (const directory of ['bin', 'dist']) mkdirSync(join(cwd, directory), { recursive: true });
  for (const part of PARTS) writeFileSync(join(cwd, 'bin', part), `#!/bin/sh\nexit ${part === broken ? 3 : 0}\n`, { mode: 0o755 });
  const PATH = `${join(cwd, 'bin')}:${process.env.PATH}`;
  const { code } = await run(['sh', '-c', scripts.build as string], { PATH }, cwd);
  return { code, isFresh: existsSync(join(cwd, 'build/.built')) };
}

describe('"npm run build"', () => {
  it('succeeds where all of its parts do', async () => {
    expect(await build(undefined)).toEqual({ code: 0, isFresh: true });
  });

  it.each(PARTS)('fails where %s fails, and leaves nothing that is taken for built', async (part) => {
    const { code, isFresh } = await build(part);
    expect({ isFailure: code !== 0, isFresh }).toEqual({ isFailure: true, isFresh: false });
  });
});
