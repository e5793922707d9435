import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mutate } from '../support/mutate.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  const { acme, other } = world;
  await world.register({ name: '100% Café', description: 'Bills, monthly', vendor: 'Acme', clientId: 'Portal.ID' });
  await world.register({ name: 'snake_case', clientId: 'snake', description: "O'Reilly \\ sons", vendor: 'ACME', enabled: false });
  await world.register({
    name: 'Public',
    clientId: 'public',
    clientType: 'PUBLIC' as never,
    redirectUris: ['https://one.example/cb', 'com.example.app:/cb'],
    scopes: ['read'],
    maximumScopes: ['read'],
  });
  await world.register({
    name: 'Machine',
    clientId: 'worker',
    organizationId: other.id,
    authorizationGrantType: 'CLIENT_CREDENTIALS' as never,
    redirectUris: [],
    maximumScopes: ['admin'],
  });
  const rotated = await world.register({ name: 'Rotated', clientId: 'rotated', organizationId: acme.id, scopes: [], maximumScopes: [] });
  await mutate(world.ask.admin, 'rotateClientSecret', { applicationId: rotated.id, expiresAt: '2040-01-01T00:00:00Z' });
  const used = (name: string, time: string) =>
    world.app.store.write(({ db }) =>
      db
        .updateTable('application')
        .set({ last_used_at: new Date(time) } as never)
        .where('name', '=', name)
        .execute(),
    );
  await used('Public', '2030-01-01T00:00:00Z');
  await used('Machine', '2035-06-01T12:00:00.000Z');
});
afterAll(() => world.stop());

const find = async (filter: object, person: 'superuser' | 'member' = 'superuser'): Promise<string[]> => {
  const { data, errors } = await world.ask[person](
    'query($filter: ApplicationFilter) { applications(filter: $filter, orderBy: { field: NAME }) { totalCount nodes { name } } }',
    { filter },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  expect(data.applications.totalCount).toBe(data.applications.nodes.length);
  return data.applications.nodes.map(({ name }: { name: string }) => name);
};

const ALL = ['100% Café', 'Machine', 'Public', 'Rotated', 'snake_case'];

describe('a search finds', () => {
  it.each([
    ['%', ['100% Café']],
    ['_', ['snake_case']],
    ['\\', ['snake_case']],
    ["'", ['snake_case']],
    ["o'r", ['snake_case']],
    ['%%', []],
    ['"', []],
    ['*', []],
    ['0% c', ['100% Café']],
    ['café', ['100% Café']],
    ['CAFE\u0301', ['100% Café']],
    ['cafe', []],
    ['bills, MONTHLY', ['100% Café']],
    ['portal.id', ['100% Café']],
    ['chine', ['Machine']],
    ['a_c', []],
    ['AND', []],
    ['machine OR public', []],
    ['é bills', []],
    ['portal.id bills', []],
    ['nul\0', []],
    ['mach\0', []],
    ['\ud800', []],
    ['', ALL],
    [null, ALL],
  ])('%j literally, whatever its case: %j', async (search, names) => {
    expect(await find({ search })).toEqual(names);
  });

  it('an application by the client id that was generated for it', async () => {
    const { id, clientId } = await world.register({ name: 'Generated' });
    expect(clientId).toMatch(/^[\w-]{40}$/);
    expect(await find({ search: clientId.slice(3, 30).toUpperCase() })).toEqual(['Generated']);
    await mutate(world.ask.admin, 'deleteApplication', { id });
  });

  it('what was written last', async () => {
    const { id } = await world.register({ name: 'Chrysalis', description: 'caterpillar' });
    await mutate(world.ask.admin, 'updateApplication', { id, name: 'Butterfly', description: 'imago' });
    expect(await find({ search: 'caterpillar' })).toEqual([]);
    expect(await find({ search: 'imago' })).toEqual(['Butterfly']);
    await mutate(world.ask.admin, 'deleteApplication', { id });
    expect(await find({ search: 'imago' })).toEqual([]);
  });
});

describe('a filter', () => {
  it.each([
    [{}, ALL],
    [{ clientType: 'PUBLIC' }, ['Public']],
    [{ authorizationGrantType: 'CLIENT_CREDENTIALS' }, ['Machine']],
    [{ enabled: false }, ['snake_case']],
    [{ enabled: null, vendor: null, scope: null, organizationId: null, unusedSince: null }, ALL],
    [{ vendor: 'acme' }, ['100% Café', 'snake_case']],
    [{ vendor: 'acm' }, []],
    [{ vendor: '\0' }, []],
    [{ redirectUri: 'com.example.app:/cb' }, ['Public']],
    [{ redirectUri: 'https://one.example/' }, []],
    [{ redirectUri: '\0' }, []],
    [{ redirectUri: '"' }, []],
    [{ scope: 'read' }, ['100% Café', 'Machine', 'Public', 'snake_case']],
    [{ scope: 'write' }, ['100% Café', 'Machine', 'snake_case']],
    [{ scope: 'admin' }, ['Machine']],
    [{ scope: 'nonsense' }, []],
    [{ scope: '\0' }, []],
    [{ unusedSince: '2030-01-01T00:00:00Z' }, ['100% Café', 'Rotated', 'snake_case']],
    [{ unusedSince: '2030-01-01T00:00:00.001Z' }, ['100% Café', 'Public', 'Rotated', 'snake_case']],
    [{ unusedSince: '2035-06-01T14:00:00.001+02:00' }, ALL],
    [{ secretExpiresBefore: '2040-01-01T00:00:00Z' }, []],
    [{ secretExpiresBefore: '2040-01-01T00:00:01Z' }, ['Rotated']],
    [{ organizationId: 'rubbish' }, []],
    [{ search: 'c', vendor: 'ACME', enabled: true }, ['100% Café']],
  ])('%j leaves %j', async (filter, names) => {
    expect(await find(filter)).toEqual(names);
  });

  it('by organization leaves what is in it', async () => {
    expect(await find({ organizationId: world.other.id })).toEqual(['Machine']);
    expect(await find({ organizationId: world.users.member.id })).toEqual([]);
  });

  it('shows nobody more than they may read', async () => {
    expect(await find({ organizationId: world.other.id }, 'member')).toEqual([]);
    expect(await find({ scope: 'admin' }, 'member')).toEqual([]);
    expect(await find({ search: 'machine' }, 'member')).toEqual([]);
    expect(await find({}, 'member')).toEqual(['100% Café', 'Public', 'Rotated', 'snake_case']);
  });
});

describe('other lists', () => {
  const count = async (document: string, variables: object) => {
    const { data, errors } = await world.ask.superuser(document, variables as Record<string, unknown>);
    if (errors) throw new Error(JSON.stringify(errors));
    return (Object.values(data)[0] as { totalCount: number }).totalCount;
  };

  it.each([
    ['STRANG', 1],
    ['%', 0],
    ['_', 0],
    ["'", 0],
    ['\\', 0],
    ['\0', 0],
    ['', 6],
    [null, 6],
  ])('find users by %j', async (search, expected) => {
    expect(await count('query($search: String) { users(search: $search) { totalCount } }', { search })).toBe(expected);
  });

  it.each([
    ['ACM', 1],
    ['%', 0],
    ['\0', 0],
    [null, 2],
  ])('find organizations by %j', async (search, expected) => {
    expect(await count('query($search: String) { organizations(search: $search) { totalCount } }', { search })).toBe(expected);
  });

  it('filter tokens by state, application and user', async () => {
    const { id: applicationId } = await world.register({ name: 'Holder' });
    const userId = world.users.member.id;
    const made = await mutate(world.ask.member, 'createToken', { applicationId }, 'token { id }');
    await mutate(world.ask.member, 'createToken', { applicationId }, 'token { id }');
    await mutate(world.ask.member, 'revokeToken', { id: made.token.id });
    const tokens = (filter: object) => count('query($filter: TokenFilter) { tokens(filter: $filter) { totalCount } }', { filter });
    expect(await tokens({ applicationId })).toBe(2);
    expect(await tokens({ applicationId, state: 'ACTIVE' })).toBe(1);
    expect(await tokens({ applicationId, state: 'REVOKED' })).toBe(1);
    expect(await tokens({ applicationId, state: 'EXPIRED' })).toBe(0);
    expect(await tokens({ applicationId, userId })).toBe(2);
    expect(await tokens({ applicationId, userId: world.users.admin.id })).toBe(0);
    expect(await tokens({ applicationId: 'rubbish' })).toBe(0);
    expect(await tokens({ userId: world.acme.id })).toBe(0);
    await mutate(world.ask.superuser, 'deleteApplication', { id: applicationId });
  });

  it('filter activity by object, actor, operation and time', async () => {
    const { id } = await world.register({ name: 'Watched' });
    const since = new Date(Date.now() - 60_000).toISOString();
    await mutate(world.ask.admin, 'updateApplication', { id, description: 'seen' });
    const activity = (filter: object) => count('query($filter: ActivityFilter) { activity(filter: $filter) { totalCount } }', { filter });
    expect(await activity({ objectId: id })).toBe(2);
    expect(await activity({ objectId: id, since })).toBe(2);
    expect(await activity({ objectId: id, since: '2999-01-01T00:00:00Z' })).toBe(0);
    expect(await activity({ objectId: id, operation: 'UPDATE' })).toBe(1);
    expect(await activity({ objectId: id, actorId: world.users.admin.id })).toBe(1);
    expect(await activity({ objectId: id, actorId: world.users.member.id })).toBe(0);
    expect(await activity({ objectId: 'rubbish' })).toBe(0);
    expect(await activity({ actorId: id })).toBe(0);
    await mutate(world.ask.superuser, 'deleteApplication', { id });
  });
});
