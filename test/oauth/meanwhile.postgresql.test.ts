import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { Context } from '../../src/shared/context.ts';
import { Moments } from '../support/moments.ts';
import { LOSING, LOSSES, newScene, WAYS } from './support/losses.ts';
import { type Client, type OAuthWorld, startOAuthWorld, type Tokens } from './support/provider.ts';

let world: OAuthWorld;
let moments: Moments;
let observer: Client;
beforeAll(async () => {
  world = await startOAuthWorld(LOSING);
  moments = new Moments(world.app.store);
  observer = await world.register();
});
afterEach(() => moments.letBe());
afterAll(() => world.stop());

const worksStill = async (token: string | undefined) =>
  token !== undefined && (await world.post('/oauth/introspect', observer, { token })).body.active === true;

/** Waits until something is done, or waits for a lock that somebody else holds. */
async function doneOrWaiting(work: Promise<unknown>): Promise<void> {
  let isDone = false;
  const end = () => {
    isDone = true;
  };
  work.then(end, end);
  const { db } = world.operator;
  for (let waiting = 0; !isDone && waiting === 0; ) {
    const found = await sql<{ waiting: number }>`
      select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
    waiting = found.rows[0]?.waiting ?? 0;
  }
}

/** The world with an operator whose every transaction is held open for a while, right before its end. */
function holdingOpen(held: () => Promise<void>): OAuthWorld {
  const { store } = world.operator;
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
  return { ...world, operator: { ...world.operator, store: holding } };
}

const CASES = Object.entries(LOSSES).flatMap(([loss, { of }]) => of.map((way) => ({ loss, way })));

describe.each(CASES)('who loses $loss', ({ loss, way }) => {
  const { lose, regain, skips = false } = LOSSES[loss] as (typeof LOSSES)[string];
  const { grant, begin } = WAYS[way] as (typeof WAYS)[string];

  /** Nothing may be left of a token when the loss has been answered, nor come back. */
  async function expectNothing(scene: Awaited<ReturnType<typeof newScene>>, { status, body }: Tokens): Promise<void> {
    expect(status).toBeLessThan(500);
    expect((await regain?.(world, scene))?.userErrors ?? []).toEqual([]);
    expect([await worksStill(body.access_token), await worksStill(body.refresh_token)]).toEqual([false, false]);
  }

  it(`has no token by ${way} that is asked for while that is written`, async () => {
    const scene = await newScene(world, grant, skips);
    const ask = await begin(world, scene);
    let asked: Promise<Tokens> | undefined;
    const meanwhile = holdingOpen(async () => {
      asked ??= ask();
      await doneOrWaiting(asked);
    });
    expect((await lose(meanwhile, scene)).userErrors).toEqual([]);
    await expectNothing(scene, (await asked) as Tokens);
  });

  it(`has no token by ${way} that is written while it asks for that`, async () => {
    for (let nth = 0, isMet = true; isMet; nth++) {
      const scene = await newScene(world, grant, skips);
      const ask = await begin(world, scene);
      let losing: ReturnType<typeof lose> | undefined;
      const wasMet = moments.before(nth, 'commit', async () => {
        losing = lose(world, scene);
        await doneOrWaiting(losing);
      });
      const tokens = await ask();
      isMet = await wasMet();
      if (!losing) return;
      expect((await losing).userErrors).toEqual([]);
      await expectNothing(scene, tokens);
    }
  });
});
