import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { sql } from 'kysely';
import { deleteApplication } from '../../src/applications/application.service.ts';
import { DatabaseStore } from '../../src/database/store.ts';
import { OrganizationRole } from '../../src/organizations/membership.entity.ts';
import { createOrganization, deleteOrganization, setMember } from '../../src/organizations/organization.service.ts';
import type { Context } from '../../src/query/context.ts';
import { dateOf, type StoredTime } from '../../src/query/dialect/times.ts';
import type { Db } from '../../src/query/tables.ts';
import { countRegistry } from '../../src/registry/count-registry.ts';
import { TURN } from '../../src/registry/kept-counts.loaders.ts';
import { LARGE } from '../../src/registry/registry.rules.ts';
import { toGlobalId } from '../../src/shared/ids.ts';
import type { Viewer } from '../../src/shared/viewer.ts';
import { createUser } from '../../src/users/user.service.ts';
import { asViewer, openStore, somebody } from '../support/as-viewer.ts';
import { lastingDatabase } from '../support/database.ts';
import { scratchDirectory } from '../support/process.ts';
import { randomFrom } from '../support/random.ts';
import { type Made, startWorld, type World } from '../support/world.ts';
import { anybody } from './support/anybody.ts';
import { type History, plantApplication, plantToken } from './support/plant.ts';
import { expectTruth, rowsOf } from './support/truth.ts';

const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000_000);
const random = randomFrom(SEED);
const scratch = scratchDirectory();
/** Counts a registry of a few rows as if it were large, in many steps, and again at once. */
const SMALL = { large: 10, rows: 7, between: () => 0 };
const users: Made[] = [];
let url: string;
let world: World;
let operator: Context;

beforeAll(async () => {
  url = await lastingDatabase(scratch.path);
  world = await startWorld({ DATABASE_URL: url });
  operator = world.operator;
  for (let index = 0; index < 4; index++)
    users.push((await createUser(operator, { username: `user ${index}`, password: 'correct horse' })).user as Made);
});
afterAll(async () => {
  await world.stop();
  scratch.remove();
});

/** Adds organizations with applications and tokens of any kind. */
async function grow(): Promise<Made[]> {
  const organizations: Made[] = [];
  for (let index = 0; index < 6; index++)
    organizations.push((await createOrganization(operator, { name: `House ${random.below(1e9)}` })).organization as Made);
  for (const { id: organizationId } of organizations)
    for (const { id: userId } of users)
      if (random.chance(30)) await setMember(operator, { organizationId, userId, role: random.one(Object.values(OrganizationRole)) });
  const ignored: History = { registered: [], issued: [] };
  for (let index = 0; index < 40; index++) await plantApplication(operator, random, ignored, random.one(organizations), users);
  await operator.store.write(async ({ db }) => {
    for (let index = 0; index < 10; index++)
      await plantToken(db, random, ignored, { applicationId: null, organizationId: null }, random.one(users));
  });
  return organizations;
}

interface Row {
  id: number;
  organization_id: number;
  application_id: number | null;
  created_at: StoredTime;
  expires_at: StoredTime;
  revoked_at: StoredTime | null;
}
const rows = async (table: string) => (await rowsOf(operator.store, table).execute()) as Row[];

/** What was registered and issued, as far as it is there. */
async function history(): Promise<History> {
  const applications = await rows('application');
  const organizationOf = new Map(applications.map(({ id, organization_id }) => [Number(id), Number(organization_id)]));
  return {
    registered: applications.map(({ created_at, organization_id }) => ({
      at: dateOf(created_at),
      organizationId: Number(organization_id),
    })),
    issued: (await rows('token')).map(({ created_at, application_id }) => ({
      at: dateOf(created_at),
      organizationId: application_id === null ? null : (organizationOf.get(Number(application_id)) ?? null),
    })),
  };
}

const SUPERUSER = () => somebody({}, { isSuperuser: true, userId: users[0]?.databaseId });
async function told(store: DatabaseStore, viewer: Viewer, fields: string) {
  const { data, errors } = await asViewer(store, viewer, `{ registry { ${fields} } }`);
  expect(errors).toBeUndefined();
  return JSON.parse(JSON.stringify(data)).registry;
}

describe('a large registry is counted in the background', () => {
  it(`and whoever asks is told the truth (FUZZ_SEED=${SEED})`, async () => {
    const organizations = [world.acme, world.other, ...(await grow())];
    expect(await countRegistry(operator.store, SMALL)).toBe(true);
    const there = await history();
    for (let round = 0; round < 40; round++)
      await expectTruth(operator.store, there, anybody(random, users, organizations), random.one([1, 7, 30, 90]), true);
  });

  it('with steps of any size', async () => {
    const there = await history();
    for (const rows of [1, 3, 1_000]) {
      expect(await countRegistry(operator.store, { ...SMALL, rows })).toBe(true);
      await expectTruth(operator.store, there, SUPERUSER(), 90, true);
    }
  });

  it('by one of several processes, and then for ten minutes by none', async () => {
    const other = await DatabaseStore.open({ url, poolSize: 2 });
    const stores = [operator.store, other, operator.store, other];
    const counted = await Promise.all(stores.map((store) => countRegistry(store, { ...SMALL, between: () => 600_000 })));
    expect(counted.filter(Boolean)).toHaveLength(1);
    expect(await countRegistry(other, SMALL)).toBe(false);
    const turn = (db: Db) => db.updateTable('registry_count').where('organization_id', '=', TURN);
    await operator.store.write(({ db }) => turn(db).set({ counted_at: new Date() }).execute());
    expect(await countRegistry(other, SMALL)).toBe(true);
    await other.close();
  });

  it('and rests twenty times as long as it has taken, but ten minutes at least', async () => {
    const begin = Date.now();
    expect(await countRegistry(operator.store, { large: 10 })).toBe(true);
    const turn = (await operator.store.read(true).selectFrom('registry_count').selectAll().execute()).find(
      ({ organization_id }) => Number(organization_id) === TURN,
    );
    expect(dateOf(turn?.counted_at as unknown as StoredTime).getTime()).toBeGreaterThanOrEqual(begin + 600_000);
    await operator.store.write(({ db }) => db.deleteFrom('registry_count').where('organization_id', '=', TURN).execute());
  });

  it('whatever is deleted meanwhile, of which nothing is left by the next count', async () => {
    const [gone, ...others] = await grow();
    const deeds: (() => Promise<unknown>)[] = [() => deleteOrganization(operator, { id: (gone as Made).id })];
    for (const { id } of (await rows('application')).filter(({ organization_id }) => Number(organization_id) === others[0]?.databaseId))
      deeds.push(() => deleteApplication(operator, { id: toGlobalId('Application', Number(id)) }));
    expect(await countRegistry(operator.store, SMALL)).toBe(true);
    const done: Promise<unknown>[] = [];
    const goesOn = () => {
      const deed = deeds.shift();
      if (deed) done.push(deed());
      return true;
    };
    expect(await countRegistry(operator.store, { ...SMALL, goesOn })).toBe(true);
    while (deeds.length > 0) goesOn();
    await Promise.all(done);
    expect(await countRegistry(operator.store, SMALL)).toBe(true);
    const kept = (await rows('registry_count')).map(({ organization_id }) => Number(organization_id));
    const inUse = new Set((await rows('application')).map(({ organization_id }) => Number(organization_id)));
    expect(kept.filter((id) => id > 0).sort()).toEqual([...inUse].sort());
    await expectTruth(operator.store, await history(), SUPERUSER(), 90, true);
  });

  it('and what has expired since is not told to be active any more', async () => {
    const minute = 60_000;
    expect(await countRegistry(operator.store, SMALL)).toBe(true);
    const now = Date.now();
    const expiries = (await rows('token'))
      .filter(({ revoked_at }) => revoked_at === null)
      .map((token) => dateOf(token.expires_at).getTime());
    const seen = new Set<number>();
    try {
      for (const minutes of [0, 10, 20, 40, 60, 600]) {
        const later = Math.floor(now / minute + minutes) * minute;
        jest.spyOn(Date, 'now').mockReturnValue(later);
        const active = expiries.filter((at) => at > later).length;
        seen.add(active);
        expect((await told(world.app.store, SUPERUSER(), 'tokens { active }')).tokens.active).toBe(active);
      }
    } finally {
      jest.restoreAllMocks();
    }
    expect(seen.size).toBeGreaterThan(1);
  });

  it('until it is told to stop, and then another process may go on at once', async () => {
    let steps = 0;
    expect(await countRegistry(operator.store, { ...SMALL, goesOn: () => ++steps < 4 })).toBe(false);
    expect(await countRegistry(operator.store, SMALL)).toBe(true);
  });

  it('but nothing is kept of one that is not large', async () => {
    expect(await countRegistry(operator.store)).toBe(false);
    expect(await rows('registry_count')).toEqual([]);
    await expectTruth(operator.store, await history(), SUPERUSER(), 30);
    expect(await countRegistry(operator.store)).toBe(false);
    expect(await rows('registry_count')).toEqual([]);
  });
});

it('before a large registry is counted, it is said that there is more', async () => {
  const store = await openStore();
  const at = new Date();
  await store.write(({ db }) =>
    sql`insert into token (created_at, modified_at, version, digest, hint, scopes, expires_at)
      with recursive n(i) as (select 1 union all select i + 1 from n where i < ${LARGE + 5})
      select ${at}, ${at}, 1, 'digest ' || i, 'abcd', '["read"]', ${at} from n`.execute(db),
  );
  const fields = 'countedAt tokens { total isExact } applications { total isExact } users { isExact } tokensIssued(days: 1) { count }';
  const looked = await told(store, SUPERUSER(), fields);
  expect(looked).toMatchObject({ countedAt: null, tokens: { isExact: false }, applications: { total: 0, isExact: true } });
  expect(looked.tokensIssued).toEqual([{ count: LARGE }]);
  expect(await countRegistry(store)).toBe(true);
  const counted = await told(store, SUPERUSER(), fields);
  expect(counted).toMatchObject({ tokens: { total: LARGE + 5, isExact: true }, users: { isExact: true } });
  expect(counted.tokensIssued).toEqual([{ count: LARGE + 5 }]);
  expect(counted.countedAt).not.toBeNull();
  await store.close();
});
