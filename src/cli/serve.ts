import { Command } from 'commander';
import { pino } from 'pino';
import { createApp } from '../app.ts';
import { type Config, readConfig, VARIABLES } from '../config.ts';
import { migrate } from '../database/migrate.ts';
import type { DatabaseStore } from '../database/store.ts';
import { firstStart } from '../first-start.ts';
import { fail } from './fail.ts';

const settings = () =>
  Object.entries(VARIABLES)
    .map(([name, { default: fallback, meaning }]) => `  ${name.padEnd(24)}${meaning}${fallback ? ` [${fallback}]` : ''}`)
    .join('\n');

/** `clientele serve` */
export const serve = (): Command =>
  new Command('serve')
    .description('Bring the database up to date and serve the API.')
    .addHelpText('after', `\nEnvironment, with defaults in brackets:\n${settings()}`)
    .action(async () => {
      const config = readConfig();
      // a scratch database exists only as long as it is open, so the gateway itself brings it up to date
      const app = await createApp(config, pino({ level: config.LOG_LEVEL, base: null }), { prepare });
      process.stderr.write(`Clientele serves ${app.url}/graphql\n`);
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void app.stop().catch(fail));
    });

async function prepare(store: DatabaseStore, config: Config): Promise<void> {
  await migrate(store);
  const made = await firstStart(store, config.settings, config.ADMIN_PASSWORD);
  if (!made) return;
  const password = made.password ? `, password ${made.password} (shown this once)` : '';
  process.stderr.write(`First start: made the organization Default and the superuser ${made.username}${password}\n`);
  process.stderr.write('Get a token: npm run -s clientele -- token create --user admin --scopes admin\n');
}
