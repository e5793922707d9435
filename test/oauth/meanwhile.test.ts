import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Moment, Moments } from '../support/moments.ts';
import { randomFrom } from '../support/random.ts';
import { LOSING, LOSSES, newScene, WAYS, worksStill } from './support/losses.ts';
import { type Client, type OAuthWorld, startOAuthWorld } from './support/provider.ts';

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

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000_000);
/** How many reads are passed over at most, between two that something is lost before. */
const PASSED = Number(process.env.PASSED ?? 3);

describe.each(Object.entries(LOSSES))(`who loses %s at any moment (SEED=${SEED})`, (_, { of, lose, regain, skips = false }) => {
  const cases = of.flatMap((way) => (['write', 'read'] as Moment[]).map((moment) => ({ way, moment })));
  it.each(cases)('has no token by $way, before whatever $moment it is lost', async ({ way, moment }) => {
    const { grant, begin } = WAYS[way] as (typeof WAYS)[string];
    const random = randomFrom(SEED);
    const passed = () => (moment === 'read' ? random.below(PASSED + 1) : 0);
    for (let nth = passed(), isLost = true; isLost; nth += 1 + passed()) {
      const scene = await newScene(world, grant, skips);
      const ask = await begin(world, scene);
      const wasLost = moments.before(nth, moment, async () => expect((await lose(world, scene)).userErrors).toEqual([]));
      const { status, body } = await ask();
      isLost = await wasLost();
      expect({ nth, isFault: status >= 500 }).toEqual({ nth, isFault: false });
      if (!isLost) {
        // undisturbed at last, it is given one
        expect(await worksStill(world, observer, body.access_token)).toBe(true);
        return;
      }
      expect((await regain?.(world, scene))?.userErrors ?? []).toEqual([]);
      const works = {
        access: await worksStill(world, observer, body.access_token),
        refresh: await worksStill(world, observer, body.refresh_token),
      };
      expect({ nth, works }).toEqual({ nth, works: { access: false, refresh: false } });
    }
  });
});
