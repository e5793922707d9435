import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PostgresqlServer, startPostgresql } from '../support/postgresql.ts';
import { ask } from '../support/wire.ts';
import { startWorld, type World } from '../support/world.ts';

describe('when PostgreSQL goes away', () => {
  let server: PostgresqlServer;
  let world: World;
  beforeAll(async () => {
    server = await startPostgresql();
    world = await startWorld({ DATABASE_URL: `${server.url}/postgres` });
  });
  afterAll(async () => {
    await world.stop();
    await server.stop();
  });

  const query = '{ viewer { username } applications { totalCount } }';
  const mutation = 'mutation { createOrganization(input: { name: "While away" }) { userErrors { message } } }';

  it('the gateway answers 503 with Retry-After, lives, and serves again when it is back', async () => {
    expect((await world.ask.superuser(query)).status).toBe(200);
    await server.pause();
    for (const operation of [query, mutation]) {
      const { status, headers, data, errors } = await world.ask.superuser(operation);
      expect({ status, data: data ?? null, codes: errors?.map(({ extensions }) => extensions.code) }).toEqual({
        status: 503,
        data: null,
        codes: ['SERVICE_UNAVAILABLE'],
      });
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(await ask(`${world.url}/readyz`)).toMatchObject({ status: 503, text: 'the database cannot be reached' });
    expect((await ask(`${world.url}/livez`)).status).toBe(200);
    // what is written beside requests is tried again, too
    const messages = () => world.logged.map((line) => JSON.parse(line).msg);
    while (!messages().includes('the database could not do what is tried again')) await setImmediate();
    expect(messages()).not.toContain('fault');

    await server.resume();
    const { status, data, errors } = await world.ask.superuser(query);
    expect({ status, errors, username: data?.viewer.username }).toEqual({ status: 200, errors: undefined, username: 'superuser' });
    expect((await world.ask.superuser(mutation)).data.createOrganization.userErrors).toEqual([]);
    expect((await ask(`${world.url}/readyz`)).status).toBe(200);
  });

  it('the writes that it interrupts cost no connection', async () => {
    const write = async (name: string) =>
      (await world.ask.superuser(`mutation { createOrganization(input: { name: "${name}" }) { userErrors { message } } }`)).status;
    const many = (name: string) => Array.from({ length: 30 }, (_, index) => write(`${name} ${index}`));
    const interrupted = many('Interrupted');
    await server.pause();
    for (const status of await Promise.all(interrupted)) expect([200, 503]).toContain(status);
    await server.resume();
    expect(new Set(await Promise.all(many('Later')))).toEqual(new Set([200]));
  });
});
