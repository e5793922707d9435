import cluster, { type Worker } from 'node:cluster';
import { setImmediate } from 'node:timers/promises';
import type { Config } from '../config.ts';
import { DatabaseStore } from '../database/store.ts';
import { makeReady } from './make-ready.ts';
import { type Serves, sayServes } from './serves.ts';
import { onceTold } from './signals.ts';
import { TURN } from './turn-of-leader.ts';
import { sayTightened } from './with-store.ts';

/** Milliseconds after which a worker that has ended is replaced. */
const REPLACE_AFTER = 1_000;

/**
 * Serves with several processes on one address (Node's cluster). The database holds all state, so what one of them
 * writes or revokes counts for the next request to any of them. Workers that end are replaced,
 * unless one has failed before all of them served for the first time: then the gateway ends.
 */
export async function lead(config: Config): Promise<void> {
  const store = await DatabaseStore.open({ url: config.DATABASE_URL, poolSize: 1, onTightened: sayTightened });
  await makeReady(store, config).finally(() => store.close());
  let isStopping = false;
  let hasServed = false;
  const serving = new Set<number>();
  const workers = () => Object.values(cluster.workers ?? {}) as Worker[];

  // the code is null of one that a signal has ended, and 0 of one that was told to end
  cluster.on('exit', ({ id }, code: number | null) => {
    serving.delete(id);
    // one that cannot start has said why, and the next could not either
    if (!isStopping && !hasServed && code) stop(code);
    else if (!isStopping) setTimeout(() => !isStopping && cluster.fork(), REPLACE_AFTER);
    else if (workers().length === 0) process.exit();
  });
  cluster.on('message', async (worker, message: typeof TURN | Serves) => {
    if (message !== TURN) {
      serving.add(worker.id);
      if (!hasServed && serving.size === config.WORKERS) {
        hasServed = true;
        sayServes(message, config.WORKERS);
      }
      return;
    }
    await setImmediate();
    if (worker.isConnected()) worker.send(TURN);
  });
  const stop = (code = 0) => {
    isStopping = true;
    process.exitCode = code;
    for (const worker of workers()) worker.process.kill('SIGTERM');
    if (workers().length === 0) process.exit();
  };
  onceTold(stop);
  for (let index = 0; index < config.WORKERS; index++) cluster.fork();
}
