import { type EntityClass, MikroORM } from '@mikro-orm/core';
import type { AbstractSqlConnection, SqlEntityManager } from '@mikro-orm/sql';
import { CompiledQuery, type Kysely } from 'kysely';
import type { Dialect } from '../shared/dialect.ts';
import { insertRows } from '../shared/insertion.ts';
import type { NewOwner, NewRow, Store, Transaction } from '../shared/store.ts';
import { Table } from '../shared/table.ts';
import type { Db, Row } from '../shared/tables.ts';
import { type DatabaseOptions, type Orm, ormOptions } from './orm.ts';

interface Job {
  readonly work: (transaction: Transaction) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** The most writes that share a commit. */
const BATCH = 64;

/** What gives each of them a fate of its own. */
const SAVEPOINT = CompiledQuery.raw('savepoint own');
const ROLLBACK = CompiledQuery.raw('rollback to own');
const RELEASE = CompiledQuery.raw('release own');

/** The store on MikroORM: reads beside the writer; on SQLite all that is written takes its turn in one queue. */
export class DatabaseStore implements Store {
  readonly #tables = new Map<EntityClass<object>, Table<object>>();
  readonly #queue: Job[] = [];
  readonly #inTransaction: Kysely<unknown> | undefined;
  #isWriting = false;

  private constructor(
    readonly orm: Orm,
    readonly dialect: Dialect,
    inTransaction: Kysely<unknown> | undefined,
    readonly discard: () => void,
  ) {
    this.#inTransaction = inTransaction;
  }

  /** Opens a database. @throws if it cannot be reached */
  static async open(options: DatabaseOptions): Promise<DatabaseStore> {
    const { options: given, dialect, inTransaction, discard } = ormOptions(options);
    const orm = (await MikroORM.init(given as never)) as unknown as Orm;
    return new DatabaseStore(orm, dialect, inTransaction, discard);
  }

  table<Entity extends object>(entity: EntityClass<Entity>): Table<Entity> {
    let table = this.#tables.get(entity as EntityClass<object>);
    if (!table) {
      table = new Table(this.orm.getMetadata().get(entity as EntityClass<object>));
      this.#tables.set(entity as EntityClass<object>, table);
    }
    return table as unknown as Table<Entity>;
  }

  read(fresh: boolean): Db {
    // the reader of SQLite sees every commit at once; a replica of PostgreSQL may not
    const type = fresh && this.dialect.name === 'postgresql' ? 'write' : 'read';
    return (this.orm.em as SqlEntityManager).getKysely({ type }) as unknown as Db;
  }

  /**
   * On PostgreSQL each write has a transaction and a connection of its own. SQLite has one writer: writes that wait
   * for it share its next commit, each in a savepoint, so that none shares the fate of another.
   */
  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const job: Job = { work, resolve: resolve as Job['resolve'], reject };
      if (this.dialect.name === 'postgresql') void this.#commit([job]);
      else {
        this.#queue.push(job);
        void this.#drain();
      }
    });
  }

  insert<Entity extends object>(first: NewOwner<Entity>, others: readonly NewRow[]): Promise<Row<Entity> & object> {
    if (this.dialect.insertsTogether) return insertRows({ store: this, db: this.read(true) }, first, others);
    return this.write((transaction) => transaction.insert(first, others));
  }

  /** Copies a SQLite database to a file that does not exist yet, as of this moment, while others read and write. */
  async backup(file: string): Promise<void> {
    await this.orm.em.getConnection('write').execute('vacuum into ?', [file]);
  }

  /** Whether the database answers. */
  async isReachable(): Promise<boolean> {
    return (await this.orm.em.getConnection('write').checkConnection()).ok;
  }

  /** Ends all connections; on SQLite that folds the write-ahead log into the file. */
  async close(): Promise<void> {
    await this.orm.close();
    this.discard();
  }

  async #drain(): Promise<void> {
    if (this.#isWriting) return;
    this.#isWriting = true;
    while (this.#queue.length > 0) {
      await this.#gather();
      await this.#commit(this.#queue.splice(0, BATCH));
    }
    this.#isWriting = false;
  }

  /** Waits while each turn of the event loop brings more writes to share the commit: it costs more than all that it commits. */
  async #gather(): Promise<void> {
    let known: number;
    do {
      known = this.#queue.length;
      await new Promise(setImmediate);
    } while (this.#queue.length > known && this.#queue.length < BATCH);
  }

  /** Runs jobs in one transaction and answers them after its commit. Never rejects. */
  async #commit(jobs: readonly Job[]): Promise<void> {
    const connection = this.orm.em.getConnection('write') as AbstractSqlConnection;
    let fault: unknown;
    try {
      const answers = await connection
        .getClient()
        .transaction()
        .execute(async (transaction) => {
          const made: (() => void)[] = [];
          try {
            for (const job of jobs) made.push(await this.#run(job, transaction, jobs.length > 1));
          } catch (error) {
            fault = error;
            throw error;
          }
          return made;
        });
      for (const answer of answers) answer();
    } catch (error) {
      // that the rollback failed as well says less than what it was for
      for (const job of jobs) job.reject(fault ?? error);
    }
  }

  /** Runs one job. @returns how to answer it once the transaction is committed */
  async #run({ work, resolve, reject }: Job, transaction: unknown, isShared: boolean): Promise<() => void> {
    const db = (this.#inTransaction ?? transaction) as Db;
    const { orm } = this;
    let em: SqlEntityManager | undefined;
    if (isShared) await db.executeQuery(SAVEPOINT);
    try {
      const result = await work({
        db,
        insert: (first, others) => insertRows({ store: this, db }, first, others),
        get em() {
          em ??= entityManager(orm, transaction);
          return em;
        },
      });
      await em?.flush();
      if (isShared) await db.executeQuery(RELEASE);
      return () => resolve(result);
    } catch (error) {
      if (!isShared) throw error;
      try {
        await db.executeQuery(ROLLBACK);
        await db.executeQuery(RELEASE);
      } catch {
        // SQLite has ended the whole transaction, as it does when the disk is full
        throw error;
      }
      return () => reject(error);
    }
  }
}

function entityManager(orm: Orm, transaction: unknown): SqlEntityManager {
  const em = orm.em.fork() as SqlEntityManager;
  em.setTransactionContext(transaction as never);
  return em;
}
