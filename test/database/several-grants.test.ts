import { afterAll, expect, it } from '@jest/globals';
import { migrate } from '../../src/database/migrate.ts';
import { DatabaseStore } from '../../src/database/store.ts';
import { digestOf } from '../../src/shared/secrets.ts';
import { databaseName, emptyLastingDatabase, execute, query } from '../support/database.ts';
import { startGateway } from '../support/gateway.ts';
import { scratchDirectory } from '../support/process.ts';

const scratch = scratchDirectory();
afterAll(() => scratch.remove());

const time = "'2026-01-01 00:00:00'";
const register = (id: number) => [
  `insert into application (id, created_at, modified_at, version, client_id, name, name_key, search_text, client_type, authorization_grant_type, redirect_uris, scopes, maximum_scopes, organization_id) ` +
    `values (${id}, ${time}, ${time}, 1, 'client-${id}', 'App ${id}', 'app ${id}', 'app', 'CONFIDENTIAL', 'CLIENT_CREDENTIALS', '[]', '["read"]', '["read"]', 1)`,
  `insert into client_secret (id, created_at, application_id, digest, hint) values (${id}, ${time}, ${id}, '${digestOf(`secret ${id}`)}', 'abcd')`,
];

it('an application keeps its grant type that was registered before there were several, or is by an earlier version later', async () => {
  const url = await emptyLastingDatabase(scratch.path);
  const store = await DatabaseStore.open({ url });
  await store.orm.migrator.up({ to: '0003-partial-indexes' });
  await execute(
    url,
    `insert into organization (id, created_at, modified_at, version, name, name_key) values (1, ${time}, ${time}, 1, 'Acme', 'acme')`,
  );
  for (const statement of register(1)) await execute(url, statement);
  await migrate(store);
  await store.close();
  for (const statement of register(2)) await execute(url, statement);
  const rows = await query(url, 'select grant_types from application order by id');
  expect(rows.map(({ grant_types: types }) => (databaseName === 'sqlite' ? JSON.parse(String(types)) : types))).toEqual([
    ['CLIENT_CREDENTIALS'],
    ['CLIENT_CREDENTIALS'],
  ]);
  const gateway = await startGateway({ DATABASE_URL: url });
  for (const id of [1, 2]) {
    const response = await fetch(`${gateway.url}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`client-${id}:${encodeURIComponent(`secret ${id}`)}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    expect({ status: response.status, ...((await response.json()) as object) }).toMatchObject({ status: 200, scope: 'read' });
  }
  await gateway.stop();
});
