import type { EntityMetadata, MikroORM, Options, Platform } from '@mikro-orm/core';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { Migrator } from '@mikro-orm/migrations';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import type { AbstractSqlDriver, SqlEntityManager } from '@mikro-orm/sql';
import { SqliteDriver } from '@mikro-orm/sqlite';
import type { Kysely, Dialect as KyselyDialect } from 'kysely';
import { postgresqlInsertions } from '../mutation/dialect/postgresql.ts';
import { sqliteInsertions } from '../mutation/dialect/sqlite.ts';
import { postgresql } from '../query/dialect/postgresql.ts';
import { sqlite } from '../query/dialect/sqlite.ts';
import type { Connections } from './connections.ts';
import { ENTITIES } from './entities.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { openPostgresql } from './postgresql.ts';
import { Primary } from './primary.ts';
import { type ReplicaStatus, Replicas } from './replicas.ts';
import { serversOf } from './servers.ts';
import { openSqlite } from './sqlite.ts';
import type { OnStatement } from './statements.ts';

/** MikroORM on one of our databases. */
export type Orm = MikroORM<AbstractSqlDriver, SqlEntityManager>;

/** Which database. */
export interface DatabaseOptions {
  /** `sqlite:FILE`, `sqlite::memory:` or `postgresql://…`, there with one host or several. */
  readonly url: string;
  /** PostgreSQL read replicas, of one host each. */
  readonly replicaUrls?: readonly string[];
  /** Seconds that a replica may lag behind to be read from. */
  readonly replicaMaxLag?: number;
  /** Told when a replica is left out, and when it serves again. */
  readonly onReplicaChange?: (status: ReplicaStatus) => void;
  /** Told, by host and port, when another of several servers has become the primary. */
  readonly onPrimaryChange?: (from: string, to: string) => void;
  /** The most connections to each PostgreSQL server. */
  readonly poolSize?: number;
  /** Told of idle connections that break. */
  readonly onConnectionError?: (error: Error) => void;
  /** Told of a SQLite file that others could read until now. */
  readonly onTightened?: (file: string) => void;
  /** Told of every statement. */
  readonly onStatement?: OnStatement | undefined;
  /** Milliseconds for which an answer of PostgreSQL is waited for. */
  readonly answerTimeout?: number;
}

/** The options of MikroORM for a database; opens SQLite files, connects to nothing yet. */
export function ormOptions({ url, onStatement, ...given }: DatabaseOptions) {
  if (url.startsWith('sqlite:')) {
    const handles = openSqlite(url.slice('sqlite:'.length), onStatement, given.onTightened ?? (() => {}));
    const options = { ...COMMON, driver: SqliteDriver, ...connections(() => handles.write, [() => handles.read]), ...migrations('sqlite') };
    const { inTransaction, discard } = handles;
    return { options, dialect: sqlite, insertions: sqliteInsertions, inTransaction, discard };
  }
  const { replicaUrls = [], replicaMaxLag = 10, onReplicaChange = () => {}, onPrimaryChange = () => {} } = given;
  const { poolSize = 10, onConnectionError = () => {}, answerTimeout } = given;
  const open = (to: Connections) => openPostgresql(to, { size: poolSize, onError: onConnectionError, onStatement, answerTimeout });
  const primary = new Primary(serversOf(url), onPrimaryChange);
  let pool: Kysely<unknown> | undefined;
  // MikroORM closes a pool and asks for another when it finds no such database
  const reopen = () => {
    pool = open(primary.connections);
    return pool;
  };
  const fallback = () => pool ?? reopen();
  const replicas = new Replicas({ servers: replicaUrls, primary, maxLag: replicaMaxLag, open, fallback, onChange: onReplicaChange });
  const options = {
    ...COMMON,
    driver: PostgreSqlDriver,
    dbName: new URL(primary.url).pathname.slice(1),
    ...connections(reopen, []),
    ...migrations('postgresql'),
  };
  return { options, dialect: postgresql, insertions: postgresqlInsertions, inTransaction: undefined, discard: () => {}, replicas };
}

/** What the entities leave to the database: PostgreSQL compares names byte by byte, as SQLite does, and puts nulls first. */
function adapt(meta: EntityMetadata, platform: Platform): void {
  const isPostgresql = platform.getConfig().get('driver') === PostgreSqlDriver;
  // under its other name MikroORM compares a time of SQLite as an object with a number, and finds every entity changed
  for (const property of meta.props) if (property.type === 'datetime') property.type = 'Date';
  if (isPostgresql) for (const property of meta.props) if (property.name.endsWith('Key')) property.collation = 'C';
  // all integers of SQLite are as large, and have one name
  if (!isPostgresql) for (const property of meta.props) if (property.type === 'bigint') property.type = 'integer';
  // SQLite has nulls first anyway, and no words for it in an index
  if (!isPostgresql)
    meta.indexes = meta.indexes.map(
      ({ columns, ...index }) =>
        ({ ...index, properties: columns?.map(({ name }) => name) ?? index.properties }) as (typeof meta.indexes)[number],
    );
}

const COMMON = {
  entities: [...ENTITIES],
  dbName: 'clientele',
  metadataProvider: ReflectMetadataProvider,
  metadataCache: { enabled: false },
  extensions: [Migrator],
  allowGlobalContext: false,
  ensureDatabase: false,
  preferReadReplicas: false,
  forceUtcTimezone: true,
  logger: () => {},
  discovery: { onMetadata: adapt },
} satisfies Partial<Options>;

/** The read-only handle of SQLite stands where replicas stand in MikroORM. Functions, because it copies what is not one. */
const connections = (primary: () => KyselyDialect | Kysely<unknown>, readers: readonly (() => KyselyDialect | Kysely<unknown>)[]) => ({
  driverOptions: primary,
  replicas: readers.map((reader, index) => ({ name: `reader-${index}`, driverOptions: reader })),
});

const migrations = (name: keyof typeof MIGRATIONS) => ({
  migrations: { tableName: 'migration', migrationsList: [...MIGRATIONS[name]], snapshot: false, allOrNothing: true },
  schemaGenerator: { skipTables: [/^application_(search|redirect_uris|tags)/] },
});
