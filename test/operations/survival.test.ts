import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { migrate } from '../../src/database/migrate.ts';
import { emptyDatabase, lastingDatabase } from '../support/database.ts';
import { clientele, scratchDirectory, serve } from '../support/process.ts';
import { ask, post } from '../support/wire.ts';

const scratch = scratchDirectory();
afterAll(scratch.remove);

/** Code that a process runs before its own. */
const before = (code: string) => ({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` });
const databaseOf = async () => ({ DATABASE_URL: await lastingDatabase(scratch.path), ADMIN_PASSWORD: 'correct horse' });

async function expectToServe(url: string) {
  expect((await post(url, '{ scopes { name } }')).status).toBe(200);
  expect((await ask(`${url}/oauth/jwks`)).status).toBe(200);
  expect((await ask(`${url}/readyz`)).status).toBe(200);
}

it('a log that throws ends nothing', async () => {
  const config = readConfig({ PORT: '0', DATABASE_URL: await emptyDatabase(), DRAIN_SECONDS: '0', CONSOLE: 'false' });
  let thrown = 0;
  const log = pino({
    hooks: {
      logMethod() {
        thrown += 1;
        throw new Error('nobody writes this');
      },
    },
  });
  const app = await createApp(config, log, { prepare: async (store) => void (await migrate(store)) });
  for (let round = 0; round < 2; round++) await expectToServe(app.url);
  await app.stop();
  expect(thrown).toBeGreaterThanOrEqual(5);
});

describe('a gateway', () => {
  it('serves on when nobody reads its log any more', async () => {
    const gateway = await serve(await databaseOf());
    gateway.process.stdout?.destroy();
    gateway.process.stderr?.destroy();
    for (let round = 0; round < 3; round++) await expectToServe(gateway.url);
    expect((await gateway.end()).code).toBe(0);
  });

  it('serves on after a listener or a timer that throws, and its log tells of it', async () => {
    const throwing =
      'process.on("SIGUSR2", () => { setTimeout(() => { throw new Error("a timer has failed") }); void Promise.reject(new Error("nobody waits")); throw new Error("a listener has failed") })';
    const gateway = await serve({ ...(await databaseOf()), ...before(throwing) });
    gateway.process.kill('SIGUSR2');
    const faults = ['a timer has failed', 'nobody waits', 'a listener has failed'];
    while (!faults.every((fault) => gateway.output.stdout.includes(fault)))
      await once(gateway.process.stdout as NodeJS.ReadableStream, 'data');
    await expectToServe(gateway.url);
    expect((await gateway.end()).code).toBe(0);
  });
});

describe('no name leads to a prototype', () => {
  // a worker that has no listener of its own yet ends by the signal, as it would without this one
  const tell = before(`
    const tell = () => process.stderr.write("__proto__: " + ("__proto__" in Object.prototype) + "\\n");
    process.on("exit", (code) => code === 0 && tell());
    process.on("SIGTERM", () => process.listenerCount("SIGTERM") === 1 && process.exit());
  `);

  it('in a gateway, however Node was started, nor in its workers', async () => {
    const database = await databaseOf();
    expect((await clientele(['schema'], tell)).stderr).toBe('__proto__: false\n');
    const { stderr } = await (await serve({ ...database, ...tell, WORKERS: '2' })).end();
    expect(stderr.match(/__proto__: \w+/g)).toEqual(Array(3).fill('__proto__: false'));
  });

  it('because everything that starts Node says so', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const starts = Object.entries(scripts).filter(([, script]) => /dist\/main\.js|jest\.js/.test(script));
    expect(starts.map(([name]) => name)).toEqual(expect.arrayContaining(['start', 'clientele', 'test']));
    for (const [, script] of starts) expect(script).toContain('node --disable-proto=delete ');
    expect(readFileSync('dist/main.js', 'utf8')).toMatch(/^#!\/usr\/bin\/env -S node --disable-proto=delete /);
    expect('__proto__' in Object.prototype).toBe(false);
  });
});
