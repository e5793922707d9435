import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshDatabase } from '../support/database.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { faultsOf, mutate } from '../support/mutate.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
/** Another gateway on the same database. */
let other: Gateway;
beforeAll(async () => {
  const DATABASE_URL = await freshDatabase();
  world = await startWorld({ DATABASE_URL });
  other = await startGateway({ DATABASE_URL });
});
afterAll(async () => {
  await other.stop();
  await world.stop();
});

const times = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
const sorted = (answers: string[][]) => answers.map((faults) => faults.join()).toSorted();

describe('of 30 updates at once from one version', () => {
  it('one of an application succeeds, and 29 are told of the conflict', async () => {
    const { id } = await world.register();
    const answers = await times(30, (index) =>
      faultsOf(world.ask.admin, 'updateApplication', { id, expectedVersion: 1, description: `by ${index}` }),
    );
    expect(sorted(answers)).toEqual(['', ...Array(29).fill('CONFLICT expectedVersion')]);
    const { data } = await world.ask.admin(
      'query($id: ID!) { application(id: $id) { description version activity { nodes { operation changes { field after } } } } }',
      { id },
    );
    const winner = answers.findIndex((faults) => faults.length === 0);
    expect(data.application.version).toBe(2);
    expect(data.application.description).toBe(`by ${winner}`);
    expect(data.application.activity.nodes.map(({ operation }: { operation: string }) => operation)).toEqual(['UPDATE', 'CREATE']);
    expect(data.application.activity.nodes[0].changes).toEqual([{ field: 'description', after: `by ${winner}` }]);
  });

  it('one of an organization and one of a user succeed', async () => {
    const { acme, users } = world;
    const organizations = await times(30, (index) =>
      faultsOf(world.ask.admin, 'updateOrganization', { id: acme.id, expectedVersion: 1, description: `by ${index}` }),
    );
    expect(sorted(organizations)).toEqual(['', ...Array(29).fill('CONFLICT expectedVersion')]);
    const people = await times(30, (index) =>
      faultsOf(world.ask.member, 'updateUser', { id: users.member.id, expectedVersion: 1, firstName: `By ${index}` }),
    );
    expect(sorted(people)).toEqual(['', ...Array(29).fill('CONFLICT expectedVersion')]);
  });
});

describe('writers that cross', () => {
  it('lose no update of each other’s fields', async () => {
    const { id } = await world.register();
    const fields = ['description', 'vendor', 'url', 'name'];
    const answers = await times(fields.length, (index) =>
      faultsOf(world.ask.admin, 'updateApplication', { id, [fields[index] as string]: `https://example.org/${index}` }),
    );
    expect(answers.flat()).toEqual([]);
    const { data } = await world.ask.admin('query($id: ID!) { application(id: $id) { description vendor url name version } }', { id });
    expect(data.application).toEqual({
      description: 'https://example.org/0',
      vendor: 'https://example.org/1',
      url: 'https://example.org/2',
      name: 'https://example.org/3',
      version: 5,
    });
  });

  it('give one name to one object', async () => {
    const applications = await times(10, () =>
      faultsOf(world.ask.admin, 'createApplication', {
        name: 'Wanted',
        organizationId: world.acme.id,
        clientType: 'PUBLIC',
        authorizationGrantType: 'DEVICE_CODE',
      }),
    );
    expect(sorted(applications)).toEqual(['', ...Array(9).fill('TAKEN name')]);
    const organizations = await times(10, () => faultsOf(world.ask.superuser, 'createOrganization', { name: 'Wanted' }));
    expect(sorted(organizations)).toEqual(['', ...Array(9).fill('TAKEN name')]);
    const people = await times(5, () => faultsOf(world.ask.superuser, 'createUser', { username: 'wanted', password: 'correct horse' }));
    expect(sorted(people)).toEqual(['', ...Array(4).fill('TAKEN username')]);
  });

  it('give one client id to one application', async () => {
    const answers = await times(10, (index) =>
      faultsOf(world.ask.admin, 'createApplication', {
        name: `Contender ${index}`,
        clientId: 'wanted',
        organizationId: world.acme.id,
        clientType: 'PUBLIC',
        authorizationGrantType: 'DEVICE_CODE',
      }),
    );
    expect(sorted(answers)).toEqual(['', ...Array(9).fill('TAKEN clientId')]);
  });

  it('make one membership', async () => {
    const { other, users } = world;
    const answers = await times(10, () =>
      faultsOf(world.ask.superuser, 'setMember', { organizationId: other.id, userId: users.stranger.id, role: 'MEMBER' }),
    );
    expect(answers.flat()).toEqual([]);
  });

  it('make users members of many organizations, through two gateways at once, and none is in the way of another', async () => {
    const organizations: { id: string }[] = [];
    for (let index = 0; index < 8; index++) {
      const { organization } = await mutate(
        world.ask.superuser,
        'createOrganization',
        { name: `Crossing ${index}` },
        'organization { id }',
      );
      organizations.push(organization);
    }
    const people = [world.users.stranger, world.users.systemAuditor];
    const another = other.as(await other.tokenOf(world.users.superuser.databaseId, ['admin']));
    const all = (operation: string, input: object) =>
      Promise.all(
        organizations.flatMap(({ id: organizationId }) =>
          people.flatMap(({ id: userId }) =>
            [world.ask.superuser, another].map((ask) => faultsOf(ask, operation, { organizationId, userId, ...input })),
          ),
        ),
      );
    for (const role of ['MEMBER', 'ADMIN']) expect((await all('setMember', { role })).flat()).toEqual([]);
    const rolesOf = async () => {
      const { data } = await world.ask.superuser(
        `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Organization { members(first: 5) { edges { role node { id } } } } } }`,
        { ids: organizations.map(({ id }) => id) },
      );
      return data.nodes.map(({ members }: { members: { edges: object[] } }) => members.edges);
    };
    expect(await rolesOf()).toEqual(
      organizations.map(() => expect.arrayContaining(people.map(({ id }) => ({ role: 'ADMIN', node: { id } })))),
    );
    // of two that take the same membership away, one finds it
    const removed = await all('removeMember', {});
    expect(sorted(removed)).toEqual([...Array(16).fill(''), ...Array(16).fill('NOT_FOUND userId')]);
    expect(await rolesOf()).toEqual(organizations.map(() => []));
  });

  it('delete users while they become and cease to be members, and none is in the way of another', async () => {
    const { organization } = await mutate(world.ask.superuser, 'createOrganization', { name: 'Passing' }, 'organization { id }');
    for (let round = 0; round < 5; round++) {
      const { user } = await mutate(
        world.ask.superuser,
        'createUser',
        { username: `passing ${round}`, password: 'correct horse' },
        'user { id }',
      );
      const membership = { organizationId: organization.id, userId: user.id };
      await faultsOf(world.ask.superuser, 'setMember', { ...membership, role: 'MEMBER' });
      const [deleted, ...others] = await Promise.all([
        faultsOf(world.ask.superuser, 'deleteUser', { id: user.id }),
        faultsOf(world.ask.superuser, 'removeMember', membership),
        faultsOf(world.ask.superuser, 'setMember', { ...membership, role: 'ADMIN' }),
      ]);
      expect(deleted).toEqual([]);
      for (const faults of others) expect([[], ['NOT_FOUND userId']]).toContainEqual(faults);
    }
  });

  it('delete once, and find nothing to delete afterwards', async () => {
    const { id } = await world.register();
    const answers = await times(5, () => faultsOf(world.ask.admin, 'deleteApplication', { id }));
    expect(sorted(answers)).toEqual(['', ...Array(4).fill('NOT_FOUND id')]);
  });

  it('change or delete what nobody has changed meanwhile, and one of both is told', async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await world.register();
      const [changed, deleted] = await Promise.all([
        faultsOf(world.ask.admin, 'updateApplication', { id, expectedVersion: 1, description: 'changed' }),
        faultsOf(world.ask.admin, 'deleteApplication', { id, expectedVersion: 1 }),
      ]);
      expect([
        [[], ['CONFLICT expectedVersion']],
        [['NOT_FOUND id'], []],
      ]).toContainEqual([changed, deleted]);
    }
  });

  it('rotate one after the other, to no more than five live secrets', async () => {
    const { id } = await world.register();
    const answers = await times(8, () => faultsOf(world.ask.admin, 'rotateClientSecret', { applicationId: id, keepPreviousFor: 60 }));
    expect(sorted(answers)).toEqual([...Array(4).fill(''), ...Array(4).fill('LIMIT_EXCEEDED keepPreviousFor')]);
  });

  it('add one after the other, to no more than five live secrets, and the same one once', async () => {
    const { id: applicationId } = await world.register();
    const answers = await times(8, () => faultsOf(world.ask.admin, 'addClientSecret', { applicationId }));
    expect(sorted(answers)).toEqual([...Array(4).fill(''), ...Array(4).fill('LIMIT_EXCEEDED applicationId')]);
    const { id: other } = await world.register();
    const clientSecret = 'the same secret, given at once'.replaceAll(' ', '-');
    const given = await times(4, () => faultsOf(world.ask.superuser, 'addClientSecret', { applicationId: other, clientSecret }));
    expect(sorted(given)).toEqual(['', ...Array(3).fill('TAKEN clientSecret')]);
  });

  it('never end in a fault of the server, also while what they refer to goes away', async () => {
    const { data } = await world.ask.superuser('mutation { createOrganization(input: { name: "Doomed" }) { organization { id } } }');
    const organizationId = data.createOrganization.organization.id;
    const { id } = await world.register({ organizationId });
    const allowed = ['', 'NOT_FOUND organizationId', 'NOT_FOUND applicationId', 'NOT_FOUND id', 'CONFLICT'];
    const answers = await Promise.all([
      ...Array.from({ length: 8 }, (_, index) =>
        faultsOf(world.ask.superuser, 'createApplication', {
          name: `Late ${index}`,
          organizationId,
          clientType: 'CONFIDENTIAL',
          authorizationGrantType: 'DEVICE_CODE',
        }),
      ),
      ...Array.from({ length: 8 }, () => faultsOf(world.ask.superuser, 'createToken', { applicationId: id, scopes: ['read'] })),
      faultsOf(world.ask.superuser, 'deleteOrganization', { id: organizationId }),
      faultsOf(world.ask.superuser, 'rotateClientSecret', { applicationId: id }),
    ]);
    expect(answers.map((faults) => faults.join()).filter((answer) => !allowed.includes(answer))).toEqual([]);
  });

  it('leave at least one superuser', async () => {
    const { users } = world;
    const { data } = await world.ask.superuser(
      'mutation { createUser(input: { username: "second", password: "correct horse", isSuperuser: true }) { user { id } } }',
    );
    const ids = [users.superuser.id, data.createUser.user.id];
    await Promise.all(ids.map((id) => faultsOf(world.ask.superuser, 'updateUser', { id, isSuperuser: false }).catch(() => [])));
    const rows = await world.operator.db.selectFrom('user').where('is_superuser', '=', true).select('id').execute();
    expect(rows).toHaveLength(1);
  });
});
