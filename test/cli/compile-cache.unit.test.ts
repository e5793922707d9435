import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { clientele, scratchDirectory } from '../support/process.ts';

const scratch = scratchDirectory();
afterAll(scratch.remove);

const help = (HOME: string) => clientele(['help'], { HOME, NODE_COMPILE_CACHE: '' });

describe('compiled code', () => {
  it('is kept for the next start where its user alone can write', async () => {
    await help(scratch.path);
    const directory = join(scratch.path, '.cache/clientele');
    expect(readdirSync(directory)).toHaveLength(1);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });

  it.each(['/nowhere', '/dev/null', ''])('is not kept where the home is %j, and nothing is said of it', async (home) => {
    expect(await help(home)).toMatchObject({ code: 0, stderr: '' });
  });

  it('is not kept in a file', async () => {
    const home = join(scratch.path, 'home');
    mkdirSync(home);
    writeFileSync(join(home, '.cache'), '');
    expect(await help(home)).toMatchObject({ code: 0, stderr: '' });
  });
});
