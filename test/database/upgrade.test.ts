import { afterAll, expect, it } from '@jest/globals';
import { CompiledQuery } from 'kysely';
import { migrate } from '../../src/database/migrate.ts';
import { MIGRATIONS } from '../../src/database/migrations/index.ts';
import { DatabaseStore } from '../../src/database/store.ts';
import { databaseName, emptyLastingDatabase, emptyPostgresqlDatabase, execute, queries, query } from '../support/database.ts';
import { scratchDirectory } from '../support/process.ts';

const scratch = scratchDirectory();
afterAll(() => scratch.remove());

const time = "'2026-01-01 00:00:00'";
const times = `${time}, ${time}, 1`;
/** A row or two of each table of the first version, among them the last that 32 bits can number. */
const ROWS = [
  `insert into organization (id, created_at, modified_at, version, name, name_key) values (1, ${times}, 'Acme', 'acme'), (2147483647, ${times}, 'Last', 'last')`,
  `insert into "user" (id, created_at, modified_at, version, username, username_key, search_text) values (1, ${times}, 'ada', 'ada', 'ada'), (2147483647, ${times}, 'eve', 'eve', 'eve')`,
  `insert into membership (user_id, organization_id, role) values (1, 1, 'ADMIN'), (2147483647, 2147483647, 'MEMBER')`,
  ...[1, 2147483647].map(
    (id) =>
      `insert into application (id, created_at, modified_at, version, client_id, name, name_key, search_text, client_type, authorization_grant_type, redirect_uris, scopes, maximum_scopes, organization_id, created_by_id) ` +
      `values (${id}, ${times}, 'client-${id}', 'App ${id}', 'app ${id}', 'app', 'PUBLIC', 'DEVICE_CODE', '["https://example.org/${id}"]', '["write"]', '["write"]', ${id}, ${id})`,
  ),
  ...[1, 2147483647].map(
    (id) =>
      `insert into token (id, created_at, modified_at, version, application_id, user_id, digest, hint, scopes, expires_at, refresh_digest, family_id) ` +
      `values (${id}, ${times}, ${id}, ${id}, 'digest ${id}', 'abcd', '["read"]', ${time}, 'refresh ${id}', ${id})`,
  ),
  `insert into client_secret (id, created_at, application_id, digest, hint) values (2147483647, ${time}, 2147483647, 'digest', 'abcd')`,
  `insert into activity_entry (id, created_at, operation, actor_id, object_type, object_database_id, object_name, organization_id, subject_id, changes) values (2147483647, ${time}, 'CREATE', 1, 'Token', 2147483647, 'App', 2147483647, 2147483647, '[{"field": "name"}]')`,
];
/** Of the second version. */
const OAUTH_ROWS = [
  `insert into oauth_key (id, use, generation, jwk, active_from) values (5, 'signing', 1, '{"kty": "EC"}', ${time})`,
  `insert into oauth_artifact (id, kind, digest, payload, application_id, user_id, expires_at, family_id) values (2147483647, 'AuthorizationCode', 'digest', '{"a": 1}', 2147483647, 2147483647, ${time}, 2147483647)`,
  `insert into oauth_grant (id, created_at, user_id, application_id, scopes, expires_at) values (2147483647, ${time}, 2147483647, 2147483647, '["read"]', ${time})`,
];
const TABLES = [
  'organization',
  'user',
  'membership',
  'application',
  'token',
  'client_secret',
  'activity_entry',
  'oauth_key',
  'oauth_artifact',
  'oauth_grant',
];

const open = (url: string) => DatabaseStore.open({ url });
/** All rows of tables, whatever the driver takes their numbers for, without what a search looks through, which names were folded into anew. */
const rowsOfEach = async (url: string, tables: readonly string[]) =>
  JSON.parse(
    JSON.stringify(
      await queries(
        url,
        tables.map((table) => `select * from "${table}" order by 1, 2`),
      ),
    ),
    (key, value) => {
      if (key === 'search_text') return undefined;
      return /^id$|_id$/.test(key) && value !== null && key !== 'client_id' ? Number(value) : value;
    },
  ) as Record<string, unknown>[][];
const rowsOf = async (url: string, table: string) => (await rowsOfEach(url, [table]))[0] as Record<string, unknown>[];

const released = MIGRATIONS[databaseName].map(({ name }) => name);

it.each(released)('a database of %s comes up to date, and has all that it had', async (version) => {
  const url = await emptyLastingDatabase(scratch.path);
  const earlier = await open(url);
  await earlier.orm.migrator.up({ to: version });
  await earlier.close();
  const tables = version === released[0] ? TABLES.slice(0, 7) : TABLES;
  await execute(url, (version === released[0] ? ROWS : [...ROWS, ...OAUTH_ROWS]).join(';\n'));
  const before = await rowsOfEach(url, tables);
  const store = await open(url);
  const names = await migrate(store);
  expect(names).toEqual(released.slice(released.indexOf(version) + 1));
  await store.close();
  expect(await rowsOfEach(url, tables)).toMatchObject(before);
  if (released.indexOf(version) < released.indexOf('0013-several-grants'))
    for (const { grant_types: types } of await rowsOf(url, 'application'))
      expect(typeof types === 'string' ? JSON.parse(types) : types).toEqual(['DEVICE_CODE']);

  if (released.indexOf(version) < released.indexOf('0014-front-ends'))
    for (const { post_logout_redirect_uris: uris, web_origins: origins } of await rowsOf(url, 'application'))
      expect([uris, origins].map((list) => (typeof list === 'string' ? JSON.parse(list) : list))).toEqual([[], []]);
  if (released.indexOf(version) < released.indexOf('0016-tags-and-contacts'))
    for (const { tags, owner_contact: contact } of await rowsOf(url, 'application'))
      expect([typeof tags === 'string' ? JSON.parse(tags) : tags, contact]).toEqual([[], null]);
  if (released.indexOf(version) < released.indexOf('0015-given-secrets'))
    expect(await rowsOf(url, 'client_secret')).toMatchObject([{ source: 'GENERATED', name: null }]);

  // numbers go on behind the last one, and what belongs together still goes together
  const nextOf = (table: string) => (databaseName === 'sqlite' ? '' : `select setval('${table}_id_seq', 2147483647)`);
  for (const table of ['organization', 'user']) if (nextOf(table)) await execute(url, nextOf(table));
  await execute(url, `insert into organization (created_at, modified_at, version, name, name_key) values (${times}, 'Next', 'next')`);
  expect((await rowsOf(url, 'organization')).at(-1)).toMatchObject({ id: 2147483648, name: 'Next' });
  await execute(url, `${databaseName === 'sqlite' ? 'pragma foreign_keys = on; ' : ''}delete from "user" where id = 2147483647`);
  for (const table of ['membership', 'token', ...(tables.includes('oauth_grant') ? ['oauth_grant'] : [])])
    expect(await query(url, `select * from ${table} where user_id = 2147483647`)).toEqual([]);
  expect((await rowsOf(url, 'application')).at(-1)).toMatchObject({ id: 2147483647, created_by_id: null });
});

if (databaseName === 'postgresql')
  it('a migration may take any time, and so may waiting for the process that does it', async () => {
    const url = await emptyPostgresqlDatabase();
    const blocker = await DatabaseStore.open({ url });
    const hasty = await DatabaseStore.open({ url: `${url}?statement_timeout=4000`, answerTimeout: 4_000, poolSize: 2 });
    const waited = `select 1 from pg_stat_activity where datname = current_database() and wait_event = 'advisory' and query_start < now() - interval '6 seconds'`;
    let migrated: Promise<string[]> | undefined;
    await blocker.write(async ({ em }) => {
      await em.execute('select pg_advisory_xact_lock(7238541)');
      migrated = migrate(hasty);
      migrated.catch(() => {});
      while (
        (await query(url, waited)).length === 0 &&
        !(await Promise.race([
          migrated.then(
            () => true,
            () => true,
          ),
          new Promise((resolve) => setImmediate(resolve, false)),
        ]))
      );
    });
    expect(await migrated).toEqual(released);
    // what comes later on the same connections is limited again
    const slow = CompiledQuery.raw('set statement_timeout = 0; select pg_sleep(20)');
    const faults = await Promise.allSettled([1, 2].map(() => hasty.read(true).executeQuery(slow)));
    expect(faults.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const [row] = await hasty.orm.em.getConnection('write').execute('show statement_timeout');
    expect(row).toEqual({ statement_timeout: '4s' });
    await Promise.all([hasty.close(), blocker.close()]);
  });
