import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { doneOrWaiting, holdingOpen } from '../support/held-open.ts';
import { Moments } from '../support/moments.ts';
import { LOSING, LOSSES, newScene, WAYS, worksStill } from './support/losses.ts';
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

const CASES = Object.entries(LOSSES).flatMap(([loss, { of }]) => of.map((way) => ({ loss, way })));

describe.each(CASES)('who loses $loss', ({ loss, way }) => {
  const { lose, regain, skips = false } = LOSSES[loss] as (typeof LOSSES)[string];
  const { grant, begin } = WAYS[way] as (typeof WAYS)[string];

  /** Nothing may be left of a token when the loss has been answered, nor come back. */
  async function expectNothing(scene: Awaited<ReturnType<typeof newScene>>, { status, body }: Tokens): Promise<void> {
    expect(status).toBeLessThan(500);
    expect((await regain?.(world, scene))?.userErrors ?? []).toEqual([]);
    expect([await worksStill(world, observer, body.access_token), await worksStill(world, observer, body.refresh_token)]).toEqual([
      false,
      false,
    ]);
  }

  it(`has no token by ${way} that is asked for while that is written`, async () => {
    const scene = await newScene(world, grant, skips);
    const ask = await begin(world, scene);
    let asked: Promise<Tokens> | undefined;
    const operator = holdingOpen(world.operator, async () => {
      asked ??= ask();
      await doneOrWaiting(world.operator, asked);
    });
    expect((await lose({ ...world, operator }, scene)).userErrors).toEqual([]);
    await expectNothing(scene, (await asked) as Tokens);
  });

  it(`has no token by ${way} that is written while it asks for that`, async () => {
    for (let nth = 0, isMet = true; isMet; nth++) {
      const scene = await newScene(world, grant, skips);
      const ask = await begin(world, scene);
      let losing: ReturnType<typeof lose> | undefined;
      const wasMet = moments.before(nth, 'commit', async () => {
        losing = lose(world, scene);
        await doneOrWaiting(world.operator, losing);
      });
      const tokens = await ask();
      isMet = await wasMet();
      if (!losing) return;
      expect((await losing).userErrors).toEqual([]);
      await expectNothing(scene, tokens);
    }
  });
});
