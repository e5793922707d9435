import type { EntityClass } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Dialect } from './dialect.ts';
import type { Table } from './table.ts';
import type { Db } from './tables.ts';

/** One database transaction: the unit of work and the query layer on the same connection. */
export interface Transaction {
  /** Entities, for changes; flushed before the commit. */
  readonly em: SqlEntityManager;
  /** Plain rows; sees what `em` has flushed. */
  readonly db: Db;
}

/** The database, as features see it. */
export interface Store {
  /** What the two databases say differently. */
  readonly dialect: Dialect;
  /** The table behind an entity class. */
  table<Entity extends object>(entity: EntityClass<Entity>): Table<Entity>;
  /**
   * The query layer for reading.
   * @param fresh whether it must show what was committed a moment ago, and so must not be a lagging replica
   */
  read(fresh: boolean): Db;
  /** The only way to write: all of `work`, or nothing of it. Resolves after the commit. */
  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
}
