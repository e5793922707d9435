import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { mutate } from '../support/mutate.ts';
import { startWorld, type World } from '../support/world.ts';
import { CASES } from './activity.table.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const TABLES = ['application', 'client_secret', 'token', 'organization', 'membership', 'user', 'oauth_grant'] as const;

/** Everything that mutations change, but for the stamps of last use, which come when they come. */
async function state(): Promise<string[][]> {
  const db = world.operator.store.read(true);
  const tables = (await Promise.all(TABLES.map((table) => db.selectFrom(table).selectAll().execute()))) as Record<string, unknown>[][];
  return tables.map((rows) => rows.map(({ last_used_at: _, ...row }) => JSON.stringify(row)).sort());
}

const rename = (from: string, to: string) =>
  world.app.store.write(async ({ db }) => void (await sql`alter table ${sql.table(from)} rename to ${sql.table(to)}`.execute(db)));

describe('a mutation whose activity cannot be written', () => {
  it.each(Object.entries(CASES))('changes nothing: %s', async (operation, { input }) => {
    const given = await input(world);
    const before = await state();
    await rename('activity_entry', 'activity_away');
    try {
      await expect(mutate(world.ask.superuser, operation, given)).rejects.toThrow('INTERNAL_SERVER_ERROR');
    } finally {
      await rename('activity_away', 'activity_entry');
    }
    expect(await state()).toEqual(before);
    // it was the activity alone that was in the way
    expect((await mutate(world.ask.superuser, operation, given)).userErrors).toEqual([]);
    expect(await state()).not.toEqual(before);
  });
});
