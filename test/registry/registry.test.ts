import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrganizationRole } from '../../src/organizations/membership.entity.ts';
import { createOrganization, setMember } from '../../src/organizations/organization.service.ts';
import { dateOf, type StoredTime } from '../../src/query/dialect/times.ts';
import { createUser } from '../../src/users/user.service.ts';
import { randomFrom } from '../support/random.ts';
import { type Made, startWorld, type World } from '../support/world.ts';
import { anybody } from './support/anybody.ts';
import { type History, plantApplication, plantToken } from './support/plant.ts';
import { expectTruth, rowsOf } from './support/truth.ts';

const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000_000);
const random = randomFrom(SEED);
const history: History = { registered: [], issued: [] };
const organizations: Made[] = [];
const users: Made[] = [];
let world: World;

beforeAll(async () => {
  world = await startWorld();
  const { operator, acme, other } = world;
  organizations.push(acme, other);
  for (let index = 0; index < 8; index++)
    organizations.push((await createOrganization(operator, { name: `House ${index}` })).organization as Made);
  for (let index = 0; index < 4; index++)
    users.push((await createUser(operator, { username: `user ${index}`, password: 'correct horse' })).user as Made);
  for (const { id: organizationId } of organizations)
    for (const { id: userId } of users)
      if (random.chance(30)) await setMember(operator, { organizationId, userId, role: random.one(Object.values(OrganizationRole)) });
  // the tokens that the people of the world ask with
  for (const created of await timesOf('token')) history.issued.push({ at: created, organizationId: null });
  for (let index = 0; index < 120; index++) await plantApplication(world.operator, random, history, random.one(organizations), users);
  await operator.store.write(async ({ db }) => {
    for (let index = 0; index < 20; index++)
      await plantToken(db, random, history, { applicationId: null, organizationId: null }, random.one(users));
  });
});
afterAll(() => world.stop());

const timesOf = async (table: string) =>
  ((await rowsOf(world.operator.store, table).execute()) as { created_at: StoredTime }[]).map(({ created_at }) => dateOf(created_at));

describe('the registry is told in numbers', () => {
  it(`that are those of slow counts and of lists, for whoever asks (FUZZ_SEED=${SEED})`, async () => {
    for (let round = 0; round < 40; round++)
      await expectTruth(world.operator.store, history, anybody(random, users, organizations), random.one([1, 7, 30, 90]));
  });

  it.each([
    ['registry { applicationsRegistered(days: 0) { count } }', 'days'],
    ['registry { tokensIssued(days: 91) { count } }', 'days'],
    ['registry { attention { secretsExpiring(withinDays: -1) { count } } }', 'withinDays'],
    ['registry { attention { unusedApplications(days: 3651) { count } } }', 'days'],
    ['registry { attention { refusedLogins(days: 400) } }', 'days'],
  ])('but not for any number of days: %s', async (query, argument) => {
    const { errors } = await world.ask.superuser(`{ ${query} }`);
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument } });
  });
});
