import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { ask } from '../support/wire.ts';

const PATHS = [
  '/api',
  '/api/',
  '/api/v2/applications/',
  '/api/v2/ping/',
  '/api/o/token/',
  '/api/login/',
  '/api/openapi.json',
  '/api/gateway/v1/',
  '/vedsdk/',
  '/vedauth/authorize/oauth',
  '/VedSDK/OAuth/CreateApplication',
  '/applications',
  '/applications/openapi.json',
];

describe('a gateway whose doors are shut', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway.stop());

  it.each(PATHS)('answers %s like any path that it does not have', async (path) => {
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      const [door, other] = [await ask(gateway.url + path, { method }), await ask(`${gateway.url}/nowhere`, { method })];
      expect([door.status, door.json.errors[0].extensions.code]).toEqual([404, 'NOT_FOUND']);
      const { date: _, 'x-request-id': __, 'content-length': ___, ...headers } = door.headers;
      expect(other.headers).toMatchObject(headers);
    }
  });

  it('says nothing of doors in its log', () => {
    expect(gateway.logged.join('\n')).not.toContain('doors');
  });
});

describe('DOORS', () => {
  it('names what is open, in the log at the start', async () => {
    const gateway = await startGateway({ DOORS: ' awx,awx ' });
    expect(gateway.logged.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ msg: 'doors are open', doors: ['awx'] }),
    );
    await gateway.stop();
  });

  it('is refused with a name that is none', () => {
    expect(() => readConfig({ DOORS: 'awx,tower' })).toThrow(/^DOORS: has a name that is none of awx/);
  });
});
