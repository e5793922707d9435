import { type EntityClass, MikroORM, type Options } from '@mikro-orm/core';
import type { AbstractSqlConnection, SqlEntityManager } from '@mikro-orm/sql';
import { CompiledQuery, type Kysely } from 'kysely';
import { type InsertionDialect, insertOne, shapeOfInsertion } from '../mutation/insertion.ts';
import type { Dialect } from '../query/dialect/dialect.ts';
import { inability, isUndone, READ_ONLY } from '../query/dialect/driver-errors.ts';
import { type Insertion, type NewRow, type Precondition, PreconditionFailed, type Store, type Transaction } from '../query/store.ts';
import { Table } from '../query/table.ts';
import type { Db, Row } from '../query/tables.ts';
import { Batches } from './batches.ts';
import { type DatabaseOptions, type Orm, ormOptions } from './orm.ts';
import type { Replicas } from './replicas.ts';

interface Answered<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

interface Job extends Answered<unknown> {
  readonly work: (db: Db, transaction: object) => Promise<unknown>;
  /** Whether it does nothing but insert: then a constraint that refuses it leaves nothing of it. */
  readonly isInsertion: boolean;
}

interface InsertJob extends Insertion, Answered<number> {}

/** Milliseconds for which insertions that share a statement wait for a lock; then each goes its own way. */
const LOCK_TIMEOUT = 50;

/** Half of the insertions that wait: the gateway answers one half while the database inserts the other. */
const HALF = (waiting: number) => Math.max(8, Math.ceil(waiting / 2));

/** Milliseconds for which a database that has refused a write is taken to refuse others, unless it has taken one meanwhile. */
const REFUSES_FOR = 5_000;

/** The savepoint of each write in a shared transaction, so that it can be undone alone. */
const SAVEPOINT = CompiledQuery.raw('savepoint own');
const ROLLBACK = CompiledQuery.raw('rollback to own');
const RELEASE = CompiledQuery.raw('release own');

/** The store on MikroORM: reads beside the writer; on SQLite all that is written takes its turn in one queue. */
export class DatabaseStore implements Store {
  /** The table of each entity class. */
  readonly #tables = new Map<object, unknown>();
  readonly #writes = new Batches<Job>((jobs) => this.#commit(jobs));
  readonly #batches = new Map<string, Batches<InsertJob>>();
  readonly #inTransaction: Kysely<unknown> | undefined;
  #refused: { readonly code: string; readonly at: number } | undefined;

  private constructor(
    readonly orm: Orm,
    readonly dialect: Dialect,
    readonly insertions: InsertionDialect,
    inTransaction: Kysely<unknown> | undefined,
    readonly discard: () => void,
    readonly replicas: Replicas | undefined,
  ) {
    this.#inTransaction = inTransaction;
  }

  /** Opens a database. @throws if it cannot be reached */
  static async open(options: DatabaseOptions): Promise<DatabaseStore> {
    const { options: given, dialect, insertions, inTransaction, discard, replicas } = ormOptions(options);
    try {
      await replicas?.start();
      const orm = (await MikroORM.init(given as Partial<Options>)) as Orm;
      return new DatabaseStore(orm, dialect, insertions, inTransaction, discard, replicas);
    } catch (error) {
      await replicas?.stop();
      throw error;
    }
  }

  table<Entity extends object>(entity: EntityClass<Entity>): Table<Entity> {
    let table = this.#tables.get(entity) as Table<Entity> | undefined;
    if (!table) {
      table = new Table(this.orm.getMetadata().get(entity));
      this.#tables.set(entity, table);
    }
    return table;
  }

  read(fresh: boolean): Db {
    // the reader of SQLite sees our own commits at once and others by the next turn; a replica of PostgreSQL may not
    const replica = fresh ? undefined : this.replicas?.next();
    const type = this.dialect.name === 'postgresql' ? 'write' : 'read';
    // MikroORM and the replicas know no table by its type
    return (replica ?? (this.orm.em as SqlEntityManager).getKysely({ type })) as unknown as Db;
  }

  /**
   * On PostgreSQL each write has a transaction and a connection of its own. SQLite has one writer: whatever waits for
   * it shares its next commit, and each write has a savepoint there, so that none shares the fate of another.
   */
  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#write(async (db, transaction) => {
      const em = this.orm.em.fork() as SqlEntityManager;
      em.setTransactionContext(transaction);
      const result = await work({
        db,
        em,
        insert: (parent, children = [], precondition) => insertOne(this.insertions, db, { parent, children, precondition }),
      });
      await em.flush();
      return result;
    }, false);
  }

  async insert<Entity extends object>(
    parent: NewRow<Entity>,
    children: readonly NewRow[] = [],
    precondition?: Precondition,
  ): Promise<Row<Entity> & object> {
    const insertion = { parent, children, precondition };
    if (!this.insertions.isOneStatement) return this.#write((db) => insertOne(this.insertions, db, insertion), true);
    const shape = shapeOfInsertion(insertion);
    let batches = this.#batches.get(shape);
    if (!batches) {
      batches = new Batches((jobs) => this.#insertBatch(jobs, LOCK_TIMEOUT), HALF);
      this.#batches.set(shape, batches);
    }
    const number = await new Promise<number>((resolve, reject) => batches.add({ ...insertion, resolve, reject }));
    return parent.table.made(parent.values, number);
  }

  #write<T>(work: (db: Db, transaction: unknown) => Promise<T>, isInsertion: boolean): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const job: Job = { work, isInsertion, resolve: resolve as Job['resolve'], reject };
      if (this.dialect.name === 'postgresql') void this.#commit([job]);
      else this.#writes.add(job);
    });
  }

  /** Makes insertions by one statement. If that is undone, makes each by itself, which waits for locks as long as it takes. */
  async #insertBatch(jobs: readonly InsertJob[], lockTimeout?: number): Promise<void> {
    try {
      const numbers = await this.insertions.insert(this.read(true), jobs, lockTimeout);
      for (const [index, { resolve, reject }] of jobs.entries()) {
        const number = numbers[index];
        if (number === undefined) reject(new PreconditionFailed());
        else resolve(number);
      }
      this.#refused = undefined;
    } catch (error) {
      if (lockTimeout !== undefined && isUndone(error)) for (const job of jobs) void this.#insertBatch([job]);
      else {
        this.#noteFault(error);
        for (const { reject } of jobs) reject(error);
      }
    }
  }

  /** Copies a SQLite database to a file that does not exist yet, as of this moment, while others read and write. */
  async backup(file: string): Promise<void> {
    await this.orm.em.getConnection('write').execute('vacuum into ?', [file]);
  }

  /** Whether the database answers. */
  async isReachable(): Promise<boolean> {
    try {
      if (this.dialect.name === 'sqlite') {
        // by the reader, which waits for nobody who writes
        await this.read(true).executeQuery(CompiledQuery.raw('select 1'));
        return true;
      }
      const connection = this.orm.em.getConnection('write') as AbstractSqlConnection;
      const [row] = await connection.execute<{ setting: string }[]>(`select current_setting('transaction_read_only') as setting`);
      if (row?.setting === 'on') this.#refused = { code: READ_ONLY, at: performance.now() };
      else if (this.#refused?.code === READ_ONLY) this.#refused = undefined;
      return true;
    } catch {
      return false;
    }
  }

  /** The code with which the database refuses writes at the moment; undefined where it takes them, as far as is known. */
  get refusal(): string | undefined {
    return this.#refused && performance.now() - this.#refused.at < REFUSES_FOR ? this.#refused.code : undefined;
  }

  #noteFault(error: unknown): void {
    const code = inability(error);
    if (code) this.#refused = { code, at: performance.now() };
  }

  /** Ends all connections; on SQLite that folds the write-ahead log into the file. */
  async close(): Promise<void> {
    await this.replicas?.stop();
    await this.orm.close();
    this.discard();
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
      this.#refused = undefined;
      for (const answer of answers) answer();
    } catch (error) {
      this.#noteFault(fault ?? error);
      // the first error says more than that of the rollback
      for (const job of jobs) job.reject(fault ?? error);
    }
  }

  /** Runs one job. @returns how to answer it once the transaction is committed */
  async #run({ work, isInsertion, resolve, reject }: Job, transaction: object, isShared: boolean): Promise<() => void> {
    const db = (this.#inTransaction ?? transaction) as Db;
    const needsSavepoint = isShared && !isInsertion;
    if (needsSavepoint) await db.executeQuery(SAVEPOINT);
    try {
      const result = await work(db, transaction);
      if (needsSavepoint) await db.executeQuery(RELEASE);
      return () => resolve(result);
    } catch (error) {
      if (!isShared || (isInsertion && !(error instanceof PreconditionFailed || isUndone(error)))) throw error;
      try {
        if (needsSavepoint) {
          await db.executeQuery(ROLLBACK);
          await db.executeQuery(RELEASE);
        }
      } catch {
        // SQLite has ended the whole transaction, as it does when the disk is full
        throw error;
      }
      return () => reject(error);
    }
  }
}
