import { dateOf } from '../query/dialect/times.ts';
import { digestOf } from '../shared/secrets.ts';
import type { Environment } from './environment.ts';
import { KnownNetwork } from './known-network.entity.ts';

/** Milliseconds for which a network is remembered after a login from there. */
const REMEMBERED = 90 * 86_400_000;
/** Milliseconds after which another login is worth noting. */
const NOTED_EVERY = 86_400_000;
/** The most networks that are remembered of one user: those of the latest logins. */
const MOST = 20;

/** Before this, logins are forgotten. */
export const forgottenBefore = (): Date => new Date(Date.now() - REMEMBERED);

const digest = (userId: number, network: string) => digestOf(`${userId} ${network}`);

/** When a user last logged in from a network, to the day; undefined if never, or so long ago that it is forgotten. */
export async function latestLogin({ store }: Environment, userId: number, network: string): Promise<Date | undefined> {
  const found = await store
    .read(true)
    .selectFrom('known_network')
    .where('digest', '=', digest(userId, network))
    .select('used_at')
    .executeTakeFirst();
  const latest = found && dateOf(found.used_at);
  return latest && latest > forgottenBefore() ? latest : undefined;
}

/** Remembers that a user has logged in from a network. @param latest when they did before */
export async function rememberNetwork({ store }: Environment, userId: number, network: string, latest: Date | undefined): Promise<void> {
  if (latest && Date.now() - latest.getTime() < NOTED_EVERY) return;
  const table = store.table(KnownNetwork);
  const values = table.values({ digest: digest(userId, network), userId, usedAt: new Date() });
  await store.write(async ({ db }) => {
    await db
      .insertInto('known_network')
      .values(values)
      .onConflict((conflict) => conflict.column('digest').doUpdateSet(values))
      .execute();
    const surplus = db
      .selectFrom('known_network')
      .where('user_id', '=', userId)
      .orderBy('used_at', 'desc')
      .limit(1_000)
      .offset(MOST)
      .select('digest');
    await db.deleteFrom('known_network').where('digest', 'in', surplus).execute();
  });
}
