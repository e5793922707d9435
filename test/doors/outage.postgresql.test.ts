import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PostgresqlServer, startPostgresql } from '../support/postgresql.ts';
import { ask } from '../support/wire.ts';
import { startWorld, type World } from '../support/world.ts';

describe('when PostgreSQL goes away', () => {
  let server: PostgresqlServer;
  let world: World;
  beforeAll(async () => {
    server = await startPostgresql();
    world = await startWorld({ DATABASE_URL: `${server.url}/postgres`, DOORS: 'awx' });
  });
  afterAll(async () => {
    await world.stop();
    await server.stop();
  });

  it('a door answers 503 with Retry-After in the words of its system, and serves again when it is back', async () => {
    const token = await world.tokenOf(world.users.admin.databaseId);
    const headers = { authorization: `Bearer ${token}` };
    const password = { authorization: `Basic ${btoa('admin:correct horse')}` };
    expect((await ask(`${world.url}/api/v2/applications/`, { headers })).status).toBe(200);
    await server.pause();
    for (const shown of [headers, password]) {
      const answer = await ask(`${world.url}/api/v2/applications/`, { headers: shown });
      expect([answer.status, Object.keys(answer.json)]).toEqual([503, ['detail']]);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expect(answer.text).not.toMatch(/connect|ECONN|postgres/i);
    }
    await server.resume();
    expect((await ask(`${world.url}/api/v2/applications/`, { headers })).status).toBe(200);
  });
});
