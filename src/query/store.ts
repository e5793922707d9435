import type { EntityClass } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Dialect, Query } from './dialect/dialect.ts';
import type { Table } from './table.ts';
import type { Db, Row } from './tables.ts';

/** A row to insert: the values of all of its properties. */
export interface NewRow<Entity = unknown> {
  readonly table: Pick<Table<Entity>, 'name' | 'insertable' | 'made'>;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A condition of an insertion: a query finds a row `x`, and locks it until the insertion is committed. */
export interface Precondition {
  /** Names the query, which has a slot for the time, `now`. */
  readonly name: string;
  readonly rows: (db: Db) => Query;
  /** The aliases in the query whose rows are locked, in that order. */
  readonly locks: readonly string[];
  /** The number of the row `x`. */
  readonly number: number;
}

/** Nothing was inserted, because its precondition was not met. */
export class PreconditionFailed extends Error {}

/** A row to insert, and the rows that refer to it. */
export interface Insertion<Entity = unknown> {
  readonly parent: NewRow<Entity>;
  readonly children: readonly NewRow[];
  readonly precondition?: Precondition | undefined;
}

/** A store or a transaction, as far as it inserts rows. */
export interface Inserter {
  /**
   * Inserts a row and the children that refer to it: all of them, or none.
   * @returns the row as it was stored
   * @throws {PreconditionFailed}
   */
  insert<Entity extends object>(
    parent: NewRow<Entity>,
    children?: readonly NewRow[],
    precondition?: Precondition,
  ): Promise<Row<Entity> & object>;
}

/** One database transaction: the unit of work and the query layer on the same connection. */
export interface Transaction extends Inserter {
  /** Entities, for changes; flushed before the commit. */
  readonly em: SqlEntityManager;
  /** Plain rows; sees what `em` has flushed. */
  readonly db: Db;
}

/** The database, as features see it. Its `insert` resolves after the commit. */
export interface Store extends Inserter {
  /** What the two databases say differently. */
  readonly dialect: Dialect;
  /** The table behind an entity class. */
  table<Entity extends object>(entity: EntityClass<Entity>): Table<Entity>;
  /**
   * The query layer for reading.
   * @param fresh whether it must show what was committed a moment ago, and so must not be a lagging replica
   */
  read(fresh: boolean): Db;
  /** Writes: all of `work`, or nothing of it. Resolves after the commit. */
  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
}
