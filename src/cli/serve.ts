import cluster from 'node:cluster';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Command } from 'commander';
import type { App } from '../app.ts';
import { readConfig, VARIABLES } from '../config.ts';
import { harmless } from '../log.ts';
import { fail } from './fail.ts';
import { keepServing } from './keep-serving.ts';
import { type Serves, sayServes } from './serves.ts';
import { onceTold } from './signals.ts';
import { turnOfLeader } from './turn-of-leader.ts';

const settings = () =>
  Object.entries(VARIABLES)
    .map(([name, { default: fallback, meaning }]) => `  ${name.padEnd(26)}${meaning}${fallback ? ` [${fallback}]` : ''}`)
    .join('\n');

/** `clientele serve` */
export const serve = (): Command =>
  new Command('serve')
    .description('Bring the database up to date and serve the API.')
    .option('--demo', 'serve demo data in a database of its own, which is deleted at the end', false)
    .addHelpText('after', `\nEnvironment, with defaults in brackets:\n${settings()}`)
    .action(async ({ demo: isDemo }: { demo: boolean }) => {
      const { readDemoConfig, makeDemo } = isDemo ? await import('./demo.ts') : {};
      const config = readDemoConfig?.() ?? readConfig();
      if (cluster.isPrimary) for (const warning of config.warnings) process.stderr.write(`Warning: ${warning}\n`);
      if (config.WORKERS > 1 && cluster.isPrimary) return (await import('./workers.ts')).lead(config);
      // V8 may come to allocate a kind of object among the old ones, when requests that overlap keep it alive for a while. All
      // rows that such objects refer to are then moved by every collection: in some processes that cost a third of the speed (docs/memory.md).
      setFlagsFromString('--no-allocation-site-pretenuring');
      // of itself, V8 lets garbage become three times as much as what is alive before it collects the whole heap
      setFlagsFromString('--heap-growing-percent=40');
      const [{ pino }, { createApp }, { makeReady }] = await Promise.all([import('pino'), import('../app.ts'), import('./make-ready.ts')]);
      const log = pino({ level: config.LOG_LEVEL, base: null });
      // it listens, and is asked, before it has started; one that cannot start says so by itself
      let isTold = false;
      onceTold(() => {
        isTold = true;
        void starting.then(stop, () => {});
      });
      const stop = (app: App) => app.stop().then(() => cluster.worker?.disconnect(), fail);
      const demo = makeDemo?.(config);
      // a scratch database exists only as long as it is open, so the gateway itself brings it up to date
      const starting = createApp(demo?.config ?? config, log, {
        prepare: demo?.prepare ?? makeReady,
        turn: cluster.isWorker ? turnOfLeader : undefined,
        // it is built beside what runs
        consoleFiles: join(import.meta.dirname, 'console'),
      });
      const app = await starting;
      keepServing(harmless(log));
      if (cluster.isPrimary) {
        // a demo says by itself where one signs in to it
        sayServes({ serves: app.url, home: demo ? undefined : app.home });
        demo?.say(app.url);
      } else if (!isTold) process.send?.({ serves: app.url, home: app.home } satisfies Serves);
    });
