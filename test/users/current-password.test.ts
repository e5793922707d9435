import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyPassword } from '../../src/users/password.ts';
import { createUser, updateUser } from '../../src/users/user.service.ts';
import type { Ask } from '../support/gateway.ts';
import { faultsOf, mutate } from '../support/mutate.ts';
import { startWorld, type World } from '../support/world.ts';

const PASSWORD = 'correct horse';

let world: World;
let count = 0;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** A new user, who asks with a personal token. */
async function somebody(isSuperuser = false): Promise<{ id: string; databaseId: number; ask: Ask; username: string }> {
  const username = `somebody${++count}`;
  const { user } = await createUser(world.operator, { username, password: PASSWORD, email: `${username}@example.org`, isSuperuser });
  const { id, databaseId } = user as { id: string; databaseId: number };
  return { id, databaseId, username, ask: world.as(await world.tokenOf(databaseId, [isSuperuser ? 'admin' : 'write'])) };
}
const kept = (databaseId: number) =>
  world.operator.store.read(true).selectFrom('user').where('id', '=', databaseId).selectAll().executeTakeFirstOrThrow();

describe('whoever has a token of a user', () => {
  it.each([{ password: 'battery staple' }, { email: 'thief@example.org' }, { email: null }, { username: 'Stolen' }])(
    'cannot take over the account without the password: %j',
    async (given) => {
      for (const isSuperuser of [false, true]) {
        const { id, databaseId, ask } = await somebody(isSuperuser);
        const change = 'username' in given ? { username: `${given.username} ${databaseId}` } : given;
        const before = await kept(databaseId);
        const update = (currentPassword?: string | null) => faultsOf(ask, 'updateUser', { id, ...change, currentPassword });
        expect(await update()).toEqual(['REQUIRED currentPassword']);
        expect(await update(null)).toEqual(['REQUIRED currentPassword']);
        expect(await update('')).toEqual(['INVALID currentPassword']);
        expect(await update('battery staple')).toEqual(['INVALID currentPassword']);
        expect(await kept(databaseId)).toEqual(before);
        expect(await update(PASSWORD)).toEqual([]);
        expect(await kept(databaseId)).not.toEqual(before);
      }
    },
  );

  it('changes what is no way in without it', async () => {
    const { id, ask, username } = await somebody();
    const input = { id, firstName: 'Ada', lastName: 'L.', email: `${username}@example.org`, username: `${username} ` };
    expect(await faultsOf(ask, 'updateUser', input)).toEqual([]);
    expect(await faultsOf(ask, 'updateUser', { id, firstName: 'A.', currentPassword: 'wrong' })).toEqual([]);
  });

  it('guesses the password no more often than at a login, be it all at once', async () => {
    const { id, ask } = await somebody();
    const guess = (currentPassword: string) => faultsOf(ask, 'updateUser', { id, email: null, currentPassword });
    const guesses = await Promise.all(Array.from({ length: 20 }, (_, index) => guess(`guess ${index}`)));
    expect(guesses.filter(([fault]) => fault === 'INVALID currentPassword')).toHaveLength(5);
    expect(guesses.filter(([fault]) => fault === 'LIMIT_EXCEEDED currentPassword')).toHaveLength(15);
    expect(await guess(PASSWORD)).toEqual(['LIMIT_EXCEEDED currentPassword']);
    const other = await somebody();
    expect(await faultsOf(other.ask, 'updateUser', { id: other.id, email: null, currentPassword: PASSWORD })).toEqual([]);
  });

  it('is told of all faults together', async () => {
    const { id, ask } = await somebody();
    const faults = await faultsOf(ask, 'updateUser', { id, password: 'short', lastName: '\0', currentPassword: 'wrong' });
    expect(faults.toSorted()).toEqual(['INVALID currentPassword', 'INVALID lastName', 'INVALID password']);
  });

  it('gives no password to a user who has none', async () => {
    const { id, databaseId, ask } = await somebody();
    await world.operator.store.write(({ db }) =>
      db.updateTable('user').set({ password_hash: null }).where('id', '=', databaseId).execute(),
    );
    for (const currentPassword of [undefined, '', PASSWORD, 'there is no such user']) {
      expect(await faultsOf(ask, 'updateUser', { id, password: 'battery staple', currentPassword })).toEqual(['FORBIDDEN password']);
      expect(await faultsOf(ask, 'updateUser', { id, email: 'thief@example.org', currentPassword })).toEqual(['FORBIDDEN email']);
      expect(await faultsOf(ask, 'updateUser', { id, username: 'Thief', currentPassword })).toEqual(['FORBIDDEN username']);
    }
    expect(await faultsOf(world.ask.superuser, 'updateUser', { id, password: 'battery staple' })).toEqual([]);
  });
});

describe('a superuser', () => {
  it('resets the password and the address of others without it', async () => {
    const { id, databaseId } = await somebody(true);
    expect(await faultsOf(world.ask.superuser, 'updateUser', { id, password: 'battery staple', email: 'new@example.org' })).toEqual([]);
    expect(await verifyPassword('battery staple', (await kept(databaseId)).password_hash, 'test')).toBe(true);
    expect((await updateUser(world.operator, { id, password: 'staple battery' })).userErrors).toEqual([]);
  });

  it('needs the scope "admin" for it', async () => {
    const { id } = await somebody();
    const narrow = world.as(await world.tokenOf(world.users.superuser.databaseId, ['write']));
    expect(await faultsOf(narrow, 'updateUser', { id, password: 'battery staple' })).toEqual(['FORBIDDEN id']);
  });
});

describe('two changes of a password at once', () => {
  it('that were confirmed by the same password are made once', async () => {
    const { id, databaseId, ask } = await somebody();
    const passwords = Array.from({ length: 6 }, (_, index) => `battery staple ${index}`);
    const faults = await Promise.all(passwords.map((password) => faultsOf(ask, 'updateUser', { id, password, currentPassword: PASSWORD })));
    const made = passwords.filter((_, index) => faults[index]?.length === 0);
    expect(made).toHaveLength(1);
    expect(await verifyPassword(made[0] as string, (await kept(databaseId)).password_hash, 'test')).toBe(true);
  });
});

describe('a change that ends tokens', () => {
  it('ends all of them, also the one that asks, and says how many', async () => {
    const { id, databaseId, ask } = await somebody();
    const others = [world.as(await world.tokenOf(databaseId)), world.as(await world.tokenOf(databaseId))];
    const input = { id, password: 'battery staple', currentPassword: PASSWORD, revokeTokens: true };
    expect(await mutate(ask, 'updateUser', input, 'revokedTokenCount')).toMatchObject({ userErrors: [], revokedTokenCount: 3 });
    for (const each of [ask, ...others]) expect((await each('{ viewer { id } }')).status).toBe(401);
    const { data } = await world.ask.superuser(
      'query ($id: ID!) { activity(first: 1, filter: { objectId: $id }) { nodes { changes { field before after } } } }',
      { id },
    );
    expect(data.activity.nodes[0].changes).toEqual([
      { field: 'password', before: null, after: '••••' },
      { field: 'tokens', before: '3', after: '0' },
    ]);
  });

  it('ends none where it is refused, and none where it is not asked for', async () => {
    const { id, ask } = await somebody();
    const refused = { id, password: 'battery staple', currentPassword: 'wrong', revokeTokens: true };
    expect(await faultsOf(ask, 'updateUser', refused)).toEqual(['INVALID currentPassword']);
    const reset = await mutate(world.ask.superuser, 'updateUser', { id, password: 'battery staple' }, 'revokedTokenCount');
    expect(reset).toMatchObject({ userErrors: [], revokedTokenCount: null });
    expect((await ask('{ viewer { id } }')).status).toBe(200);
    const ended = await mutate(
      world.ask.superuser,
      'updateUser',
      { id, password: 'staple battery', revokeTokens: true },
      'revokedTokenCount',
    );
    expect(ended.revokedTokenCount).toBe(1);
    expect((await ask('{ viewer { id } }')).status).toBe(401);
  });
});
