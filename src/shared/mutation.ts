import { type EntityClass, LockMode, OptimisticLockError } from '@mikro-orm/core';
import type { Context } from './context.ts';
import { filled } from './slot.ts';
import type { Transaction } from './store.ts';
import type { Row } from './tables.ts';
import { Refusal, refuse, type UserError } from './user-errors.ts';

/** A context inside a transaction: whatever reads through it sees the transaction, and needs no second connection. */
export type Writing = Context & Transaction;

const CROSSED = 'Somebody else changed it meanwhile. Read it again, then repeat your change.';

/** PostgreSQL's codes for writers in each other's way: serialization, deadlock, and a reference to what is gone meanwhile. */
const CROSSINGS: readonly string[] = ['40001', '40P01', '23503'];

/** Refuses a change that was made from an old version. @throws {Refusal} `CONFLICT` */
export function expectVersion(current: number, expected: number | null | undefined): void {
  if (expected != null && expected !== current) throw refuse('CONFLICT', 'expectedVersion', `${CROSSED} Its version is ${current}.`);
}

/**
 * Runs a mutation in one transaction and makes its payload. Refusals come back as `userErrors`, with nothing written.
 * @param work returns the fields of the payload
 * @param unique what to answer where two writers wanted the same value of a unique column, by column
 */
export async function mutate<Payload extends object>(
  context: Context,
  work: (writing: Writing) => Promise<Payload>,
  unique: Readonly<Record<string, Refusal>> = {},
): Promise<Partial<Payload> & { userErrors: readonly UserError[] }> {
  try {
    const payload = await context.store.write((transaction) =>
      work({ ...context, ...transaction, loaders: new Map(), selection: undefined }),
    );
    // the rest of the answer is read anew, and where it was written
    context.loaders.clear();
    context.db = context.store.read(true);
    return { ...payload, userErrors: [] };
  } catch (error) {
    const refusal = refusalOf(error, unique);
    if (!refusal) throw error;
    return { userErrors: refusal.userErrors } as never;
  }
}

function refusalOf(error: unknown, unique: Readonly<Record<string, Refusal>>): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof OptimisticLockError) return refuse('CONFLICT', [], CROSSED);
  const { code, message } = error as { code?: string; message?: string };
  if (CROSSINGS.includes(code ?? '')) return refuse('CONFLICT', [], CROSSED);
  if (code !== '23505' && code !== 'SQLITE_CONSTRAINT_UNIQUE') return undefined;
  return Object.entries(unique).find(([column]) => message?.includes(column))?.[1];
}

/** Inserts a row without the unit of work, for what is made often. */
export async function insert<Entity extends object>(
  writing: Writing,
  entity: EntityClass<Entity>,
  values: Partial<Row<Entity>>,
): Promise<void> {
  await inserted(writing, entity, values, false);
}

/** Inserts a row without the unit of work. @returns the row as it was stored */
export async function insertRow<Entity extends object>(
  writing: Writing,
  entity: EntityClass<Entity>,
  values: Partial<Row<Entity>>,
): Promise<Row<Entity> & object> {
  const [raw] = await inserted(writing, entity, values, true);
  return writing.store.table(entity).row(raw as object);
}

async function inserted<Entity extends object>(
  { store, db }: Writing,
  entity: EntityClass<Entity>,
  values: Partial<Row<Entity>>,
  answer: boolean,
): Promise<object[]> {
  const table = store.table(entity);
  const now = new Date();
  const columns: Record<string, unknown> = table.values({ createdAt: now, modifiedAt: now, version: 1, ...values } as Partial<Row<Entity>>);
  return (await db.executeQuery(filled(table.insertion(db, Object.keys(columns), answer), columns))).rows;
}

/** Writes what the entities have changed, and reads one of them back as a row. */
export async function savedRow<Entity extends object>(
  { store, em, db }: Writing,
  entity: EntityClass<Entity>,
  databaseId: number,
): Promise<Row<Entity> & object> {
  await em.flush();
  const table = store.table(entity);
  const raw = await db
    .selectFrom(`${table.name} as x` as never)
    .where('x.id' as never, '=', databaseId as never)
    .select(table.select('x'))
    .executeTakeFirstOrThrow();
  return table.row(raw);
}

/** Loads an entity to change it, and keeps other writers from it until the end of the transaction. */
export function loadForUpdate<Entity extends object>(
  { em }: Writing,
  entity: EntityClass<Entity>,
  databaseId: number | undefined,
): Promise<Entity | null> {
  if (databaseId === undefined) return Promise.resolve(null);
  return em.findOne(entity, databaseId as never, { lockMode: LockMode.PESSIMISTIC_WRITE }) as Promise<Entity | null>;
}
