import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import getPort from 'get-port';
import { ROOT, read } from '../docs/markdown.ts';
import { BUILT_CONSOLE } from '../docs/shell.ts';
import { follow, type Image } from '../support/dockerfile.ts';
import { copyCheckout, install } from '../support/install.ts';
import { run, scratchDirectory, serveBy } from '../support/process.ts';
import { ask } from '../support/wire.ts';

const scratch = scratchDirectory();
const PATH = process.env.PATH ?? '';
const { engines, devDependencies } = JSON.parse(read('package.json')) as { engines: { node: string }; devDependencies: { node: string } };

let image: Image;
beforeAll(async () => {
  // as .dockerignore says: nothing but what it names
  const context = join(scratch.path, 'context');
  const [all, ...named] = read('.dockerignore').trim().split('\n');
  expect(all).toBe('*');
  mkdirSync(context);
  copyCheckout(
    context,
    named.map((line) => line.replace('!', '')),
  );
  image = await follow(join(ROOT, 'Dockerfile'), context, scratch.path, async (command, directory) => {
    const [isInstall, omitDev] = /^npm ci( --omit=dev)?$/.exec(command) ?? [];
    if (isInstall) return install(directory, { omitDev: omitDev !== undefined });
    // what takes longest to build is there, built of the same files
    if (command === 'npm run -s build') copyCheckout(directory, BUILT_CONSOLE);
    expect(await run(['sh', '-c', command], { PATH }, directory)).toMatchObject({ code: 0 });
  });
});
afterAll(scratch.remove);

describe('the Dockerfile', () => {
  it('takes the Node that everything is tested on, and runs as somebody without rights', () => {
    const major = /^node:(\d+)-slim$/.exec(image.from)?.[1];
    expect(Number(major)).toBe(Number.parseInt(devDependencies.node, 10));
    expect(Number(major)).toBeGreaterThanOrEqual(Number.parseInt(engines.node.replace('>=', ''), 10));
    expect(image.user).toBe('node');
  });

  it('leaves out what only development needs', () => {
    for (const path of ['src', 'node_modules/typescript', 'node_modules/jest', 'node_modules/node'])
      expect([path, existsSync(join(image.directory, path))]).toEqual([path, false]);
    expect(existsSync(join(image.directory, 'node_modules/pg'))).toBe(true);
  });

  it('makes an image that serves, is well for as long as it does, and runs every other command', async () => {
    const environment = { PATH, ...image.environment, PORT: String(await getPort()), ADMIN_PASSWORD: 'correct horse' };
    const [file = '', ...args] = image.command;
    expect(args).toContain('--disable-proto=delete');
    const isWell = async () => (await run(image.healthcheck as [string, ...string[]], environment, image.directory)).code;
    const gateway = await serveBy([file, ...args], environment, image.directory);
    expect(new URL(gateway.url).hostname).toBe('0.0.0.0');
    expect((await ask(`http://127.0.0.1:${environment.PORT}/readyz`)).status).toBe(200);
    expect(await isWell()).toBe(0);
    const token = [file, ...args.slice(0, -1), 'token', 'create', '--user', 'admin'] as const;
    expect(await run(token, environment, image.directory)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^clt_at_/) });
    expect((await gateway.end()).code).toBe(0);
    expect(await isWell()).toBe(1);
    expect(existsSync(join(image.directory, 'data/clientele.db'))).toBe(true);
  });
});
