import { expect, it } from '@jest/globals';
import getPort from 'get-port';
import { pino } from 'pino';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { migrate } from '../../src/database/migrate.ts';
import { emptyDatabase } from '../support/database.ts';
import { ask, type WireAnswer } from '../support/wire.ts';

const PATHS = ['/readyz', '/.well-known/openid-configuration', '/nothing'];

it('a gateway that starts is not ready, and denies the existence of nothing, before all of it has started', async () => {
  const config = readConfig({ PORT: String(await getPort()), DATABASE_URL: await emptyDatabase(), DRAIN_SECONDS: '0', CONSOLE: 'false' });
  let letStart = () => {};
  const mayStart = new Promise<void>((resolve) => {
    letStart = resolve;
  });
  const starting = createApp(config, pino({ level: 'silent' }), {
    prepare: async (store) => {
      await migrate(store);
      // the authorization server starts by writing its keys, when the gateway listens already
      const write = store.write.bind(store);
      store.write = (work) => mayStart.then(() => write(work));
    },
  });
  const look = (path: string) => ask(`http://127.0.0.1:${config.PORT}${path}`);
  let listens: WireAnswer | undefined;
  while (!listens) listens = await look('/livez').catch(() => undefined);
  const statuses = async () => Promise.all(PATHS.map(async (path) => (await look(path)).status));
  expect(await statuses()).toEqual([503, 503, 503]);
  expect((await look('/nothing')).headers['retry-after']).toBe('1');
  letStart();
  const app = await starting;
  expect(await statuses()).toEqual([200, 200, 404]);
  await app.stop();
});
