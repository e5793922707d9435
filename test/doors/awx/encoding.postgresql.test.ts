import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { bytewiseDatabase } from '../../support/database.ts';
import { ask } from '../../support/wire.ts';
import { startWorld, type World } from '../../support/world.ts';

let world: World;
let token: string;
beforeAll(async () => {
  world = await startWorld({ DATABASE_URL: await bytewiseDatabase(), DOORS: 'awx' });
  token = await world.tokenOf(world.users.superuser.databaseId);
  await world.register({ name: '数据 ÄPFEL', description: 'Über 数据' });
});
afterAll(() => world.stop());

it.each([
  'name__endswith=ÄPFEL',
  'name__iendswith=据 äpfel',
  'description__iendswith=数据',
  'name__startswith=数',
  'name__istartswith=数据 ä',
  'name__contains=据 Ä',
  'description__icontains=ÜBER',
  'name__iexact=数据 äpfel',
])('a database that counts bytes finds %s', async (lookup) => {
  const [name, value = ''] = lookup.split('=') as [string, string];
  const path = `/api/v2/applications/?${new URLSearchParams({ [name]: value })}`;
  const { json } = await ask(world.url + path, { headers: { authorization: `Bearer ${token}` } });
  expect(json.results.map(({ name }: { name: string }) => name)).toEqual(['数据 ÄPFEL']);
});
