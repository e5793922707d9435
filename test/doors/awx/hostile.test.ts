import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
