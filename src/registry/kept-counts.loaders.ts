import { sql } from 'kysely';
import type { Context } from '../query/context.ts';
import type { Query } from '../query/dialect/dialect.ts';
import { dateOf, type StoredTime } from '../query/dialect/times.ts';
import { loader } from '../query/loader.ts';
import { read } from '../query/read.ts';
import { ownOrganizations } from '../query/rights.ts';
import { readsEverything } from '../shared/viewer.ts';
import type { Counts, WholeCounts } from './counts.ts';

/** The row of the registry as a whole, and of whose turn it is to count: numbers of no organization, and not `NO_ID`. */
export const WHOLE = -2;
export const TURN = -3;

/** What was counted in the background of what the viewer reads. */
export interface KeptCounts {
  readonly countedAt: Date;
  /** Of the registry; absent for who does not read everything. */
  readonly whole?: WholeCounts;
  /** Of each of the viewer's organizations of which there is something to count; empty for who reads everything. */
  readonly organizations: ReadonlyMap<number, Counts>;
}

/** What was counted in the background; null in a registry that is not large. */
export const keptCounts = (context: Context): Promise<KeptCounts | null> =>
  loader<number, KeptCounts>(context, 'kept counts', async () => {
    const kept = await readCounts(context);
    return new Map(kept && [[WHOLE, kept]]);
  }).load(WHOLE);

/** Of the registry, or of each of the viewer's organizations: together that of all that the viewer reads. */
export const countsOf = ({ whole, organizations }: KeptCounts): Counts[] => (whole ? [whole] : [...organizations.values()]);

interface Found {
  readonly id: number;
  readonly at: StoredTime;
  readonly counts: string | null;
}

async function readCounts(context: Context): Promise<KeptCounts | undefined> {
  const isForAll = readsEverything(context.viewer);
  const rows = await read<Found>(context, 'kept counts', {}, ({ db, viewer, store }) => {
    const all = (db.selectFrom('registry_count as x') as Query).select(['x.organization_id as id', 'x.counted_at as at']);
    const whole = all.where('x.organization_id', '=', sql.lit(WHOLE));
    if (readsEverything(viewer)) return whole.select('x.counts');
    // of the whole no more than that it was counted
    return whole
      .select(sql`null`.as('counts'))
      .unionAll(all.where(store.dialect.isOneOf('x.organization_id', ownOrganizations(viewer))).select('x.counts'));
  });
  const whole = rows.find(({ id }) => Number(id) === WHOLE);
  if (!whole) return undefined;
  const countedAt = dateOf(whole.at);
  if (isForAll) return { countedAt, whole: JSON.parse(whole.counts as string) as WholeCounts, organizations: new Map() };
  const own = rows.filter((row) => row !== whole);
  return { countedAt, organizations: new Map(own.map(({ id, counts }) => [Number(id), JSON.parse(counts as string) as Counts])) };
}
