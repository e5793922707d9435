import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ActivityOperation } from '../../../src/activity/activity.entity.ts';
import { mint } from '../../support/mint.ts';
import { mutate } from '../../support/mutate.ts';
import { randomFrom } from '../../support/random.ts';
import { PEOPLE } from '../../support/world.ts';
import { type ConsoleWorld, startConsoleWorld } from './support.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const random = randomFrom(seed);

let world: ConsoleWorld;
beforeAll(async () => {
  world = await startConsoleWorld();
  for (let round = 0; round < 24; round++) {
    const person = random.one(PEOPLE);
    const deed = random.below(3);
    if (deed === 0) await world.enter(person);
    else if (deed === 1) await mint(world, { application: await world.register(), user: world.users[person] });
    else
      await mutate(world.as((await world.enter('superuser')).accessToken), 'createUser', {
        username: `u${round}`,
        password: 'correct horse',
      });
  }
});
afterAll(() => world.stop());

interface Entry {
  readonly id: string;
  readonly objectId: string;
}

/** The activity that somebody may read, from first to last. */
async function told(person: (typeof PEOPLE)[number], filter: object): Promise<readonly Entry[]> {
  const { data } = await world.ask[person](
    'query($filter: ActivityFilter) { activity(first: 100, filter: $filter) { totalCount nodes { id objectId } } }',
    { filter },
  );
  expect(data.activity.nodes).toHaveLength(data.activity.totalCount);
  return data.activity.nodes;
}

it(`what happens in the gateway's own organization is told apart from all else, whoever asks for whatever (seed ${seed})`, async () => {
  const { data } = await world.ask.superuser(
    'query($ids: [ID!]!) { nodes(ids: $ids) { id ...on Organization { builtIn } ...on Application { builtIn } ...on Token { application { builtIn } } ...on Grant { application { builtIn } } } }',
    {
      ids: [...new Set((await told('superuser', {})).map(({ objectId }) => objectId))],
    },
  );
  const own = new Set<string>();
  for (const { id, builtIn, application } of data.nodes) if (builtIn || application?.builtIn) own.add(id);
  expect(own.size).toBeGreaterThan(2);
  for (const person of PEOPLE) {
    const operation = random.one([undefined, ...Object.values(ActivityOperation)]);
    const actorId = random.one([undefined, world.users[random.one(PEOPLE)].id]);
    for (const filter of [{}, { builtIn: null }, { operation, actorId }]) {
      const all = await told(person, filter);
      const expected = (isOwn: boolean) => all.filter(({ objectId }) => own.has(objectId) === isOwn);
      expect({ person, filter, told: await told(person, { ...filter, builtIn: true }) }).toEqual({ person, filter, told: expected(true) });
      expect({ person, filter, told: await told(person, { ...filter, builtIn: false }) }).toEqual({
        person,
        filter,
        told: expected(false),
      });
    }
  }
});

it.each([
  [
    'revokeToken',
    'ISSUE_TOKEN',
    { operation: 'REVOKE_TOKEN', objectType: 'Token', objectName: expect.stringMatching(/^Clientele console …/) },
  ],
  ['revokeGrant', 'CREATE', { operation: 'DELETE', objectType: 'Grant', objectName: 'Clientele console' }],
])('so is what somebody ends by %s of what the console has of them, which they may not read', async (operation, made, entry) => {
  await world.enter('member');
  const newest = async (filter: object) => {
    const query =
      'query($filter: ActivityFilter) { activity(first: 1, filter: $filter) { nodes { operation objectType objectName objectId } } }';
    const { data } = await world.ask.member(query, { filter: { builtIn: true, ...filter } });
    return data.activity.nodes[0];
  };
  const { objectId } = await newest({ operation: made });
  expect((await mutate(world.ask.member, operation, { id: objectId })).userErrors).toEqual([]);
  expect(await newest({ objectId })).toEqual({ ...entry, objectId });
});
