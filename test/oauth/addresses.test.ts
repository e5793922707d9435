import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OAuthWorld, PASSWORD, startOAuthWorld } from './support/provider.ts';

const LIMITS = { LIMIT_LOGIN_FAILURES: '2', LIMIT_LOGIN_SECONDS: '60' };

let direct: OAuthWorld;
let proxied: OAuthWorld;
beforeAll(async () => {
  direct = await startOAuthWorld(LIMITS);
  proxied = await startOAuthWorld({ ...LIMITS, TRUST_PROXY: 'true' });
});
afterAll(async () => {
  await direct.stop();
  await proxied.stop();
});

/** Tries to log in, with what the request says of where it comes from. @returns the status of the answer */
async function logIn(world: OAuthWorld, forwarded: string, { username = 'member', password = PASSWORD } = {}): Promise<number> {
  const { page } = await world.authorize(await world.registerPublic());
  return (await page.submit({ username, password, action: 'login' }, { 'x-forwarded-for': forwarded })).status;
}

describe('wrong passwords are counted by the address', () => {
  it('that the proxy has added, whatever it was told before', async () => {
    const wrong = { password: 'wrong' };
    expect(await logIn(proxied, '203.0.113.1, 198.51.100.7', wrong)).toBe(401);
    expect(await logIn(proxied, '203.0.113.2,198.51.100.7', wrong)).toBe(401);
    expect(await logIn(proxied, '203.0.113.3, 10.0.0.1, 198.51.100.7 ')).toBe(429);
    expect(await logIn(proxied, '198.51.100.7, 198.51.100.8')).toBe(200);
  });

  it('of the connection where no proxy is trusted, whatever the request says', async () => {
    const wrong = { password: 'wrong' };
    expect(await logIn(direct, '203.0.113.1', wrong)).toBe(401);
    expect(await logIn(direct, '203.0.113.2', wrong)).toBe(401);
    expect(await logIn(direct, '203.0.113.3')).toBe(429);
    expect(await logIn(direct, '203.0.113.3', { username: 'admin' })).toBe(200);
  });

  it('of the connection where the proxy has added none', async () => {
    const wrong = { username: 'auditor', password: 'wrong' };
    expect(await logIn(proxied, '', wrong)).toBe(401);
    expect(await logIn(proxied, '203.0.113.9, ', wrong)).toBe(401);
    expect(await logIn(proxied, '127.0.0.1', { username: 'auditor' })).toBe(429);
  });

  it.each([
    ['with another port each time', 'systemAuditor', ['203.0.113.20:51000', '203.0.113.20:51001', '203.0.113.20']],
    ['with another port each time, of IPv6', 'admin', ['[2001:db8::5]:51000', '[2001:db8::5]:51001', '2001:db8::5']],
    ['in another spelling each time', 'stranger', ['2001:db8::6', '2001:DB8:0:0::6', '[2001:0db8::0006]:443']],
    ['by IPv4 and by IPv6', 'superuser', ['203.0.113.21', '::ffff:203.0.113.21', '[::ffff:cb00:7115]:443']],
  ])('that is the same %s', async (_, username, spellings) => {
    const statuses: number[] = [];
    for (const spelling of spellings) statuses.push(await logIn(proxied, spelling, { username, password: 'wrong' }));
    expect(statuses).toEqual([401, 401, 429]);
  });
});
