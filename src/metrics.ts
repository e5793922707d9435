import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Answer } from './http.ts';

/** Counters for Prometheus, of one gateway. */
export interface Metrics {
  readonly contentType: string;
  /** The metrics in Prometheus's text format. */
  text(): Promise<string>;
  /** Counts and times an answer of the API. */
  timed(answer: () => Promise<Answer>): Promise<Answer>;
}

/** Makes the metrics of a gateway. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'clientele_graphql_requests_total',
    help: 'GraphQL requests by HTTP status.',
    labelNames: ['status'],
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'clientele_graphql_request_duration_seconds',
    help: 'Time to answer a GraphQL request.',
    registers: [registry],
  });
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    timed: async (answer) => {
      const stopTimer = duration.startTimer();
      const answered = await answer();
      stopTimer();
      requests.inc({ status: answered.status });
      return answered;
    },
  };
}
