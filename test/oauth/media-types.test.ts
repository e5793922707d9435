import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask } from '../support/wire.ts';
import { type OAuthWorld, PASSWORD, startOAuthWorld } from './support/provider.ts';

let world: OAuthWorld;
beforeAll(async () => {
  world = await startOAuthWorld();
});
afterAll(() => world.stop());

const FORM = 'application/x-www-form-urlencoded';
const UNREADABLE: Record<string, string>[] = [
  { 'content-encoding': 'gzip' },
  { 'content-encoding': 'Deflate' },
  { 'content-type': `${FORM}; charset=utf-16` },
  { 'content-type': `${FORM};Charset="iso-8859-1"` },
  { 'content-type': `${FORM}; charset=unheard-of` },
];

describe.each(['/oauth/token', '/oauth/revoke', '/oauth/introspect', '/oauth/par', '/oauth/device_authorization'])('%s', (path) => {
  it.each(UNREADABLE)('answers a form that we cannot read with 415, as OAuth has it: %j', async (headers) => {
    const answer = await ask(world.url + path, { method: 'POST', headers: { 'content-type': FORM, ...headers }, body: 'client_id=x' });
    expect({ status: answer.status, error: answer.json.error }).toEqual({ status: 415, error: 'invalid_request' });
    expect(answer.headers['accept-encoding']).toBe('identity');
  });

  it('reads one in UTF-8, whatever that is called', async () => {
    for (const charset of ['', '; charset=utf-8', ';charset="UTF-8"', '; charset=utf8']) {
      const headers = { 'content-type': FORM + charset, 'content-encoding': 'identity' };
      const { status } = await ask(world.url + path, { method: 'POST', headers, body: 'client_id=x&grant_type=y' });
      expect([400, 401]).toContain(status);
    }
  });
});

it.each(UNREADABLE)('the login form that we cannot read is 415, as a page, and nobody is logged in: %j', async (headers) => {
  const { page } = await world.authorize(await world.registerPublic());
  const after = await page.submit({ username: 'member', password: PASSWORD, action: 'login' }, headers);
  expect(after.status).toBe(415);
  expect(after.text).toContain('<html lang="en">');
});
