import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execute, query } from '../support/database.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { type PostgresqlServer, startPostgresql } from '../support/postgresql.ts';
import { clientele } from '../support/process.ts';
import { ask, post } from '../support/wire.ts';
import { startWorld, type World } from '../support/world.ts';

describe.each([
  ['dies', 'kill', 'resume'],
  ['falls silent', 'freeze', 'thaw'],
] as const)('with several hosts in DATABASE_URL, of which the primary %s', (_, end, begin) => {
  let primary: PostgresqlServer;
  let standby: PostgresqlServer;
  let world: World;
  let other: Gateway;
  let DATABASE_URL: string;
  let authorization: string;
  beforeAll(async () => {
    primary = await startPostgresql();
    standby = await primary.standby();
    // a commit is acknowledged when the standby has it, so that none is lost
    await execute(`${primary.url}/postgres`, "alter system set synchronous_standby_names = '*'");
    await execute(`${primary.url}/postgres`, 'select pg_reload_conf()');
    DATABASE_URL = `postgresql://clientele:clientele@${standby.host},${primary.host}/postgres?target_session_attrs=read-write`;
    world = await startWorld({ DATABASE_URL });
    other = await startGateway({ DATABASE_URL });
    authorization = `Bearer ${await world.tokenOf(world.users.superuser.databaseId, ['admin'])}`;
  });
  afterAll(async () => {
    await world.stop();
    await other.stop();
    await primary.stop();
  });

  const write = async ({ url }: Gateway, name: string) => {
    const input = `{ name: "${name}", organizationId: "${world.acme.id}", clientType: CONFIDENTIAL, authorizationGrantType: CLIENT_CREDENTIALS }`;
    const { status, json } = await post(url, `mutation { createApplication(input: ${input}) { application { name } } }`, { authorization });
    return status === 200 ? (json.data.createApplication.application.name as string) : status;
  };
  const names = async ({ url }: Gateway): Promise<string[]> => {
    const { json } = await post(url, '{ applications(first: 100) { nodes { name } } }', { authorization });
    return json.data.applications.nodes.map(({ name }: { name: string }) => name);
  };

  it('writes go to the standby that is promoted, and none that was acknowledged is lost', async () => {
    const acknowledged: string[] = [];
    let isPromoted = false;
    /** Writes until a write that was begun after the promotion is acknowledged. @returns how long that took */
    const keepWriting = async (gateway: Gateway, prefix: string) => {
      for (let index = 0; ; index++) {
        const isLast = isPromoted;
        const answer = await write(gateway, `${prefix} ${index}`);
        if (typeof answer === 'string') acknowledged.push(answer);
        else expect(answer).toBe(503);
        if (isLast && typeof answer === 'string') return;
      }
    };
    const writers = [keepWriting(world, 'One'), keepWriting(other, 'Other')];
    while (acknowledged.length < 10) await new Promise(setImmediate);
    await primary[end]();
    await execute(`${standby.url}/postgres`, 'select pg_promote()');
    isPromoted = true;
    await Promise.all(writers);
    expect(await names(world)).toEqual(expect.arrayContaining(acknowledged));
    const changes = world.logged.filter((line) => line.includes('another server has become the primary'));
    expect(changes.map((line) => JSON.parse(line))).toEqual([expect.objectContaining({ from: primary.host, to: standby.host })]);
  });

  it('nobody goes back to a primary that comes back and does not know that another was promoted', async () => {
    await primary[begin]();
    const late = await startGateway({ DATABASE_URL: DATABASE_URL.replace(/@(.*),(.*)\//, '@$2,$1/') });
    for (const [index, gateway] of [world, other, late].entries()) expect(await write(gateway, `Late ${index}`)).toBe(`Late ${index}`);
    expect(await clientele(['migrate'], { DATABASE_URL })).toEqual({ code: 0, stdout: 'The database is up to date\n', stderr: '' });
    await standby.pause();
    const statuses = await Promise.all([world, other, late].map((gateway) => write(gateway, 'Lost')));
    await standby.resume();
    await late.stop();
    expect(statuses).toEqual([503, 503, 503]);
  });

  it('writes are answered with 503 while no server takes any, and reads go on', async () => {
    const setReadOnly = async (value: string) => {
      await execute(`${standby.url}/postgres`, `alter system set default_transaction_read_only = ${value}`);
      await execute(`${standby.url}/postgres`, 'select pg_reload_conf()');
    };
    let count = 0;
    const untilWritable = async (expected: boolean) => {
      for (let isWritable = !expected; isWritable !== expected; ) {
        const answer = await write(world, `Writable ${++count}`);
        isWritable = typeof answer === 'string';
        if (!isWritable) expect(answer).toBe(503);
      }
    };
    await setReadOnly('on');
    await untilWritable(false);
    expect(await names(world)).toContain('Late 0');
    await setReadOnly('off');
    await untilWritable(true);
  });
});

describe('with a single host in DATABASE_URL, of which a replica is promoted', () => {
  let primary: PostgresqlServer;
  let standby: PostgresqlServer;
  let world: World;
  beforeAll(async () => {
    primary = await startPostgresql();
    standby = await primary.standby();
    world = await startWorld({ DATABASE_URL: `${primary.url}/postgres`, DATABASE_REPLICA_URLS: `${standby.url}/postgres` });
    await untilReady(world, 200, 'ok');
    await execute(`${standby.url}/postgres`, 'select pg_promote()');
  });
  afterAll(async () => {
    await world.stop();
    await primary.stop();
  });

  const untilReady = async ({ url }: Gateway, status: number, text: string) => {
    for (;;) {
      const answer = await ask(`${url}/readyz`);
      if (answer.status === status && answer.text === text) return;
    }
  };
  const leftOut = ({ host }: PostgresqlServer) =>
    `ok\nreplica ${host} is left out: it takes writes of its own, on another timeline than the primary`;
  const make = (name: string) =>
    world.ask.superuser(`mutation { createOrganization(input: { name: "${name}" }) { organization { name } } }`);
  const namesOf = async (gateway: Gateway, token: string): Promise<string[]> => {
    const { status, json } = await post(gateway.url, '{ organizations { nodes { name } } }', { authorization: `Bearer ${token}` });
    expect(status).toBe(200);
    return json.data.organizations.nodes.map(({ name }: { name: string }) => name);
  };

  it('the replica is left out, because it goes its own way, and all is read from and written to the one that the URL names', async () => {
    await untilReady(world, 200, leftOut(standby));
    const { text } = await ask(`${world.url}/metrics`);
    expect(text).toContain(`clientele_replica_state{replica="${standby.host}",state="diverged"} 1`);
    await execute(
      `${standby.url}/postgres`,
      "insert into organization (created_at, modified_at, name, name_key) values (now(), now(), 'Astray', 'astray')",
    );
    expect((await make('Kept')).data.createOrganization.organization).toEqual({ name: 'Kept' });
    const token = await world.tokenOf(world.users.superuser.databaseId);
    for (let count = 0; count < 4; count++) {
      const names = await namesOf(world, token);
      expect(names).toContain('Kept');
      expect(names).not.toContain('Astray');
    }
  });

  it('nothing goes to the replica while the primary is away, and all goes on when that is back', async () => {
    await primary.pause();
    expect((await make('Lost')).status).toBe(503);
    await untilReady(world, 503, 'the database cannot be reached');
    expect(await query(`${standby.url}/postgres`, "select name from organization where name in ('Kept', 'Lost')")).toEqual([]);
    await primary.resume();
    await untilReady(world, 200, leftOut(standby));
    expect((await make('Back')).data.createOrganization.organization).toEqual({ name: 'Back' });
  });

  it('whoever makes the promoted one the primary has to say so, and then it is the other that is left out', async () => {
    const moved = await startGateway({ DATABASE_URL: `${standby.url}/postgres`, DATABASE_REPLICA_URLS: `${primary.url}/postgres` });
    try {
      await untilReady(moved, 200, leftOut(primary));
      const names = await namesOf(moved, await moved.tokenOf(world.users.superuser.databaseId));
      expect(names).toContain('Astray');
      expect(names).not.toContain('Back');
    } finally {
      await moved.stop();
    }
  });
});
