import { sql } from 'kysely';
import type { Context } from '../../src/query/context.ts';

/** Waits until something is done, or somebody waits for a lock in PostgreSQL. */
export async function doneOrWaiting({ db }: Context, work: Promise<unknown>): Promise<void> {
  let isDone = false;
  const end = () => {
    isDone = true;
  };
  work.then(end, end);
  for (let waiting = 0; !isDone && waiting === 0; ) {
    const found = await sql<{ waiting: number }>`
      select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
    waiting = found.rows[0]?.waiting ?? 0;
  }
}

/** An operator whose every transaction is held open for a while, right before its end. */
export function holdingOpen(operator: Context, held: () => Promise<void>): Context {
  const { store } = operator;
  const holding: Context['store'] = {
    dialect: store.dialect,
    table: (entity) => store.table(entity),
    read: (fresh) => store.read(fresh),
    insert: (...insertion) => store.insert(...insertion),
    write: (work) =>
      store.write(async (transaction) => {
        const result = await work(transaction);
        await transaction.em.flush();
        await held();
        return result;
      }),
  };
  return { ...operator, store: holding };
}
