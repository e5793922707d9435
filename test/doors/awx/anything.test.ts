import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { awx } from '../../../src/doors/awx/door.ts';
import { randomFrom } from '../../support/random.ts';
import { startWorld, type World } from '../../support/world.ts';
import { sendAnything } from '../support/anything.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

let world: World;
let tokens: string[];
beforeAll(async () => {
  world = await startWorld({ DOORS: 'awx', LIMIT_LOGIN_FAILURES: '1000' });
  for (let index = 0; index < 5; index++) await world.register();
  // so that those that ask are not found by the numbers that are tried
  for (let index = 0; index < 10; index++) await world.tokenOf(world.users.member.databaseId);
  tokens = [await world.tokenOf(world.users.superuser.databaseId, ['admin']), await world.tokenOf(world.users.admin.databaseId, ['write'])];
});
afterAll(() => world.stop());

const LOOKUPS = 'exact iexact contains icontains startswith iendswith gt lte isnull in regex'.split(' ').map((name) => `__${name}`);

describe(`the door of AWX (SEED=${SEED})`, () => {
  it('answers anything in JSON, and nothing by a fault', async () => {
    const statuses = await sendAnything(world.url, randomFrom(SEED), {
      door: awx({} as never),
      requests: 600,
      tokens,
      names: ['organization__name', 'application__name', 'organization__id', 'search', 'page', 'page_size', 'order_by'],
      prefixes: ['', '', '', 'or__', 'not__', 'or__not__', 'chain__'],
      suffixes: ['', '__', ...LOOKUPS],
      texts: Array.from({ length: 8 }, (_, index) => String(index + 1)),
      without: ['/api/login'],
    });
    expect(world.logged.filter((line) => line.includes('"fault"'))).toEqual([]);
    // it would prove nothing if all were refused alike
    expect(statuses).toEqual(expect.arrayContaining([200, 400, 403, 404, 405]));
  });
});
