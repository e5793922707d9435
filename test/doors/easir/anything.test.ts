import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { easir } from '../../../src/doors/easir/door.ts';
import { randomFrom } from '../../support/random.ts';
import { sendAnything } from '../support/anything.ts';
import { type DoorWorld, startDoors } from '../support/world.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

let world: DoorWorld;
let ids: string[];
let tokens: string[];
beforeAll(async () => {
  world = await startDoors({ LIMIT_LOGIN_FAILURES: '1000' });
  ids = await Promise.all(Array.from({ length: 10 }, async () => (await world.register()).clientId));
  tokens = [await world.tokenOf(world.users.superuser.databaseId, ['admin']), await world.tokenOf(world.users.admin.databaseId, ['write'])];
});
afterAll(() => world.stop());

describe(`the door of EASI'R (SEED=${SEED})`, () => {
  it('answers anything in JSON, and nothing by a fault', async () => {
    const statuses = await sendAnything(world.url, randomFrom(SEED), {
      door: easir({ registering: {} } as never),
      requests: 600,
      tokens,
      names: ['page', 'per_page', 'client_secret', 'expectedVersion', 'organizationId'],
      texts: ['https://app.example.org/', '#', 'https://a.example.org/#b', ...ids],
    });
    expect(world.logged.filter((line) => line.includes('"fault"'))).toEqual([]);
    // it would prove nothing if all were refused alike
    expect(statuses).toEqual(expect.arrayContaining([200, 404, 405, 422]));
  });
});
