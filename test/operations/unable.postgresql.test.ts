import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { GrantType } from '../../src/applications/application.rules.ts';
import { emptyPostgresqlDatabase } from '../support/database.ts';
import { ask, tokenFor } from '../support/wire.ts';
import { startWorld, type World } from '../support/world.ts';

let operator: Client;
let world: World;
let database: string;
let client: Awaited<ReturnType<World['register']>>;
beforeAll(async () => {
  const url = new URL(await emptyPostgresqlDatabase());
  database = url.pathname.slice(1);
  operator = new Client({ connectionString: url.href });
  await operator.connect();
  await operator.query(`create role ${database} login password 'limited'; alter database ${database} owner to ${database}`);
  const DATABASE_URL = Object.assign(url, { username: database, password: 'limited', search: '?statement_timeout=1000' }).href;
  world = await startWorld({ DATABASE_URL });
  client = await world.register({ authorizationGrantType: GrantType.CLIENT_CREDENTIALS, redirectUris: [] });
});
afterAll(async () => {
  await world?.stop();
  await operator?.end();
});

let count = 0;
const read = async () => (await world.ask.superuser('{ viewer { username } }')).status;
/** The same text every time, so that it is compiled from the second time on. */
const CREATE = 'mutation ($input: CreateOrganizationInput!) { createOrganization(input: $input) { userErrors { message } } }';
const write = () => world.ask.superuser(CREATE, { input: { name: `Made ${++count}` } });
const readiness = async () => {
  const { status, text } = await ask(`${world.url}/readyz`);
  return { status, text };
};
const token = async () => {
  const { status, headers } = await tokenFor(world.url, client);
  return { status, retryAfter: headers['retry-after'] ?? null };
};

/** New connections have the settings of this moment. */
const reconnect = () => operator.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = '${database}'`);

async function expectRefusal(): Promise<void> {
  const { status, headers, data, errors } = await write();
  expect({ status, data: data ?? null, codes: errors?.map(({ extensions }) => extensions.code) }).toEqual({
    status: 503,
    data: null,
    codes: ['SERVICE_UNAVAILABLE'],
  });
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
}

/** Until connections that were ended have been replaced, somebody meets them. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise(setImmediate);
}

afterEach(async () => {
  await until(async () => (await write()).status === 200);
  expect(await readiness()).toEqual({ status: 200, text: 'ok' });
  expect(await token()).toEqual({ status: 200, retryAfter: null });
});

it('a lock that is held for longer than a statement may take is 503, and shows', async () => {
  await operator.query('begin; lock table organization in access exclusive mode');
  await expectRefusal();
  expect(await readiness()).toEqual({ status: 503, text: 'the database takes no writes (57014)' });
  await operator.query('rollback');
});

it('so is one that is held for longer than is waited for locks', async () => {
  await operator.query(`alter database ${database} set lock_timeout = '200ms'`);
  await reconnect();
  await until(async () => (await read()) === 200);
  await operator.query('begin; lock table organization in access exclusive mode');
  await expectRefusal();
  expect(await readiness()).toMatchObject({ status: 503, text: expect.stringMatching(/^the database takes no writes/) });
  await operator.query(`rollback; alter database ${database} reset lock_timeout`);
  await reconnect();
});

it('so is a disk that is full', async () => {
  await operator.query(`
    create function full_disk() returns trigger language plpgsql as $$ begin raise 'could not extend file' using errcode = '53100'; end $$;
    create trigger full_disk before insert on organization for each row execute function full_disk();
    create trigger full_disk before insert on token for each row execute function full_disk()`);
  await expectRefusal();
  expect(await token()).toEqual({ status: 503, retryAfter: '5' });
  expect(await readiness()).toEqual({ status: 503, text: 'the database takes no writes (53100)' });
  expect(await read()).toBe(200);
  await operator.query('drop function full_disk() cascade');
});

it('so is a database that may only be read, and that goes on', async () => {
  await operator.query(`alter database ${database} set default_transaction_read_only = on`);
  await reconnect();
  await until(async () => (await read()) === 200);
  await expectRefusal();
  expect(await token()).toEqual({ status: 503, retryAfter: '5' });
  expect(await readiness()).toEqual({ status: 503, text: 'the database takes no writes (25006)' });
  expect(await read()).toBe(200);
  await operator.query(`alter database ${database} reset default_transaction_read_only`);
  await reconnect();
});

it('so are too many connections', async () => {
  await operator.query(`alter role ${database} connection limit 0`);
  await reconnect();
  await expectRefusal();
  expect(await token()).toEqual({ status: 503, retryAfter: '5' });
  expect(await readiness()).toEqual({ status: 503, text: 'the database cannot be reached' });
  await operator.query(`alter role ${database} connection limit -1`);
});
