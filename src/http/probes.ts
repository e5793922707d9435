import { setImmediate } from 'node:timers/promises';
import type { DatabaseStore } from '../database/store.ts';
import type { Metrics } from './metrics.ts';
import { type Answer, type Handler, onlyBy } from './server.ts';

/** What the probes tell of. */
export interface Probed {
  /** Why no requests are taken at the moment, whatever the database says; undefined where they are. */
  readonly whyNotReady: () => string | undefined;
  readonly store: Pick<DatabaseStore, 'isReachable' | 'refusal' | 'replicas'>;
  readonly metrics: Metrics;
}

/** What tells of a gateway, by path. It is answered however much there is to do, so many at once must not be much to do. */
export function probes({ whyNotReady, store, metrics }: Probed): Readonly<Record<string, Handler>> {
  const isReachable = together(() => store.isReachable());
  const metricsText = together(() => metrics.text());
  return {
    '/livez': reading(async () => plain(200, 'ok')),
    '/readyz': reading(async () => {
      const reason = whyNotReady();
      if (reason !== undefined) return plain(503, reason);
      if (!(await isReachable())) return plain(503, 'the database cannot be reached');
      if (store.refusal) return plain(503, `the database takes no writes (${store.refusal})`);
      return plain(200, ['ok', ...leftOut(store)].join('\n'));
    }),
    '/metrics': reading(async () => ({ status: 200, headers: { 'content-type': metrics.contentType }, body: await metricsText() })),
  };
}

/** Does something once for all who ask for it in one turn of the event loop, or until it is done. */
function together<T>(work: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | undefined;
  return () => {
    underWay ??= setImmediate()
      .then(work)
      .finally(() => {
        underWay = undefined;
      });
    return underWay;
  };
}

/** A line for each replica that is not read from. */
const leftOut = ({ replicas }: Probed['store']): string[] =>
  (replicas?.statuses ?? []).filter(({ state }) => state !== 'serving').map(({ name, reason }) => `replica ${name} is left out: ${reason}`);

const reading = (handler: Handler): Handler => onlyBy(['GET', 'HEAD'], handler);

const plain = (status: number, body: string): Answer => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  body,
});
