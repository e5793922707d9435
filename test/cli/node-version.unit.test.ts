import { spawnSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROOT, read } from '../docs/markdown.ts';
import { nodeBefore } from '../support/older-node.ts';
import { scratchDirectory } from '../support/process.ts';

const scratch = scratchDirectory();
afterAll(scratch.remove);

/** The program's first file where there is nothing else that it could load. */
const alone = join(scratch.path, 'main.js');
beforeAll(() => {
  copyFileSync(join(ROOT, 'dist/main.js'), alone);
  writeFileSync(join(scratch.path, 'package.json'), '{ "type": "module" }');
});

const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
const needed = engines.node.replace('>=', '');

const run = (node: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(node, ['--disable-proto=delete', ...args, alone, 'serve'], { encoding: 'utf8' });
  return { status, stdout, stderr };
};
/** Runs it on this Node, which says that it is another version. */
const runAs = (version: string) =>
  run(
    process.execPath,
    `--import=data:text/javascript,Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } })`,
  );
const tooOld = (version: string, path: string) => ({
  status: 1,
  stdout: '',
  stderr: `clientele: needs Node ${needed.replace(/\.0$/, '')} or newer, and this is Node ${version} (${path}).\n`,
});

const older = nodeBefore(needed);

describe('which Node there must be', () => {
  it.each(['12.17.0', '18.20.8', '20.20.2', '22.16.0'])(
    '%s is told in one line that it is too old, before anything is loaded',
    (version) => {
      expect(runAs(version)).toEqual(tooOld(version, process.execPath));
    },
  );

  (older ? it : it.skip)('so is the older Node of this machine, if it has one', () => {
    const { path, version } = older as { path: string; version: string };
    expect(run(path)).toMatchObject({ ...tooOld(version, ''), stderr: expect.stringContaining(tooOld(version, '').stderr.slice(0, -4)) });
  });

  it.each([needed, '23.0.0', '24.0.0', '100.1.0'])('%s goes on', (version) => {
    expect(runAs(version).stderr).toContain(join(scratch.path, 'program.js'));
  });

  it('is what the dependencies need, and what package.json and the README say', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { dev?: boolean; engines?: { node?: string } }>;
    };
    const demanded = Object.entries(packages).flatMap(([path, { dev, engines }]) => (path && !dev && engines?.node) || []);
    const parts = (version: string) => version.split('.').map((part) => Number.parseInt(part, 10) || 0);
    const oldest = demanded
      .map((range) => parts(/>= ?([\d.]+)[^>]*$/.exec(range)?.[1] ?? ''))
      .sort(([a = 0, b = 0, c = 0], [x = 0, y = 0, z = 0]) => a - x || b - y || c - z)
      .at(-1);
    expect(parts(needed)).toEqual(oldest);
    expect(read('README.md')).toContain(`It needs Node ${needed.replace(/\.0$/, '')} or newer`);
    expect(JSON.parse(read('package-lock.json')).packages[''].engines).toEqual(engines);
  });
});
