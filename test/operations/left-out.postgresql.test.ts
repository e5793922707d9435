import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createUser } from '../../src/users/user.service.ts';
import { execute } from '../support/database.ts';
import { mint } from '../support/mint.ts';
import { type PostgresqlServer, startPostgresql } from '../support/postgresql.ts';
import { ask, post } from '../support/wire.ts';
import { type Made, startWorld, type World } from '../support/world.ts';

describe('a replica that is not fit to be read from', () => {
  let primary: PostgresqlServer;
  let standby: PostgresqlServer;
  let world: World;
  let authorization: string;
  /** What /readyz says of the two that are never fit. */
  let others: string;
  beforeAll(async () => {
    primary = await startPostgresql();
    standby = await primary.standby();
    const DATABASE_URL = `${primary.url}/postgres`;
    const promoted = `${DATABASE_URL}?target_session_attrs=standby`;
    const DATABASE_REPLICA_URLS = `postgresql://clientele:clientele@${standby.host},127.0.0.1:1/postgres, ${promoted}`;
    world = await startWorld({ DATABASE_URL, DATABASE_REPLICA_URLS, REPLICA_MAX_LAG: '1' });
    others = `replica 127.0.0.1:1 is left out: it does not answer
replica ${primary.host} is left out: it takes writes, and target_session_attrs asks for a standby`;
    // somebody who never writes
    const { user } = await createUser(world.operator, { username: 'reader', password: 'correct horse', isSuperuser: true });
    authorization = `Bearer ${(await mint(world, { user: user as Made, scopes: ['admin'] })).accessToken}`;
    await untilReady(`ok\n${others}`);
  });
  afterAll(async () => {
    await world.stop();
    await primary.stop();
  });

  const untilReady = async (expected: string | RegExp) => {
    for (;;) {
      const { status, text } = await ask(`${world.url}/readyz`);
      expect(status).toBe(200);
      if (typeof expected === 'string' ? text === expected : expected.test(text)) return;
    }
  };
  const read = async () => {
    const { status, json } = await post(world.url, '{ organizations { nodes { name } } }', { authorization });
    expect({ status, errors: json.errors }).toEqual({ status: 200, errors: undefined });
    return json.data.organizations.nodes.map(({ name }: { name: string }) => name);
  };
  const make = (name: string) =>
    world.ask.superuser(`mutation { createOrganization(input: { name: "${name}" }) { organization { name } } }`);

  it('is left out when it is dead or promoted, and /readyz and the metrics tell which and why', async () => {
    for (let count = 0; count < 4; count++) expect(await read()).toContain('Acme');
    const { text } = await ask(`${world.url}/metrics`);
    expect(text).toContain('clientele_replica_state{replica="127.0.0.1:1",state="unreachable"} 1');
    expect(text).toContain(`clientele_replica_state{replica="${primary.host}",state="primary"} 1`);
    expect(text).toContain(`clientele_replica_state{replica="${standby.host}",state="serving"} 1`);
    expect(text).toContain(`clientele_replica_lag_seconds{replica="${standby.host}"} 0`);
  });

  it('is left out when it is behind, also where it was cut off and cannot know that it is', async () => {
    await execute(`${standby.url}/postgres`, "alter system set primary_conninfo = ''");
    await execute(`${standby.url}/postgres`, 'select pg_reload_conf()');
    await make('Unheard of');
    await untilReady(new RegExp(`replica ${standby.host} is left out: it is \\d+ seconds behind`));
    expect(await read()).toContain('Unheard of');

    await execute(`${standby.url}/postgres`, `alter system set primary_conninfo = '${primary.url}/postgres'`);
    await execute(`${standby.url}/postgres`, 'select pg_reload_conf()');
    await untilReady(`ok\n${others}`);
    expect(await read()).toContain('Unheard of');
  });

  it('that goes away in the middle of reads fails none of them', async () => {
    let isAway = false;
    const reader = async () => {
      for (let isLast = false; !isLast; ) {
        isLast = isAway;
        await read();
      }
    };
    const readers = Array.from({ length: 8 }, reader);
    await standby.pause();
    isAway = true;
    await Promise.all(readers);
    await untilReady(new RegExp(`replica ${standby.host} is left out: it (does not answer|starts or stops)`));
    await standby.resume();
    await untilReady(`ok\n${others}`);
  });

  it('that falls silent in the middle of reads fails none of them', async () => {
    standby.freeze();
    await Promise.all(Array.from({ length: 8 }, read));
    await untilReady(new RegExp(`replica ${standby.host} is left out: it does not answer`));
    standby.thaw();
    await untilReady(`ok\n${others}`);
    expect(world.logged.join('')).toMatch(/"msg":"leaves out a replica"/);
  });
});
