import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { read } from '../docs/markdown.ts';
import { copyCheckout, install } from '../support/install.ts';
import { nodeBefore } from '../support/older-node.ts';
import { run, scratchDirectory, serveBy } from '../support/process.ts';
import { ask } from '../support/wire.ts';

const FILES = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'bundle.js',
  'README.md',
  'LICENSE',
  'schema.graphql',
  'clientele.schema.json',
];
const scratch = scratchDirectory();
const checkout = join(scratch.path, 'checkout');
const { version, bin, engines } = JSON.parse(read('package.json')) as {
  version: string;
  bin: { clientele: string };
  engines: { node: string };
};

/** Directories of programs without those that "npm run" adds, behind that of a Node. */
const pathWith = (node: string) =>
  [dirname(node), ...(process.env.PATH ?? '').split(delimiter).filter((entry) => !entry.includes('node_modules'))].join(delimiter);
const PATH = pathWith(process.execPath);
const inMemory = { PATH, DATABASE_URL: 'sqlite::memory:', ADMIN_PASSWORD: 'correct horse' };

beforeAll(() => {
  copyCheckout(checkout, [...FILES, 'src', 'console', 'test/support', 'docs', 'examples']);
  install(checkout, { omitDev: false });
  // last, as it is newer than what it was built of: to build it takes longer than all that is shown here
  copyCheckout(checkout, ['dist/console']);
});
afterAll(scratch.remove);

describe('what "npm pack" makes', () => {
  const installed = join(scratch.path, 'installed');
  const command = join(installed, 'bin/clientele');
  /** The texts of what runs. */
  const scripts = () =>
    readdirSync(join(checkout, 'dist'))
      .filter((name) => name.endsWith('.js'))
      .map((name) => readFileSync(join(checkout, 'dist', name), 'utf8'));

  it('has what runs, what one reads and nothing else', async () => {
    // of an earlier build
    writeFileSync(join(checkout, 'dist/left-over.js'), '');
    const { code, stdout, stderr } = await run(['npm', 'pack', '--json', '--pack-destination', scratch.path], { PATH }, checkout);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const [{ files }] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'package.json',
        'README.md',
        'LICENSE',
        'schema.graphql',
        'dist/main.js',
        'dist/program.js',
        'dist/console/index.html',
      ]),
    );
    for (const suffix of ['js', 'js.br', 'js.gz', 'css'])
      expect(paths).toContainEqual(expect.stringMatching(new RegExp(`^dist/console/assets/[\\w.-]+\\.${suffix}$`)));
    for (const folder of ['docs', 'examples']) {
      const files = readdirSync(join(checkout, folder)).map((name) => `${folder}/${name}`);
      expect(paths.filter((path) => path.startsWith(`${folder}/`)).sort()).toEqual(files.sort());
    }
    expect(paths).not.toContain('dist/left-over.js');
    const others = paths.filter(
      (path) =>
        !/^(dist\/(.+\.js|console\/.+)|(docs|examples)\/.+|package\.json|README\.md|LICENSE|schema\.graphql|clientele\.schema\.json)$/.test(
          path,
        ),
    );
    expect(others).toEqual([]);
  });

  it('has Node compute the hash of each query, though Apollo asks for that in a way that a bundle does not have', () => {
    expect(scripts().filter((text) => text.includes('module.require'))).toEqual([]);
  });

  it('imports "node:http" nowhere, with which Node would load all of fetch at each start', () => {
    expect(scripts().filter((text) => text.includes('getBuiltinModule("node:http")')).length).toBeGreaterThan(0);
    expect(scripts().filter((text) => /^import .+ from "(?:node:)?https?";$/m.test(text))).toEqual([]);
  });

  it('runs with the packages that it says it needs, and no others', async () => {
    // as npm puts it in its place, which test/docs/deploy shows
    const place = join(installed, 'lib/node_modules/clientele');
    mkdirSync(place, { recursive: true });
    const tarball = join(scratch.path, `clientele-${version}.tgz`);
    expect(await run(['tar', '-xzf', tarball, '-C', place, '--strip-components=1'])).toMatchObject({ code: 0 });
    install(place, { omitDev: true });
    mkdirSync(dirname(command));
    symlinkSync(join(place, bin.clientele), command);
    chmodSync(command, 0o755);
    expect(await run([command, '--version'], { PATH })).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('serves by the command "clientele"', async () => {
    const gateway = await serveBy([command, 'serve'], inMemory, mkdtempSync(join(scratch.path, 'empty-')));
    expect((await ask(`${gateway.url}/readyz`)).status).toBe(200);
    expect((await gateway.end()).code).toBe(0);
  });

  it('serves the console that it has, by one process and by several', async () => {
    for (const WORKERS of ['1', '2']) {
      const DATABASE_URL = `sqlite:${join(scratch.path, `workers-${WORKERS}.db`)}`;
      const gateway = await serveBy([command, 'serve'], { ...inMemory, DATABASE_URL, WORKERS, CONSOLE: 'true' });
      expect((await ask(`${gateway.url}/applications/new`)).text).toContain('<head><base href="/">');
      expect((await gateway.end()).code).toBe(0);
    }
  });

  it('serves demo data by "clientele serve --demo", and leaves nothing behind', async () => {
    const TMPDIR = mkdtempSync(join(scratch.path, 'temporary-'));
    const gateway = await serveBy([command, 'serve', '--demo'], { PATH, TMPDIR }, mkdtempSync(join(scratch.path, 'empty-')));
    expect((await ask(`${gateway.url}/readyz`)).status).toBe(200);
    expect((await gateway.end('SIGINT')).code).toBe(0);
    expect(readdirSync(TMPDIR)).toEqual([]);
  });

  const older = nodeBefore(engines.node.replace('>=', ''));
  (older ? it : it.skip)('says in one line that the older Node of this machine, if it has one, is too old', async () => {
    const { code, stdout, stderr } = await run([command, 'serve'], { ...inMemory, PATH: pathWith(older?.path ?? '') });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^clientele: needs Node [\\d.]+ or newer, and this is Node ${older?.version} \\(.+\\)\\.\\n$`));
  });
});

describe('"npm run clientele"', () => {
  const help = async () => (await run(['npm', 'run', '-s', 'clientele', '--', '--help'], { PATH }, checkout)).stdout;
  const program = join(checkout, 'dist/program.js');

  it('runs what src says, also where a file is put that is older, and builds nothing that is built', async () => {
    expect(await help()).toContain('A registry of');
    const source = join(checkout, 'src/cli/commands.ts');
    writeFileSync(source, readFileSync(source, 'utf8').replace('A registry of', 'The registry of'));
    utimesSync(source, new Date(0), new Date(0));
    expect(await help()).toContain('The registry of');
    const { mtimeMs } = statSync(program);
    expect(await help()).toContain('The registry of');
    expect(statSync(program).mtimeMs).toBe(mtimeMs);
  });
});

describe('"npm start"', () => {
  it('passes SIGTERM on to the gateway, and ends when the gateway has', async () => {
    const gateway = await serveBy(['npm', 'start'], inMemory, checkout);
    expect((await gateway.end('SIGTERM')).code).toBe(0);
    await expect(ask(`${gateway.url}/livez`)).rejects.toThrow('ECONNREFUSED');
  });

  it('serves what was built where nothing for development is installed, and says what to do where nothing was', async () => {
    rmSync(join(checkout, 'node_modules'), { recursive: true });
    install(checkout, { omitDev: true });
    const gateway = await serveBy(['npm', 'start'], inMemory, checkout);
    expect((await ask(`${gateway.url}/readyz`)).status).toBe(200);
    expect((await gateway.end()).code).toBe(0);
    rmSync(join(checkout, 'dist'), { recursive: true });
    const { code, stderr } = await run(['npm', 'start'], inMemory, checkout);
    expect(code).toBe(1);
    expect(stderr).toBe(
      'clientele: dist is not what src says, and what builds it is not installed. Run: npm ci && npm run build && npm prune --omit=dev\n',
    );
  });
});
