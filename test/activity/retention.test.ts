import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PLANTED_ON, plantActivity } from '../support/activity.ts';
import { freshDatabase } from '../support/database.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { startWorld, type World } from '../support/world.ts';

const DAY = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY);

const others: Gateway[] = [];
let DATABASE_URL: string;
let world: World;
beforeAll(async () => {
  DATABASE_URL = await freshDatabase();
  world = await startWorld({ DATABASE_URL, PURGE_SECONDS: '1' });
});
afterAll(async () => {
  for (const { stop } of others) await stop();
  await world.stop();
});

const planted = async (): Promise<string[]> => {
  const { data } = await world.ask.superuser(
    `{ activity(first: 100, filter: { objectId: "${PLANTED_ON}" }) { totalCount nodes { objectName } } }`,
  );
  const names = data.activity.nodes.map(({ objectName }: { objectName: string }) => objectName);
  return data.activity.totalCount === names.length ? names : [...names, '…'];
};

describe('activity', () => {
  it('is kept for good, unless it is said for how many days', async () => {
    await plantActivity(DATABASE_URL, 2, daysAgo(3_000), 'Ancient');
    // what expires is purged, once and again
    for (const key of ['once', 'again']) {
      const { store } = world.app;
      await store.write(({ db }) =>
        db
          .insertInto('limit_count')
          .values({ key, count: 1, until: daysAgo(1) as never })
          .execute(),
      );
      await until(
        async () => (await store.read(true).selectFrom('limit_count').select('key').where('key', '=', key).execute()).length === 0,
      );
    }
    expect(await planted()).toEqual(['Ancient 2', 'Ancient 1']);
  });

  it('is deleted when it is older, by whichever of several gateways gets to it, and what is younger stays', async () => {
    await plantActivity(DATABASE_URL, 3_000, daysAgo(31), 'Old');
    await plantActivity(DATABASE_URL, 2, daysAgo(29), 'Young');
    const own = (await world.ask.superuser('{ activity { totalCount } }')).data.activity.totalCount - 3_004;
    const settings = { DATABASE_URL, PURGE_SECONDS: '1', ACTIVITY_RETENTION_DAYS: '30' };
    others.push(...(await Promise.all([startGateway(settings), startGateway(settings)])));
    await until(async () => (await planted()).length === 2);
    expect(await planted()).toEqual(['Young 2', 'Young 1']);
    expect((await world.ask.superuser('{ activity { totalCount } }')).data.activity.totalCount).toBe(own + 2);
    const lines = others.flatMap(({ logged }) => logged.map((line) => JSON.parse(line)));
    const told = lines.filter(({ msg }) => msg === 'deleted activity that is older than ACTIVITY_RETENTION_DAYS');
    expect(told.reduce((total, { count }) => total + count, 0)).toBe(3_002);
    expect(lines.filter(({ msg }) => msg === 'fault')).toEqual([]);
  });
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await setTimeout(20);
}
