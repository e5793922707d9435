import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { clientele, scratchDirectory, serve } from '../support/process.ts';

const scratch = scratchDirectory();
afterAll(scratch.remove);

const file = join(scratch.path, 'clientele.db');
const environment = { DATABASE_URL: `sqlite:${file}`, ADMIN_PASSWORD: 'correct horse' };
const modes = (...paths: string[]) => paths.map((path) => (statSync(path).mode & 0o777).toString(8));

describe('the files of a SQLite database', () => {
  it('can be read by their owner alone, while it is used and afterwards', async () => {
    const gateway = await serve(environment);
    expect(modes(file, `${file}-wal`, `${file}-shm`)).toEqual(['600', '600', '600']);
    expect((await gateway.end()).stderr).not.toContain('Others');
    expect(modes(file)).toEqual(['600']);
  });

  it('are taken from everybody else at the next start, which says so', async () => {
    chmodSync(file, 0o644);
    const { code, stderr } = await clientele(['migrate'], environment);
    expect({ code, stderr }).toEqual({ code: 0, stderr: `Others could read ${file}: now its owner alone can\n` });
    expect(modes(file)).toEqual(['600']);
  });

  it('have copies that are as much their own', async () => {
    const copy = join(scratch.path, 'copy.db');
    expect(await clientele(['backup', copy, '--json'], environment)).toEqual({
      code: 0,
      stdout: `${JSON.stringify({ file: copy }, null, 2)}\n`,
      stderr: '',
    });
    expect(modes(copy)).toEqual(['600']);
  });

  it('are not copied to where nothing can be written, and the message says where that is', async () => {
    const copy = join(scratch.path, 'nowhere/copy.db');
    const { code, stderr } = await clientele(['backup', copy], environment);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `clientele: ${copy} cannot be written: ENOENT: no such file or directory, open '${copy}'\n`,
    });
  });
});
