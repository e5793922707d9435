import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { GrantType } from '../../src/applications/application.rules.ts';
import { ask, tokenFor } from '../support/wire.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

let count = 0;
const pragma = (text: string) => world.app.store.orm.em.getConnection('write').execute(`pragma ${text}`);
const write = () => world.ask.superuser(CREATE, { input: { name: `Made ${++count}`, description: 'x'.repeat(1_000) } });
/** The same text every time, so that it is compiled from the second time on. */
const CREATE = 'mutation ($input: CreateOrganizationInput!) { createOrganization(input: $input) { userErrors { message } } }';

it.each([
  ['a full disk', 'max_page_count = 1', 'max_page_count = 1073741823', 'SQLITE_FULL'],
  ['a file that may only be read', 'query_only = on', 'query_only = off', 'SQLITE_READONLY'],
])('%s is 503 for whoever writes and shows, while others read', async (_, break_, mend, code) => {
  const client = await world.register({ authorizationGrantType: GrantType.CLIENT_CREDENTIALS, redirectUris: [] });
  const token = () => tokenFor(world.url, client);
  await pragma(break_);
  let answer = await write();
  // what is left of the last pages is written first
  while (answer.status === 200) answer = await write();
  const told = answer.errors?.map(({ path, extensions }) => ({ path, code: extensions.code }));
  expect({ status: answer.status, told }).toEqual({ status: 503, told: [{ path: ['createOrganization'], code: 'SERVICE_UNAVAILABLE' }] });
  let tokens = await token();
  while (tokens.status === 200) tokens = await token();
  expect({ status: tokens.status, retryAfter: tokens.headers['retry-after'] }).toEqual({ status: 503, retryAfter: '5' });
  expect(await ask(`${world.url}/readyz`)).toMatchObject({ status: 503, text: `the database takes no writes (${code})` });
  expect((await world.ask.superuser('{ viewer { username } }')).status).toBe(200);
  await pragma(mend);
  expect((await write()).status).toBe(200);
  expect(await ask(`${world.url}/readyz`)).toMatchObject({ status: 200, text: 'ok' });
  expect((await token()).status).toBe(200);
});
