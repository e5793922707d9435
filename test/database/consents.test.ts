import { afterAll, expect, it } from '@jest/globals';
import { migrate } from '../../src/database/migrate.ts';
import { DatabaseStore } from '../../src/database/store.ts';
import { Grant } from '../../src/grants/grant.entity.ts';
import { emptyLastingDatabase, execute } from '../support/database.ts';
import { scratchDirectory } from '../support/process.ts';

/** The last migration before consents were told from what users were spared. */
const BEFORE = '0006-accounts';

const scratch = scratchDirectory();
afterAll(() => scratch.remove());

const time = "'2026-01-01 00:00:00'";
const application = (id: number, skips: boolean) =>
  `insert into application (id, created_at, modified_at, version, client_id, name, name_key, search_text, client_type, ` +
  `authorization_grant_type, redirect_uris, scopes, maximum_scopes, organization_id, skip_authorization) values (${id}, ${time}, ` +
  `${time}, 1, 'client-${id}', 'App ${id}', 'app ${id}', 'app', 'PUBLIC', 'DEVICE_CODE', '[]', '["write"]', '["write"]', 1, ${skips})`;
const grant = (applicationId: number) =>
  `insert into oauth_grant (created_at, user_id, application_id, scopes, expires_at) values (${time}, 1, ${applicationId}, ` +
  `'["openid", "write"]', ${time})`;

it('what users have allowed before stays a consent, but not where the application skips the question', async () => {
  const url = await emptyLastingDatabase(scratch.path);
  const earlier = await DatabaseStore.open({ url });
  await earlier.orm.migrator.up({ to: BEFORE });
  await earlier.close();
  for (const statement of [
    `insert into organization (id, created_at, modified_at, version, name, name_key) values (1, ${time}, ${time}, 1, 'Acme', 'acme')`,
    `insert into "user" (id, created_at, modified_at, version, username, username_key, search_text) ` +
      `values (1, ${time}, ${time}, 1, 'ada', 'ada', 'ada')`,
    application(1, false),
    application(2, true),
    grant(1),
    grant(2),
  ])
    await execute(url, statement);
  const store = await DatabaseStore.open({ url });
  await migrate(store);
  const table = store.table(Grant);
  const rows = await store.read(true).selectFrom('oauth_grant as x').orderBy('x.application_id').select(table.select('x')).execute();
  await store.close();
  const scopes = ['openid', 'write'];
  expect(rows.map((raw) => table.row(raw))).toMatchObject([
    { applicationId: 1, scopes, consented: scopes },
    { applicationId: 2, scopes, consented: [] },
  ]);
});
