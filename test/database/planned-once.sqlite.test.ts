import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CompiledQuery } from 'kysely';
import { GrantType } from '../../src/applications/application.rules.ts';
import { type OAuthWorld, startOAuthWorld } from '../oauth/support/provider.ts';

/** What the conditions of partial indexes compare with a value: `where "enabled" = false`. */
const COMPARED = /where "(?<column>\w+)" = /;

let world: OAuthWorld;
beforeAll(async () => {
  world = await startOAuthWorld({ LOG_LEVEL: 'trace' });
});
afterAll(() => world.stop());

it('no value that the condition of a partial index is about is a parameter, because SQLite would plan the statement at each use', async () => {
  const before = world.logged.length;
  const client = await world.register({ authorizationGrantType: GrantType.CLIENT_CREDENTIALS, redirectUris: [] });
  expect(await world.post('/oauth/token', client, { grant_type: 'client_credentials' })).toMatchObject({ status: 200 });
  for (const query of [
    '{ enabled: applications(filter: { enabled: true }) { totalCount } disabled: applications(filter: { enabled: false }) { totalCount } }',
    '{ activity(filter: { operation: CREATE }) { totalCount nodes { id } } }',
    '{ organizations { nodes { id applications { totalCount } } } registry { attention { disabledWithLiveTokens { count } } } }',
    `mutation { updateApplication(input: { id: "${client.id}", enabled: false }) { userErrors { message } } }`,
  ])
    expect(await world.ask.superuser(query)).not.toHaveProperty('errors.0');

  const indexes = CompiledQuery.raw(`select sql from sqlite_master where type = 'index' and sql like '% where %'`);
  const { rows } = await world.app.store.read(true).executeQuery<{ sql: string }>(indexes);
  const columns = new Set(rows.flatMap(({ sql }) => COMPARED.exec(sql)?.groups?.column ?? []));
  expect([...columns].sort()).toEqual(['built_in', 'enabled', 'operation']);

  const statements = world.logged.slice(before).flatMap((line) => (JSON.parse(line) as { sql?: string }).sql ?? []);
  expect(statements.some((text) => text.includes('"a"."enabled" = '))).toBe(true);
  const asParameter = new RegExp(`"(${[...columns].join('|')})" = \\?`);
  expect(statements.map((text) => text.replace(/^update .* set .* where /, '')).filter((text) => asParameter.test(text))).toEqual([]);
});
