import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRandom } from '../../src/demo/random.ts';
import { startOAuthWorld } from '../oauth/support/provider.ts';
import { lastingDatabase } from '../support/database.ts';
import { scratchDirectory } from '../support/process.ts';
import { makePrey, RACING, type Racers, race, revocations, startSecond } from './revocation.races.ts';

/** How often refreshing and minting race with revoking, in all. */
const RACES = Number(process.env.RACES ?? 66);
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

const scratch = scratchDirectory();
let racers: Racers;
let superuser: string;
beforeAll(async () => {
  const url = await lastingDatabase(scratch.path);
  const world = await startOAuthWorld({ DATABASE_URL: url, ...RACING });
  racers = { world, second: await startSecond(world, url) };
  superuser = await world.tokenOf(world.users.superuser.databaseId, ['admin']);
});
afterAll(async () => {
  await racers.second.stop();
  await racers.world.stop();
  scratch.remove();
});

const KINDS = Object.entries(revocations(''));
const TIMES = Math.ceil(RACES / KINDS.length);

describe(`tokens that are refreshed and mint on two gateways meanwhile, ${TIMES} times with the seed ${SEED}`, () => {
  it.each(KINDS.map(([name], index) => ({ name, index })))(
    'all end with $name',
    async ({ name, index }) => {
      const random = createRandom(SEED + index);
      let total = 0;
      for (let attempt = 0; attempt < TIMES; attempt++) {
        const prey = await makePrey(racers, superuser);
        const { alive, made } = await race(racers, revocations(superuser)[name] as never, prey, random, (attempt + 1) % 3);
        expect({ attempt, alive }).toEqual({ attempt, alive: [] });
        total += made;
      }
      // so that there was something to revoke
      expect(total).toBeGreaterThan(0);
      expect([...racers.world.logged, ...racers.second.logged].filter((line) => line.includes('fault'))).toEqual([]);
    },
    600_000,
  );
});
