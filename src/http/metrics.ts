import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { REPLICA_STATES, type ReplicaStatus } from '../database/replicas.ts';
import { codeOf } from '../graphql/errors.ts';
import { ERRORS, type ErrorCode } from '../shared/errors.ts';
import type { Handler } from './server.ts';

/** Counters for Prometheus, of one gateway. */
export interface Metrics {
  readonly contentType: string;
  /** The metrics in Prometheus's text format. */
  text(): Promise<string>;
  /** Counts a login that failed or was refused. */
  countFailedLogin(reason: string): void;
  /** Counts and times the answers of the API. */
  timed: (handler: Handler) => Handler;
  /** Counts an answer of a door. */
  countDoor(door: string, status: number): void;
  /** Counts an error of an answer of the API. */
  countError(code: ErrorCode): void;
  /** Counts a request that was not taken on, because there is too much to do. */
  countRefusal(): void;
}

/**
 * Makes the metrics of a gateway.
 * @param replicas says how each is now
 */
export function createMetrics(replicas: () => readonly ReplicaStatus[]): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'clientele_graphql_requests_total',
    help: 'GraphQL requests by HTTP status.',
    labelNames: ['status'],
    registers: [registry],
  });
  const errors = new Counter({
    name: 'clientele_graphql_errors_total',
    help: 'Errors in answers to GraphQL requests by code.',
    labelNames: ['code'],
    registers: [registry],
  });
  // a code that never came is 0, so that the first one is an increase
  for (const code in ERRORS) errors.inc({ code }, 0);
  const refusals = new Counter({
    name: 'clientele_requests_refused_total',
    help: 'Requests that were answered with 503 at once, because as many others were under way as LIMIT_PENDING allows.',
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'clientele_graphql_request_duration_seconds',
    help: 'Time to answer a GraphQL request.',
    registers: [registry],
  });
  const doors = new Counter({
    name: 'clientele_door_requests_total',
    help: 'Requests of clients of other systems, by the door and by HTTP status.',
    labelNames: ['door', 'status'],
    registers: [registry],
  });
  const failedLogins = new Counter({
    name: 'clientele_failed_logins_total',
    help: 'Logins that failed or were refused, by reason.',
    labelNames: ['reason'],
    registers: [registry],
  });
  new Gauge({
    name: 'clientele_replica_state',
    help: 'Which of the states each replica is in: 1 for that one, 0 for the others. Only one that is serving is read from.',
    labelNames: ['replica', 'state'],
    registers: [registry],
    collect() {
      for (const replica of replicas())
        for (const state of REPLICA_STATES) this.set({ replica: replica.name, state }, Number(replica.state === state));
    },
  });
  new Gauge({
    name: 'clientele_replica_lag_seconds',
    help: 'How far each replica is behind the primary.',
    labelNames: ['replica'],
    registers: [registry],
    collect() {
      for (const { name, lag } of replicas()) this.set({ replica: name }, lag);
    },
  });
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    countFailedLogin: (reason) => failedLogins.inc({ reason }),
    timed: (handler) => async (request) => {
      const stopTimer = duration.startTimer();
      const count = (status: number, code?: ErrorCode) => {
        stopTimer();
        requests.inc({ status });
        if (code) errors.inc({ code });
      };
      try {
        const answered = await handler(request);
        count(answered.status, answered.code);
        return answered;
      } catch (error) {
        const code = codeOf(error);
        count(ERRORS[code].status, code);
        throw error;
      }
    },
    countDoor: (door, status) => doors.inc({ door, status }),
    countError: (code) => errors.inc({ code }),
    countRefusal: () => refusals.inc(),
  };
}
