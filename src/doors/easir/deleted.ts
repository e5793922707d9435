import { sql } from 'kysely';
import type { FieldChange } from '../../activity/activity.entity.ts';
import { readable } from '../../activity/activity.policy.ts';
import type { Context } from '../../query/context.ts';
import { NEWEST_FIRST, sorted } from '../../query/pages/order.ts';
import { read } from '../../query/read.ts';
import { slot } from '../../query/slot.ts';
import { fromJson } from '../../query/table.ts';

/** How many deletions are looked through, the newest of them: no index has the client ids in them. */
const LOOKED_THROUGH = 1_000;

/** Whether an application with a client id was deleted, as far as activity tells the viewer; only of the newest deletions. */
export async function wasDeleted(context: Context, clientId: string): Promise<boolean> {
  const found = await read<{ changes: unknown }>(context, 'deleted applications', { quoted: JSON.stringify(clientId) }, (context) => {
    const { db, store } = context;
    const deletions = readable(db.selectFrom('activity_entry as x'), context)
      // as the index says it that has these alone
      .where('x.operation', '=', sql.lit('DELETE'))
      .where('x.object_type', '=', sql.lit('Application'))
      .select(['x.id', 'x.changes']);
    const newest = sorted(deletions, NEWEST_FIRST, false).limit(sql.lit(LOOKED_THROUGH));
    return db
      .selectFrom(newest.as('d'))
      .where(store.dialect.position(sql`cast(d.changes as text)`, slot<string>('quoted')), '>', 0)
      .select('d.changes');
  });
  return found.some(({ changes }) =>
    fromJson<FieldChange[]>(changes).some(({ field, before }) => field === 'clientId' && before === clientId),
  );
}
