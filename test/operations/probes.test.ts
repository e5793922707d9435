import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, talk } from '../support/wire.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

describe('a gateway that serves', () => {
  it.each(['/livez', '/readyz'])('answers %s with 200', async (path) => {
    const { status, headers, text } = await ask(world.url + path);
    expect({ status, text }).toEqual({ status: 200, text: 'ok' });
    expect(headers['cache-control']).toBe('no-store');
  });

  it('answers HEAD as GET, without a body', async () => {
    const { status, headers, text } = await ask(`${world.url}/livez`, { method: 'HEAD' });
    expect({ status, text, length: headers['content-length'] }).toEqual({ status: 200, text: '', length: '2' });
  });

  it.each(['/livez', '/readyz', '/metrics'])('answers %s to those alone who only read', async (path) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const { status, headers, json } = await ask(world.url + path, { method, headers: { 'content-length': '2' }, body: '{}' });
      expect({ status, allow: headers.allow, json }).toEqual({
        status: 405,
        allow: 'GET, HEAD',
        json: {
          errors: [{ message: `${path} does not answer ${method}, only GET and HEAD.`, extensions: { code: 'METHOD_NOT_ALLOWED' } }],
        },
      });
    }
  });

  it('asks the database once for all who look at the same moment', async () => {
    const { store } = world.app;
    const { isReachable } = store;
    let times = 0;
    store.isReachable = () => {
      times += 1;
      return isReachable.call(store);
    };
    const look = (more = '') => `GET /readyz HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;
    const said = await talk(world.url, `${look().repeat(20)}${look('Connection: close\r\n')}`);
    store.isReachable = isReachable;
    expect(said.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(21);
    expect(times).toBe(1);
  });

  it('counts its GraphQL answers by status at /metrics, in the format of Prometheus', async () => {
    await world.ask.member('{ viewer { username } }');
    await world.as('wrong')('{ viewer { username } }');
    const { status, headers, text } = await ask(`${world.url}/metrics`);
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(text).toMatch(/^clientele_graphql_requests_total\{status="200"\} [1-9]/m);
    expect(text).toMatch(/^clientele_graphql_requests_total\{status="401"\} 1$/m);
    expect(text).toMatch(/^clientele_graphql_request_duration_seconds_count [1-9]/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d/m);
  });
});
