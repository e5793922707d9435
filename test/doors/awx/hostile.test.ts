import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { contextOfUser } from '../../../src/doors/authentication.ts';
import type { DoorsOptions } from '../../../src/doors/door.ts';
import type { Request } from '../../../src/http/server.ts';
import { accountOf } from '../../../src/oauth/account.ts';
import { updateToken } from '../../../src/tokens/existing-token.service.ts';
import { createToken } from '../../../src/tokens/token.service.ts';
import { faultsOf } from '../../support/mutate.ts';
import { ask } from '../../support/wire.ts';
import { startWorld, type World } from '../../support/world.ts';

let world: World;
let token: string;
beforeAll(async () => {
  world = await startWorld({ DOORS: 'awx' });
  token = await world.tokenOf(world.users.superuser.databaseId, ['admin']);
});
afterAll(() => world.stop());

const get = (path: string, headers: Record<string, string> = { authorization: `Bearer ${token}` }) =>
  ask(`${world.url}/api/v2/${path}`, { headers });

describe('a new password', () => {
  const renew = async (id: string, password: string) =>
    expect(await faultsOf(world.ask.superuser, 'updateUser', { id, password, currentPassword: 'correct horse' })).toEqual([]);

  it('ends the sessions that began with the old one', async () => {
    const login = (password: string) =>
      ask(`${world.url}/api/login/`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: 'member', password }),
      });
    const sessionOf = async (password: string) => {
      const [said = ''] = ((await login(password)).headers['set-cookie'] ?? []) as string[];
      return { cookie: said.split(';', 1)[0] ?? '' };
    };
    const before = await sessionOf('correct horse');
    expect((await get('me/', before)).status).toBe(200);
    await renew(world.users.member.id, 'another horse');
    expect((await get('me/', before)).status).toBe(401);
    expect((await get('me/', await sessionOf('another horse'))).status).toBe(200);
  });

  it('ends what was under way with the old one before anything is made or changed', async () => {
    const { databaseId: userId, id } = world.users.auditor;
    const { app, operator } = world;
    const options = { store: app.store, settings: operator.settings } as unknown as DoorsOptions;
    const account = await accountOf(options, userId);
    if (!account) throw new Error('there is no auditor');
    const context = () => contextOfUser(options, { id: 'under-way' } as Request, account);
    const made = await createToken(context(), { scopes: ['write'] });
    expect(made.userErrors).toEqual([]);
    await renew(id, 'another horse');
    expect((await createToken(context(), { scopes: ['write'] })).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    const changed = await updateToken(context(), { id: String(made.token?.id), description: 'changed' });
    expect(changed.userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    const left = await get(`tokens/?user=${userId}&description=`);
    expect(left.json.results.filter(({ id }: { id: number }) => id >= Number(made.token?.databaseId))).toHaveLength(1);
  });
});

describe('a body of more values than anybody needs', () => {
  it.each([
    ['a form', 'application/x-www-form-urlencoded', 'a&'.repeat(120_000)],
    ['many names', 'application/json', `{${Array.from({ length: 1_001 }, (_, index) => `"${index}":0`)}}`],
    ['a long list', 'application/json', `{"a":[${Array(1_000).fill(0)}]}`],
    ['many lists', 'application/json', `{"a":[${Array(100).fill(`[${Array(10).fill(0)}]`)}]}`],
  ])('is refused before it is looked through: %s', async (_, type, body) => {
    const answer = await ask(`${world.url}/api/login/`, { method: 'POST', headers: { 'content-type': type }, body });
    expect([answer.status, answer.json]).toEqual([400, { detail: 'The request body may have at most 1000 values.' }]);
  });
});

describe('a time that hardly anybody asks for', () => {
  it.each([
    ['0000-01-01', 'gt'],
    ['0000-01-01T00:00+23:59', 'gte'],
    ['0001-01-01T00:00+12:00', 'gt'],
    ['9999-12-31T23:59:59.999-23:59', 'lt'],
    ['9999-12-31T24:00', 'lte'],
  ])('comes before or after all there are: %s', async (time, operator) => {
    const { json } = await get(`organizations/?created__${operator}=${encodeURIComponent(time)}`);
    const all = await get('organizations/');
    expect(json).toMatchObject({ count: all.json.count });
  });
});
