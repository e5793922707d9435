import { type EntityClass, type FilterQuery, LockMode, OptimisticLockError } from '@mikro-orm/core';
import type { Context } from '../query/context.ts';
import { anyTable } from '../query/dialect/dialect.ts';
import { isConflict, violatedColumn } from '../query/dialect/driver-errors.ts';
import type { Transaction } from '../query/store.ts';
import type { Row } from '../query/tables.ts';
import { NO_ID } from '../shared/ids.ts';
import { Refusal, refuse, type UserError } from '../shared/user-errors.ts';
import { hasLess } from '../shared/viewer.ts';

/** A context inside a transaction: whatever reads through it sees the transaction, and needs no second connection. */
export type Writing = Context & Transaction;

/** The message for a viewer who lost rights during the request. */
export const LOST_A_RIGHT = 'The token that asks was revoked or lost a right meanwhile.';

const CHANGED_MEANWHILE = 'Somebody else changed it meanwhile. Read it again, then repeat your change.';

/** Refuses a change that was made from an old version. @throws {Refusal} `CONFLICT` */
export function expectVersion(current: number, expected: number | null | undefined): void {
  if (expected != null && expected !== current)
    throw refuse('CONFLICT', 'expectedVersion', `${CHANGED_MEANWHILE} Its version is ${current}.`);
}

/**
 * Makes sure that the viewer still has all rights with which the request began. It is called after the rows to change are locked,
 * or right before an insertion: the request may have waited for the one who took those rights.
 * @throws {Refusal} `FORBIDDEN`
 */
export async function requireRights({ viewer, viewerNow, db }: Context): Promise<void> {
  if (!viewerNow) return;
  const now = await viewerNow(db);
  if (!now || hasLess(now, viewer)) throw refuse('FORBIDDEN', [], LOST_A_RIGHT);
}

/** The refusal for a value that another row has already, by the unique column. */
type Unique = Readonly<Record<string, Refusal>>;

type Answer<Payload> = Promise<Partial<Payload> & { userErrors: readonly UserError[] }>;

/**
 * Runs a mutation in one transaction and makes its payload. Refusals come back as `userErrors`, with nothing written.
 * @param work returns the fields of the payload
 */
export function mutate<Payload extends object>(
  context: Context,
  work: (writing: Writing) => Promise<Payload>,
  unique: Unique = {},
): Answer<Payload> {
  const { store } = context;
  const own = { ...context, loaders: new Map(), selection: undefined };
  return answered(context, () => store.write((transaction) => work({ ...own, ...transaction })), unique);
}

/**
 * The same without a transaction, for a mutation that does nothing but insert rows that belong together, once. It may revoke them
 * afterwards, in a transaction of its own. What it reads before needs no transaction: among concurrent writers the constraints of
 * the database decide, and rights and limits are checked again whenever the new object is used.
 */
export function create<Payload extends object>(
  context: Context,
  work: (context: Context) => Promise<Payload>,
  unique: Unique = {},
): Answer<Payload> {
  const own = { ...context, db: context.store.read(true), loaders: new Map(), selection: undefined };
  return answered(context, () => work(own), unique);
}

async function answered<Payload extends object>(context: Context, work: () => Promise<Payload>, unique: Unique): Answer<Payload> {
  try {
    const payload = await work();
    // the rest of the answer is read anew, from the primary
    context.loaders.clear();
    context.db = context.store.read(true);
    return { ...payload, userErrors: [] };
  } catch (error) {
    const refusal = refusalOf(error, unique);
    if (!refusal) throw error;
    return { userErrors: refusal.userErrors } as Awaited<Answer<Payload>>;
  }
}

function refusalOf(error: unknown, unique: Unique): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof OptimisticLockError) return refuse('CONFLICT', [], CHANGED_MEANWHILE);
  if (isConflict(error)) return refuse('CONFLICT', [], CHANGED_MEANWHILE);
  const column = violatedColumn(error);
  return column === undefined ? undefined : unique[column];
}

/** Writes what the entities have changed, and reads one of them back as a row. */
export async function savedRow<Entity extends object>(
  { store, em, db }: Writing,
  entity: EntityClass<Entity>,
  databaseId: number,
): Promise<Row<Entity> & object> {
  await em.flush();
  const table = store.table(entity);
  const raw = await anyTable(db)
    .selectFrom(`${table.name} as x`)
    .where('x.id', '=', databaseId)
    .select(table.select('x'))
    .executeTakeFirstOrThrow();
  return table.row(raw);
}

/** Loads an entity to change it, and keeps other writers from it until the end of the transaction. */
export function loadForUpdate<Entity extends object>(
  { em }: Writing,
  entity: EntityClass<Entity>,
  databaseId: number,
): Promise<Entity | null> {
  if (databaseId === NO_ID) return Promise.resolve(null);
  return em.findOne(entity, { databaseId } as FilterQuery<NoInfer<Entity>>, { lockMode: LockMode.PESSIMISTIC_WRITE });
}
