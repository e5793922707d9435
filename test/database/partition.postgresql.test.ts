import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CompiledQuery } from 'kysely';
import type { DatabaseStore } from '../../src/database/store.ts';
import { isUnavailable } from '../../src/query/dialect/driver-errors.ts';
import { openStore } from '../support/as-viewer.ts';
import { emptyDatabase } from '../support/database.ts';

/** A network between the store and its database, which can lose what is on it without telling anybody. */
let network: Server;
let sockets: Socket[];
/** Whether it has lost the way altogether, so that new connections are not answered, either. */
let isAway: boolean;
let url: string;
let store: DatabaseStore;
beforeEach(async () => {
  const database = await emptyDatabase();
  const { hostname, port } = new URL(database);
  sockets = [];
  isAway = false;
  network = createServer((near) => {
    const far = connect(Number(port), hostname);
    if (!isAway) near.pipe(far).pipe(near);
    for (const socket of [near, far]) sockets.push(socket.on('error', () => {}));
  });
  await once(network.listen(0, '127.0.0.1'), 'listening');
  const { port: own } = network.address() as AddressInfo;
  url = Object.assign(new URL(database), { hostname: '127.0.0.1', port: String(own) }).href;
  store = await openStore({ url, answerTimeout: 1_000 });
});
afterEach(async () => {
  await store.close();
  for (const socket of sockets) socket.destroy();
  network.close();
});

/** Loses all connections that there are, and those to come. */
function loseAll(): void {
  isAway = true;
  lose();
}

/** Loses all connections that there are. */
function lose(): void {
  for (const socket of sockets) socket.unpipe().pause();
}

const read = () => store.read(true).selectFrom('user').select('id').execute();
const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

it('a network that answers no more is a database that is away, and new connections serve as soon as there are some', async () => {
  await Promise.all([read(), read()]);
  lose();
  const faults = await Promise.all([faultOf(read()), faultOf(read())]);
  expect(faults.map(isUnavailable)).toEqual([true, true]);
  expect(await read()).toEqual([]);
});

it('so it is in the middle of a transaction, and nothing of that is left', async () => {
  const half = store.write(async ({ db }) => {
    await db
      .insertInto('limit_count')
      .values({ key: 'half', count: 1, until: new Date() } as never)
      .execute();
    lose();
    await db
      .insertInto('limit_count')
      .values({ key: 'other half', count: 1, until: new Date() } as never)
      .execute();
  });
  expect(isUnavailable(await faultOf(half))).toBe(true);
  for (const socket of sockets) socket.destroy();
  await store.write(async ({ db }) => {
    await db
      .insertInto('limit_count')
      .values({ key: 'half', count: 2, until: new Date() } as never)
      .execute();
  });
  const found = await store.read(true).selectFrom('limit_count').select(['key', 'count']).execute();
  expect(found).toEqual([{ key: 'half', count: 2 }]);
});

it('whoever goes away in a transaction does not hold its locks for ever', async () => {
  const [setting] = await store.orm.em.getConnection('write').execute('show idle_in_transaction_session_timeout');
  expect(setting).toEqual({ idle_in_transaction_session_timeout: '30s' });
});

describe('with the time to answer that the gateway gives', () => {
  let patient: DatabaseStore;
  beforeEach(async () => {
    patient = await openStore({ url, poolSize: 3 });
  });
  afterEach(() => patient.close());
  const ask = (text: string) => patient.read(true).executeQuery(CompiledQuery.raw(text));
  const three = () => Promise.all([ask('select 1'), ask('select 1'), ask('select 1')]);

  it('a connection that dies without a word is given up within ten seconds, and those beside it are replaced', async () => {
    await three();
    lose();
    const start = performance.now();
    expect(isUnavailable(await faultOf(ask('select 1')))).toBe(true);
    expect(performance.now() - start).toBeLessThan(10_000);
    await three();
  });

  it('so it is where nobody can be reached any more, and all is well as soon as somebody can', async () => {
    await three();
    loseAll();
    const start = performance.now();
    const faults = await Promise.all([1, 2, 3, 4].map(() => faultOf(ask('select 1'))));
    expect(faults.map(isUnavailable)).toEqual([true, true, true, true]);
    expect(performance.now() - start).toBeLessThan(10_000);
    isAway = false;
    await three();
  });

  it('a statement that PostgreSQL works on may take longer', async () => {
    const [long] = await Promise.all([ask('select pg_sleep(12) is null as done'), ask('select pg_sleep(6)')]);
    expect(long.rows).toEqual([{ done: false }]);
  });
});
