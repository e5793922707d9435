import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { venafi } from '../../../src/doors/venafi/door.ts';
import { randomFrom } from '../../support/random.ts';
import { sendAnything } from '../support/anything.ts';
import { startVenafi } from '../support/venafi.ts';
import type { DoorWorld } from '../support/world.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

let world: DoorWorld;
let ids: string[];
let tokens: string[];
beforeAll(async () => {
  world = await startVenafi({ LIMIT_LOGIN_FAILURES: '1000' });
  ids = await Promise.all(Array.from({ length: 10 }, async () => (await world.register()).clientId));
  tokens = [await world.tokenOf(world.users.superuser.databaseId, ['admin']), await world.tokenOf(world.users.admin.databaseId, ['write'])];
});
afterAll(() => world.stop());

describe(`the door of Venafi (SEED=${SEED})`, () => {
  it('answers anything in JSON, and nothing by a fault', async () => {
    const statuses = await sendAnything(world.url, randomFrom(SEED), {
      door: venafi({ registering: {} } as never),
      requests: 600,
      tokens,
      names: ['MaxScope', 'applicationid', 'ID', 'state', 'access_token'],
      texts: [
        'certificate:manage',
        'certificate:manage,discover;configuration',
        'admin',
        'read',
        'member',
        'correct horse',
        'https://app.example.org/',
        'local:{VXNlcjox}',
        ...ids,
      ],
      // it would end the tokens by which the others are sent
      without: ['/vedauth/revoke/token'],
    });
    expect(world.logged.filter((line) => line.includes('"fault"'))).toEqual([]);
    // it would prove nothing if all were refused alike
    expect(statuses).toEqual(expect.arrayContaining([200, 400, 405]));
  });
});
