import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import { isCanceled, isStarting } from '../query/dialect/driver-errors.ts';
import { Connections } from './connections.ts';
import type { Primary } from './primary.ts';
import { Probe } from './probe.ts';
import { targetOf } from './servers.ts';

/** How a replica is: it serves, or why it is left out. */
export const REPLICA_STATES = ['serving', 'unreachable', 'starting', 'lagging', 'diverged', 'primary'] as const;
export type ReplicaState = (typeof REPLICA_STATES)[number];

/** A replica, as its operator sees it. */
export interface ReplicaStatus {
  /** Host and port. */
  readonly name: string;
  readonly state: ReplicaState;
  /** What that means, in words. */
  readonly reason: string;
  /** Seconds that it is behind its primary; infinite where it is not known how many. */
  readonly lag: number;
  /** Why it could not be asked. */
  readonly fault: Error | undefined;
}

/** How to read from replicas. */
export interface ReplicaOptions {
  /** A URI for each of them. */
  readonly servers: readonly string[];
  readonly primary: Primary;
  /** Seconds that one may lag behind. */
  readonly maxLag: number;
  /** Opens a pool of connections. */
  readonly open: (connections: Connections) => Kysely<unknown>;
  /** Where a read is repeated that a replica has failed. */
  readonly fallback: () => Kysely<unknown>;
  /** Told of every change of a state. */
  readonly onChange: (status: ReplicaStatus) => void;
}

/** Servers to read from, in turn; those that are dead, starting or too far behind are left out. */
export class Replicas {
  readonly #replicas: readonly Replica[];
  #serving: readonly Replica[] = [];
  #turn = 0;

  constructor(readonly options: ReplicaOptions) {
    const choose = () => {
      this.#serving = this.#replicas.filter(({ status }) => status.state === 'serving');
    };
    this.#replicas = options.servers.map((url) => new Replica(url, options, choose));
  }

  get statuses(): readonly ReplicaStatus[] {
    return this.#replicas.map(({ status }) => status);
  }

  /** Whose turn it is; undefined where none serves. */
  next(): Kysely<unknown> | undefined {
    this.#turn = (this.#turn + 1) % (this.#serving.length || 1);
    return this.#serving[this.#turn]?.reader;
  }

  /** Finds the primary and looks at it and at all of them, then every second; nothing where there is but one server. */
  async start(): Promise<void> {
    const { primary, servers } = this.options;
    if (primary.servers.length + servers.length === 1) return;
    await primary.start();
    await Promise.all(this.#replicas.map(({ probe }) => probe.look()));
    for (const { probe } of this.#replicas) void probe.watch();
  }

  async stop(): Promise<void> {
    await this.options.primary.stop();
    await Promise.all(this.#replicas.map((replica) => replica.stop()));
  }
}

const UNSEEN: Omit<ReplicaStatus, 'name'> = { state: 'starting', reason: 'it was not looked at yet', lag: 0, fault: undefined };

class Replica {
  readonly probe: Probe;
  readonly reader: Kysely<unknown>;
  status: ReplicaStatus;
  readonly #connections: Connections;
  readonly #pool: Kysely<unknown>;
  readonly #options: ReplicaOptions;
  readonly #choose: () => void;

  constructor(url: string, options: ReplicaOptions, choose: () => void) {
    this.probe = new Probe(url, () => this.#judge());
    this.status = { name: this.probe.name, ...UNSEEN };
    this.#connections = new Connections(() => url);
    this.#pool = options.open(this.#connections);
    const driver = new ReadingDriver(this.#pool, options.fallback, () => void this.probe.look());
    this.reader = new Kysely({ dialect: speaking(driver) });
    this.#options = options;
    this.#choose = choose;
  }

  async stop(): Promise<void> {
    await Promise.all([this.probe.stop(), this.#pool.destroy()]);
  }

  #judge(): void {
    const { state } = this.status;
    this.status = { name: this.probe.name, ...this.#seen() };
    if (this.status.state === state) return;
    this.#choose();
    // whoever waits for an answer is given one elsewhere
    if (this.status.state === 'unreachable') this.#connections.drop(this.probe.url);
    this.#options.onChange(this.status);
  }

  #seen(): Omit<ReplicaStatus, 'name'> {
    const { fault, takesWrites, position, timeline } = this.probe.sight ?? { takesWrites: false };
    const { primary, maxLag } = this.#options;
    const lag = position == null ? 0 : primary.lag(position);
    const seen = (state: ReplicaState, reason: string) => ({ state, reason, lag, fault });
    if (fault && isStarting(fault)) return seen('starting', 'it starts or stops');
    if (fault) return seen('unreachable', 'it does not answer');
    if (takesWrites && isOfStandby(this.probe.url)) return seen('primary', 'it takes writes, and target_session_attrs asks for a standby');
    if (timeline != null && primary.timeline !== null && timeline !== primary.timeline)
      return seen('diverged', 'it takes writes of its own, on another timeline than the primary');
    if (lag > maxLag) return seen('lagging', Number.isFinite(lag) ? `it is ${Math.floor(lag)} seconds behind` : 'it has yet to catch up');
    return seen('serving', 'it serves');
  }
}

const isOfStandby = (uri: string): boolean => ['standby', 'prefer-standby', 'read-only'].includes(targetOf(uri) ?? '');

/** Reads from a pool, and what that fails from elsewhere, once. Nothing is written here, so there is no transaction to begin. */
class ReadingDriver extends DummyDriver {
  readonly #connection: DatabaseConnection;

  constructor(pool: Kysely<unknown>, fallback: () => Kysely<unknown>, onFailure: () => void) {
    super();
    const repeat = (query: CompiledQuery, fault: unknown) => {
      if (isCanceled(fault)) throw fault;
      onFailure();
      return fallback().executeQuery(query);
    };
    this.#connection = {
      executeQuery: <Row>(query: CompiledQuery) =>
        pool.executeQuery(query).catch((fault: unknown) => repeat(query, fault)) as Promise<QueryResult<Row>>,
      streamQuery: () => {
        throw new Error('replicas are read without cursors');
      },
    };
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }
}

/** What Kysely makes its statements for PostgreSQL of, with a driver of ours. */
const speaking = (driver: Driver): Dialect => ({
  createDriver: () => driver,
  createAdapter: () => new PostgresAdapter(),
  createQueryCompiler: () => new PostgresQueryCompiler(),
  createIntrospector: (db) => new PostgresIntrospector(db),
});
