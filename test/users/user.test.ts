import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyPassword } from '../../src/users/password.ts';
import { faultsOf, mutate } from '../support/mutate.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const currentPassword = 'correct horse';
const hashOf = async (username: string) =>
  (
    await world.operator.store
      .read(true)
      .selectFrom('user')
      .where('username', '=', username)
      .select('password_hash')
      .executeTakeFirstOrThrow()
  ).password_hash;

describe('a user', () => {
  it('has defaults for all that is not said', async () => {
    const { user } = await mutate(
      world.ask.superuser,
      'createUser',
      { username: ' Ada ', password: 'correct horse' },
      'user { username firstName lastName email isEmailVerified isSuperuser isSystemAuditor organizations { totalCount } personalTokens { totalCount } }',
    );
    expect(user).toEqual({
      username: 'Ada',
      firstName: '',
      lastName: '',
      email: null,
      isEmailVerified: false,
      isSuperuser: false,
      isSystemAuditor: false,
      organizations: { totalCount: 0 },
      personalTokens: { totalCount: 0 },
    });
  });

  it('has a password that is kept as argon2id, and can change it', async () => {
    const { id } = world.users.member;
    expect(await faultsOf(world.ask.member, 'updateUser', { id, password: 'battery staple', currentPassword: 'correct horse' })).toEqual(
      [],
    );
    const hash = await hashOf('member');
    expect(hash).toMatch(/^\$argon2id\$/);
    expect(await verifyPassword('battery staple', hash, 'nobody')).toBe(true);
    expect(await verifyPassword('correct horse', hash, 'nobody')).toBe(false);
    expect(await verifyPassword('battery staple', null, 'nobody')).toBe(false);
  });

  it('keeps what an update omits, and loses what it gives as null where that can be', async () => {
    const { id } = world.users.auditor;
    const fields = 'user { username firstName lastName email }';
    await mutate(world.ask.auditor, 'updateUser', {
      id,
      firstName: 'Grace',
      lastName: 'Hopper',
      email: 'grace@example.org',
      currentPassword,
    });
    const before = await hashOf('auditor');
    const { user } = await mutate(
      world.ask.auditor,
      'updateUser',
      { id, username: null, password: null, firstName: null, lastName: 'H.', email: null, currentPassword },
      fields,
    );
    expect(user).toEqual({ username: 'auditor', firstName: 'Grace', lastName: 'H.', email: null });
    expect(await hashOf('auditor')).toBe(before);
  });

  it('is found by what was written last', async () => {
    const { id } = world.users.systemAuditor;
    const find = async (search: string) =>
      (await world.ask.superuser('query($search: String) { users(search: $search) { nodes { id } } }', { search })).data.users.nodes;
    await mutate(world.ask.systemAuditor, 'updateUser', { id, email: 'Barbara@Example.org', firstName: 'Barbara', currentPassword });
    expect(await find('barbara@example')).toEqual([{ id }]);
    await mutate(world.ask.systemAuditor, 'updateUser', { id, email: null, firstName: '', currentPassword });
    expect(await find('barbara')).toEqual([]);
  });

  it('reads no more of others than their organizations allow', async () => {
    const { data } = await world.ask.stranger('{ users { totalCount nodes { username } } viewer { username } }');
    expect(data).toEqual({ users: { totalCount: 1, nodes: [{ username: 'stranger' }] }, viewer: { username: 'stranger' } });
    const { data: seen } = await world.ask.admin('{ users { totalCount nodes { username personalTokens { totalCount } } } }');
    expect(seen.users).toEqual({
      totalCount: 3,
      nodes: [
        { username: 'admin', personalTokens: { totalCount: 1 } },
        { username: 'auditor', personalTokens: { totalCount: 0 } },
        { username: 'member', personalTokens: { totalCount: 0 } },
      ],
    });
  });

  it('who is deleted leaves what they made, without a maker', async () => {
    const made = await mutate(
      world.ask.superuser,
      'createUser',
      { username: 'maker', password: 'correct horse' },
      'user { id databaseId }',
    );
    await mutate(world.ask.superuser, 'setMember', { organizationId: world.acme.id, userId: made.user.id, role: 'ADMIN' });
    const maker = world.as(await world.tokenOf(made.user.databaseId));
    const input = { name: 'Orphan', organizationId: world.acme.id, clientType: 'PUBLIC', authorizationGrantType: 'DEVICE_CODE' };
    const { application } = await mutate(maker, 'createApplication', input, 'application { id createdBy { username } }');
    expect(application.createdBy).toEqual({ username: 'maker' });
    expect(await mutate(world.ask.superuser, 'deleteUser', { id: made.user.id }, 'deletedId')).toEqual({
      userErrors: [],
      deletedId: made.user.id,
    });
    expect((await maker('{ viewer { id } }')).status).toBe(401);
    const { data } = await world.ask.member('query($id: ID!) { application(id: $id) { name createdBy { username } } }', {
      id: application.id,
    });
    expect(data.application).toEqual({ name: 'Orphan', createdBy: null });
  });
});
