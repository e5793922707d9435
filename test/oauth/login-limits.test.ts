import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Limiter } from '../../src/limits/limiter.ts';
import { RefusedLogins } from '../../src/registry/refused-logins.ts';
import { createUser } from '../../src/users/user.service.ts';
import type { Ask } from '../support/gateway.ts';
import { type OAuthWorld, PASSWORD, startOAuthWorld } from './support/provider.ts';

let world: OAuthWorld;
beforeAll(async () => {
  // two wrong ones for one account from one address, twenty from one address, twenty for one account
  world = await startOAuthWorld({ LIMIT_LOGIN_FAILURES: '2', LIMIT_LOGIN_SECONDS: '600', TRUST_PROXY: 'true' });
});
afterAll(() => world.stop());

let addresses = 0;
const somewhere = () => `203.0.113.${++addresses}`;

let users = 0;
async function aUser(): Promise<{ username: string; ask: Ask; databaseId: number }> {
  const username = `user ${++users}`;
  const { user } = await createUser(world.operator, { username, password: PASSWORD, isSystemAuditor: true });
  const { databaseId } = user as { databaseId: number };
  return { username, databaseId, ask: world.as(await world.tokenOf(databaseId)) };
}

const logIn = async (address: string, username: string, password = PASSWORD) => {
  const { page } = await world.authorize(await world.registerPublic());
  return page.submit({ username, password, action: 'login' }, { 'x-forwarded-for': address });
};
const fail = async (address: string, username: string) => (await logIn(address, username, 'wrong')).status;
const statusOf = async (address: string, username: string) => (await logIn(address, username)).status;
const linesOf = (message: string) => world.logged.map((line) => JSON.parse(line)).filter(({ msg }) => msg === message);
const countsIn = async (table: 'limit_count' | 'known_network') =>
  JSON.stringify(await world.app.store.read(true).selectFrom(table).selectAll().execute());

describe('wrong passwords', () => {
  it('from one address lock nobody else out of the account, however many are tried', async () => {
    const { username } = await aUser();
    const attacker = somewhere();
    const statuses = [];
    for (let times = 0; times < 30; times++) statuses.push(await fail(attacker, username));
    expect(statuses).toEqual([401, 401, ...Array(28).fill(429)]);
    expect(await statusOf(somewhere(), username)).toBe(200);
  });

  it('of which too many come leave nothing in the database when they are refused', async () => {
    const { username } = await aUser();
    const here = somewhere();
    const { page } = await world.authorize(await world.registerPublic());
    const failHere = async () => (await page.submit({ username, password: 'wrong', action: 'login' }, { 'x-forwarded-for': here })).status;
    // what is counted in memory is written once a second
    const take = jest.spyOn(Limiter.prototype, 'take');
    for (let times = 0; times < 3; times++) await failHere();
    const [limiter] = take.mock.contexts as [Limiter];
    await limiter.flush();
    const before = await countsIn('limit_count');
    for (let times = 0; times < 5; times++) expect(await failHere()).toBe(429);
    await limiter.flush();
    expect(await countsIn('limit_count')).toBe(before);
  });

  it('from many addresses never refuse the user where they have logged in before, and are told of once', async () => {
    const { username, ask, databaseId } = await aUser();
    const home = somewhere();
    expect(await statusOf(home, username)).toBe(200);
    for (let times = 0; times < 22; times++) expect(await fail(somewhere(), username)).toBe(401);
    expect(await statusOf(home, username)).toBe(200);
    // slower, but not refused: nobody else can keep a user from a new place
    expect(await statusOf(somewhere(), username)).toBe(200);
    const { data } = await ask('{ activity(filter: { operation: WARN_OF_LOGINS }) { nodes { actor { id } objectName } } }');
    expect(data.activity.nodes).toEqual([{ actor: null, objectName: username }]);
    expect(linesOf('many logins failed').filter(({ userId }) => userId === databaseId)).toHaveLength(1);
  });

  it('for many accounts from one address refuse others there, but no user who has logged in from there', async () => {
    const [known, other] = [await aUser(), await aUser()];
    const office = somewhere();
    expect(await statusOf(office, known.username)).toBe(200);
    for (let times = 0; times < 20; times++) expect(await fail(office, `guessed ${times}`)).toBe(401);
    expect(await fail(office, 'guessed once more')).toBe(429);
    expect(await statusOf(office, other.username)).toBe(429);
    expect(await statusOf(office, known.username)).toBe(200);
    expect(await statusOf(somewhere(), other.username)).toBe(200);
  });

  it('from addresses of one IPv6 network count together', async () => {
    const { username } = await aUser();
    for (const address of ['2001:db8:0:7::1', '2001:db8:0:7:ffff::2']) expect(await fail(address, username)).toBe(401);
    expect(await fail('2001:db8:0:7:1:2:3:4', username)).toBe(429);
    expect(await fail('2001:db8:0:8::1', username)).toBe(401);
  });

  it('are forgotten by the right one', async () => {
    const { username } = await aUser();
    const here = somewhere();
    for (let times = 0; times < 3; times++) {
      expect(await fail(here, username)).toBe(401);
      expect(await statusOf(here, username)).toBe(200);
    }
  });
});

describe('right passwords', () => {
  it('of one user from one address can come at once, more of them than may be wrong', async () => {
    const { username } = await aUser();
    const here = somewhere();
    const statuses = await Promise.all(Array.from({ length: 10 }, () => statusOf(here, username)));
    expect(statuses).toEqual(Array(10).fill(200));
  });

  it('have the latest places remembered, as digests, and no more than twenty of them', async () => {
    const { username, databaseId } = await aUser();
    for (let times = 0; times < 22; times++) expect(await statusOf(`198.51.100.${times}`, username)).toBe(200);
    const found = await world.app.store.read(true).selectFrom('known_network').where('user_id', '=', databaseId).selectAll().execute();
    expect(found).toHaveLength(20);
    expect(await countsIn('known_network')).not.toContain('198.51.100');
  });
});

describe('a login that fails', () => {
  const metric = async (reason: string) => {
    const text = await (await fetch(`${world.url}/metrics`)).text();
    return Number(new RegExp(`^clientele_failed_logins_total\\{reason="${reason}"\\} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  };

  it('is counted in the registry, in one row a day', async () => {
    const { username, ask } = await aUser();
    const here = somewhere();
    const note = jest.spyOn(RefusedLogins.prototype, 'note');
    await fail(here, username);
    const [logins] = note.mock.contexts as [RefusedLogins];
    const counted = async () => {
      await logins.flush();
      const { data } = await ask('{ registry { attention { refusedLogins(days: 2) } } }');
      return data.registry.attention.refusedLogins;
    };
    const before = await counted();
    expect(before).toBeGreaterThan(0);
    for (let times = 0; times < 5; times++) await fail(here, username);
    expect(await counted()).toBe(before + 5);
    const rows = await world.app.store.read(true).selectFrom('refused_login').selectAll().execute();
    expect(rows.length).toBeLessThanOrEqual(2);
  });

  it('has a line in the log with account, address and reason, and is counted by it', async () => {
    const { username, databaseId: userId } = await aUser();
    const address = somewhere();
    const reasons = ['wrong_password', 'too_many_failures'] as const;
    const before = await Promise.all(reasons.map(metric));
    for (let times = 0; times < 3; times++) await fail(address, username);
    const lines = linesOf('login failed').filter((line) => line.address === address);
    const line = { level: 40, userId, account: username, address, requestId: expect.stringMatching(/./) };
    expect(lines).toMatchObject([
      { ...line, reason: 'wrong_password' },
      { ...line, reason: 'wrong_password' },
      { ...line, reason: 'too_many_failures' },
    ]);
    expect(await Promise.all(reasons.map(metric))).toEqual([(before[0] ?? 0) + 2, (before[1] ?? 0) + 1]);
  });

  it('for no account has no name in the log: what was typed there may be a password', async () => {
    const address = somewhere();
    const before = await metric('unknown_account');
    await logIn(address, 'my secret passphrase', 'wrong');
    const [line] = linesOf('login failed').filter((each) => each.address === address);
    expect(line).toMatchObject({ reason: 'unknown_account', address });
    expect(world.logged.join('')).not.toContain('my secret passphrase');
    expect(await metric('unknown_account')).toBe(before + 1);
  });
});
