import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { DatabaseStore } from '../../src/database/store.ts';
import { isUnavailable } from '../../src/graphql/errors.ts';
import { openStore } from '../support/as-viewer.ts';
import { emptyDatabase } from '../support/database.ts';

/** A network between the store and its database, which can lose what is on it without telling anybody. */
let network: Server;
let sockets: Socket[];
let store: DatabaseStore;
beforeEach(async () => {
  const database = await emptyDatabase();
  const { hostname, port } = new URL(database);
  sockets = [];
  network = createServer((near) => {
    const far = connect(Number(port), hostname);
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) sockets.push(socket.on('error', () => {}));
  });
  await once(network.listen(0, '127.0.0.1'), 'listening');
  const url = Object.assign(new URL(database), { hostname: '127.0.0.1', port: String((network.address() as AddressInfo).port) });
  store = await openStore({ url: url.href, patience: 1_000 });
});
afterEach(async () => {
  await store.close();
  for (const socket of sockets) socket.destroy();
  network.close();
});

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
