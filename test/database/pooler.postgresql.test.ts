import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CompiledQuery } from 'kysely';
import { openStore } from '../support/as-viewer.ts';
import { emptyPostgresqlDatabase, execute } from '../support/database.ts';
import { type Pgbouncer, pgbouncerVersion, startPgbouncer } from '../support/pgbouncer.ts';
import { post, tokenFor } from '../support/wire.ts';
import { startWorld, type World } from '../support/world.ts';

/** Whether it keeps named statements, and can be told not to. */
const keepsStatements = (pgbouncerVersion ?? '').localeCompare('1.21', 'en', { numeric: true }) >= 0;
const FORGETFUL: Readonly<Record<string, number>> = keepsStatements ? { max_prepared_statements: 0 } : {};
const IGNORING = {
  ignore_startup_parameters:
    'options, statement_timeout, idle_in_transaction_session_timeout, IntervalStyle, extra_float_digits, array_nulls, default_transaction_isolation',
};

const WAYS = [
  { name: 'that the URL speaks of', settings: FORGETFUL, query: '?pooler=transaction' },
  { name: 'that refuses what it cannot keep', settings: FORGETFUL, query: '' },
  { name: 'that drops what it cannot keep', settings: { ...FORGETFUL, ...IGNORING }, query: '' },
  {
    name: 'that keeps named statements',
    settings: (keepsStatements ? { max_prepared_statements: 100 } : {}) as typeof FORGETFUL,
    query: '',
  },
];

(pgbouncerVersion ? describe : describe.skip).each(WAYS)('behind a PgBouncer $name', ({ settings, query }) => {
  let database: string;
  let pgbouncer: Pgbouncer;
  let world: World;
  beforeAll(async () => {
    database = await emptyPostgresqlDatabase();
    pgbouncer = await startPgbouncer(database, settings);
    world = await startWorld({ DATABASE_URL: `${pgbouncer.url}${query}` });
  });
  afterAll(async () => {
    await world?.stop();
    await pgbouncer?.stop();
  });

  it('the gateway makes its tables, and answers whoever asks, however many share a session', async () => {
    const write = (name: string) =>
      world.ask.superuser(`mutation { createOrganization(input: { name: "${name}" }) { userErrors { message } } }`);
    const query = '{ organizations(first: 100) { totalCount nodes { name createdAt } } applications { totalCount } }';
    const authorization = `Bearer ${await world.tokenOf(world.users.superuser.databaseId, ['admin'])}`;
    // over HTTP alone: what one executor reads after another may be more by then
    const read = async () => {
      const { status, json } = await post(world.url, query, { authorization });
      return { status, errors: json.errors };
    };
    const asked = Array.from({ length: 30 }, (_, index) => [write(`Organization ${index}`), read()]).flat();
    for (const { status, errors } of await Promise.all<{ status: number; errors?: unknown }>(asked))
      expect({ status, errors }).toEqual({ status: 200, errors: undefined });
    expect((await world.ask.superuser(query)).data.organizations.totalCount).toBe(32);
  });

  it('an application gets tokens', async () => {
    const client = await world.register({ authorizationGrantType: 'CLIENT_CREDENTIALS' as never, redirectUris: [] });
    const answers = await Promise.all(Array.from({ length: 20 }, () => tokenFor(world.url, client)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('transactions have the limits of time that sessions have elsewhere, and leave nothing to those that come after', async () => {
    const store = await openStore({ url: `${pgbouncer.url}${query}` });
    const show = `select current_setting('statement_timeout') as s, current_setting('idle_in_transaction_session_timeout') as i,
      current_setting('transaction_isolation') as t, current_setting('DateStyle') as d, current_setting('TimeZone') as z`;
    const inside = await store.write(async ({ db }) => (await db.executeQuery(CompiledQuery.raw(show))).rows[0]);
    expect(inside).toEqual({ s: '30s', i: '30s', t: 'read committed', d: 'ISO, MDY', z: 'UTC' });
    expect((await store.read(true).executeQuery(CompiledQuery.raw(show))).rows[0]).toMatchObject({
      s: '0',
      i: '0',
      d: 'ISO, MDY',
      z: 'UTC',
    });
    await store.close();
  });
});

describe('a session with settings of its own', () => {
  it('is what we rely on all the same', async () => {
    const url = await emptyPostgresqlDatabase();
    const name = new URL(url).pathname.slice(1);
    await execute(
      url,
      `create schema elsewhere; create table elsewhere."user" (id text);
       alter database ${name} set "DateStyle" = 'German, DMY';
       alter database ${name} set "IntervalStyle" = 'sql_standard';
       alter database ${name} set "TimeZone" = 'Europe/Amsterdam';
       alter database ${name} set search_path = elsewhere;
       alter database ${name} set standard_conforming_strings = off;
       alter database ${name} set client_encoding = 'LATIN1';
       alter database ${name} set extra_float_digits = -15;
       alter database ${name} set default_transaction_isolation = 'serializable';`,
    );
    const world = await startWorld({ DATABASE_URL: url });
    const before = Date.now();
    const { clientId } = await world.register({ name: "Ko\\ln 'ä 漢" });
    const { data } = await world.ask.member('{ applications { nodes { clientId name createdAt modifiedAt } } }');
    const [{ createdAt, modifiedAt, ...application }] = data.applications.nodes;
    expect(application).toEqual({ clientId, name: "Ko\\ln 'ä 漢" });
    for (const time of [createdAt, modifiedAt]) {
      expect(Date.parse(time)).toBeGreaterThanOrEqual(before);
      expect(Date.parse(time)).toBeLessThanOrEqual(Date.now());
    }
    const edited = await world.ask.superuser(
      `mutation { createOrganization(input: { name: "Back\\\\slash'" }) { organization { name createdAt } userErrors { message } } }`,
    );
    expect(edited.data.createOrganization.userErrors).toEqual([]);
    expect(edited.data.createOrganization.organization.name).toBe("Back\\slash'");
    await world.stop();
  });

  it('is in the schema that the URL says', async () => {
    const database = await emptyPostgresqlDatabase();
    await execute(database, 'create schema ours');
    const store = await openStore({ url: `${database}?options=-c%20search_path%3Dours` });
    const { rows } = await store.read(true).executeQuery(CompiledQuery.raw(`select to_regclass('ours.application')::text as found`));
    expect(rows).toEqual([{ found: 'application' }]);
    await store.close();
  });
});
