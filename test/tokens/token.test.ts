import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digestOf } from '../../src/shared/secrets.ts';
import { issueToken } from '../../src/tokens/token.service.ts';
import { mint } from '../support/mint.ts';
import { faultsOf, mutate } from '../support/mutate.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ ACCESS_VALIDITY: '600', GRANT_VALIDITY: '1200', PERSONAL_TOKEN_VALIDITY: '1800' });
});
afterAll(() => world.stop());

const TOKEN = 'accessToken refreshToken token { id hint scopes state renewable expiresAt createdAt application { id } user { id } }';
const create = (input: object) => mutate(world.ask.member, 'createToken', input, TOKEN);
const works = async (accessToken: string) => (await world.as(accessToken)('{ viewer { id } }')).status === 200;
const secondsOf = ({ expiresAt, createdAt }: { expiresAt: string; createdAt: string }) =>
  Math.round((Date.parse(expiresAt) - Date.parse(createdAt)) / 1000);

describe('a new token', () => {
  it('that is issued in a transaction goes with it', async () => {
    const wanted = { application: null, userId: world.users.member.databaseId, scopes: ['read'], description: 'undone', expiresIn: 60 };
    const work = world.app.store.write(async (transaction) => {
      await issueToken({ ...world.operator, ...transaction }, wanted);
      throw new Error('after all');
    });
    await expect(work).rejects.toThrow('after all');
    expect(await world.operator.db.selectFrom('token').select('id').where('description', '=', 'undone').execute()).toEqual([]);
  });

  it('is shown once, and kept as a digest', async () => {
    const { id: applicationId } = await world.register();
    const { accessToken, refreshToken, token } = await create({ applicationId });
    expect(accessToken).toMatch(/^clt_at_[\w-]{43}$/);
    expect(refreshToken).toMatch(/^clt_rt_[\w-]{43}$/);
    expect(token.hint).toBe(accessToken.slice(-4));
    const rows = await world.operator.db.selectFrom('token').selectAll().where('digest', '=', digestOf(accessToken)).execute();
    expect(rows).toHaveLength(1);
    expect(rows[0]?.refresh_digest).toBe(digestOf(refreshToken));
    expect(JSON.stringify(rows)).not.toMatch(/clt_(at|rt)_/);
  });

  it('of a user for itself has the scope write, no application and no refresh token', async () => {
    const { token, refreshToken } = await create({});
    expect(refreshToken).toBeNull();
    expect(token).toMatchObject({
      scopes: ['write'],
      application: null,
      user: { id: world.users.member.id },
      renewable: false,
      state: 'ACTIVE',
    });
  });

  it('of an application has the scope of that', async () => {
    const { id } = await world.register({ scopes: ['read'], maximumScopes: ['write'] });
    const { token } = await create({ applicationId: id });
    expect(token).toMatchObject({ scopes: ['read'], application: { id }, renewable: true });
  });

  it('has no refresh token where the application is not renewable', async () => {
    const { id } = await world.register({ renewable: false });
    const { token, refreshToken } = await create({ applicationId: id });
    expect(refreshToken).toBeNull();
    expect(token.renewable).toBe(false);
  });

  it('is valid for the time of the system unless the application or the caller says otherwise', async () => {
    expect(secondsOf((await create({})).token)).toBe(1800);
    expect(secondsOf((await create({ expiresIn: 60 })).token)).toBe(60);
    const plain = await world.register();
    expect(secondsOf((await create({ applicationId: plain.id })).token)).toBe(600);
    const own = await world.register({ accessValidity: 7200 });
    expect(secondsOf((await create({ applicationId: own.id })).token)).toBe(7200);
    expect(secondsOf((await create({ applicationId: own.id, expiresIn: 5 })).token)).toBe(5);
  });

  it('takes the default of the day when it is issued, not when the application was made', async () => {
    const { id } = await world.register({ accessValidity: 60 });
    expect(await faultsOf(world.ask.admin, 'updateApplication', { id, accessValidity: null })).toEqual([]);
    expect(secondsOf((await create({ applicationId: id })).token)).toBe(600);
  });
});

describe('a token', () => {
  it('is refused by the very next request after it is revoked', async () => {
    const { accessToken, token } = await create({});
    expect(await works(accessToken)).toBe(true);
    const { token: revoked } = await mutate(world.ask.member, 'revokeToken', { id: token.id }, 'token { state renewable }');
    expect(revoked).toEqual({ state: 'REVOKED', renewable: false });
    expect(await works(accessToken)).toBe(false);
  });

  it('can revoke itself', async () => {
    const { accessToken, token } = await create({});
    expect(await faultsOf(world.as(accessToken), 'revokeToken', { id: token.id })).toEqual([]);
    expect(await works(accessToken)).toBe(false);
  });

  it('is refused once it has expired', async () => {
    const { accessToken, token } = await mint(world, { user: world.users.member, expiresIn: -1 });
    expect(await works(accessToken)).toBe(false);
    const { data } = await world.ask.member('query($id: ID!) { node(id: $id) { ... on Token { state } } }', { id: token.id });
    expect(data.node.state).toBe('EXPIRED');
  });

  it('is refused while its application is disabled, and works again afterwards', async () => {
    const { id } = await world.register();
    const { accessToken } = await create({ applicationId: id });
    const enable = (enabled: boolean) => faultsOf(world.ask.superuser, 'updateApplication', { id, enabled });
    expect(await enable(false)).toEqual([]);
    expect(await works(accessToken)).toBe(false);
    expect(await faultsOf(world.ask.member, 'createToken', { applicationId: id })).toEqual(['FORBIDDEN applicationId']);
    expect(await enable(true)).toEqual([]);
    expect(await works(accessToken)).toBe(true);
  });

  it('loses at its next use what the maximum of its application loses', async () => {
    const application = await world.register({ trusted: true, maximumScopes: ['write'] });
    const { accessToken } = await mint(world, { application, user: world.users.member, scopes: ['write'] });
    const write = () => world.as(accessToken)('mutation { createToken(input: {}) { userErrors { code } } }');
    expect((await write()).errors).toBeUndefined();
    await mutate(world.ask.superuser, 'updateApplication', { id: application.id, scopes: ['read'], maximumScopes: ['read'] });
    expect((await write()).errors?.[0].extensions.code).toBe('FORBIDDEN');
    expect(await works(accessToken)).toBe(true);
    await mutate(world.ask.superuser, 'updateApplication', { id: application.id, maximumScopes: [], scopes: [] });
    const { errors } = await world.as(accessToken)('{ viewer { id } }');
    expect(errors?.[0].extensions.code).toBe('FORBIDDEN');
  });

  it('loses admin when its user ceases to be a superuser', async () => {
    const { user } = await mutate(
      world.ask.superuser,
      'createUser',
      { username: 'fallen', password: 'correct horse', isSuperuser: true },
      'user { id databaseId }',
    );
    const { accessToken } = await mint(world, { user, scopes: ['admin'] });
    const flags = () => world.as(accessToken)('mutation { createOrganization(input: {}) { userErrors { code } } }');
    expect((await flags()).data.createOrganization.userErrors).toEqual([{ code: 'REQUIRED' }]);
    await mutate(world.ask.superuser, 'updateUser', { id: user.id, isSuperuser: false });
    expect((await flags()).errors?.[0].extensions.code).toBe('FORBIDDEN');
  });

  it('loses the rights of a membership with the membership', async () => {
    const { user } = await mutate(
      world.ask.superuser,
      'createUser',
      { username: 'leaver', password: 'correct horse' },
      'user { id databaseId }',
    );
    await mutate(world.ask.superuser, 'setMember', { organizationId: world.acme.id, userId: user.id, role: 'ADMIN' });
    const { accessToken } = await mint(world, { user });
    const see = async () =>
      (await world.as(accessToken)('query($id: ID!) { organization(id: $id) { id } }', { id: world.acme.id })).data.organization;
    expect(await see()).toEqual({ id: world.acme.id });
    await mutate(world.ask.superuser, 'removeMember', { organizationId: world.acme.id, userId: user.id });
    expect(await see()).toBeNull();
  });
});

describe('the last use of a token', () => {
  const lastUsedAt = async (id: string) =>
    (
      await world.ask.superuser('query($id: ID!) { node(id: $id) { ... on Token { lastUsedAt } ... on Application { lastUsedAt } } }', {
        id,
      })
    ).data.node.lastUsedAt as string | null;
  const stamped = async (id: string, isStamped: (at: string | null) => boolean) => {
    for (;;) {
      const at = await lastUsedAt(id);
      if (isStamped(at)) return at;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };

  it('is stamped on it and its application, at most once a minute, and without an activity entry', async () => {
    const application = await world.register();
    const { accessToken, token } = await mint(world, { application, user: world.users.member });
    const later = await mint(world, { user: world.users.member });
    const count = async () => (await world.ask.superuser('{ activity { totalCount } }')).data.activity.totalCount;
    const before = await count();
    expect(await lastUsedAt(token.id)).toBeNull();
    await works(accessToken);
    const first = await stamped(token.id, (at) => at !== null);
    expect(await lastUsedAt(application.id)).toBe(first);
    await works(accessToken);
    // stamps are written together: when one that is used later has its own, there is none to come
    await works(later.accessToken);
    await stamped(later.token.id, (at) => at !== null);
    expect(await lastUsedAt(token.id)).toBe(first);
    await world.app.store.write(({ db }) =>
      db
        .updateTable('token')
        .set({ last_used_at: new Date(Date.now() - 61_000) as never })
        .where('id', '=', token.databaseId)
        .execute(),
    );
    await works(accessToken);
    await stamped(token.id, (at) => at !== null && at > (first as string));
    expect(await count()).toBe(before);
  });
});

describe('revokeTokens', () => {
  it('revokes what works, counts it, and leaves others alone', async () => {
    const [application, another] = [await world.register(), await world.register()];
    const { member, auditor } = world.users;
    const mine = await mint(world, { application, user: member });
    const theirs = await mint(world, { application, user: auditor });
    const own = await mint(world, { application });
    const elsewhere = await mint(world, { application: another, user: member });
    await mint(world, { application: await world.register({ renewable: false }), user: member, expiresIn: -1 });
    const revoke = (input: object) => mutate(world.ask.admin, 'revokeTokens', input, 'revokedTokenCount');
    expect((await revoke({ applicationId: application.id, userId: member.id })).revokedTokenCount).toBe(1);
    expect(await Promise.all([mine, theirs, elsewhere].map(({ accessToken }) => works(accessToken)))).toEqual([false, true, true]);
    expect((await revoke({ applicationId: application.id })).revokedTokenCount).toBe(2);
    expect(await works(theirs.accessToken)).toBe(false);
    expect(await works(own.accessToken)).toBe(false);
    expect((await revoke({ applicationId: application.id })).revokedTokenCount).toBe(0);
    expect(await works(elsewhere.accessToken)).toBe(true);
  });
});

describe('tokenCounts', () => {
  it('counts by state what the viewer may read', async () => {
    const application = await world.register();
    const { member, auditor } = world.users;
    const { token } = await mint(world, { application, user: auditor });
    await mint(world, { application, user: member });
    await mint(world, { application, user: auditor, expiresIn: -1 });
    await mutate(world.ask.auditor, 'revokeToken', { id: token.id });
    const counts = async (person: 'auditor' | 'member' | 'admin' | 'systemAuditor') =>
      (
        await world.ask[person](
          'query($id: ID!) { application(id: $id) { tokenCounts { total active expired revoked } tokens { totalCount } } }',
          { id: application.id },
        )
      ).data.application;
    const all = { tokenCounts: { total: 3, active: 1, expired: 1, revoked: 1 }, tokens: { totalCount: 3 } };
    expect(await counts('admin')).toEqual(all);
    expect(await counts('auditor')).toEqual(all);
    expect(await counts('systemAuditor')).toEqual(all);
    expect(await counts('member')).toEqual({ tokenCounts: { total: 1, active: 1, expired: 0, revoked: 0 }, tokens: { totalCount: 1 } });
  });
});
