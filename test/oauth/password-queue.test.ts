import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { GrantType } from '../../src/applications/application.rules.ts';
import { lastingDatabase } from '../support/database.ts';
import { type Serving, scratchDirectory, serve } from '../support/process.ts';
import { startWorld, type World } from '../support/world.ts';
import { PASSWORD } from './support/provider.ts';

const scratch = scratchDirectory();
let world: World;
/** In a process of its own, where passwords take their time. */
let gateway: Serving;
beforeAll(async () => {
  const DATABASE_URL = await lastingDatabase(scratch.path);
  world = await startWorld({ DATABASE_URL });
  gateway = await serve({ DATABASE_URL, PASSWORD_GRANT: 'true', TRUST_PROXY: 'true', LIMIT_LOGIN_FAILURES: '100', LIMIT_PENDING: '1000' });
});
afterAll(async () => {
  await gateway?.end();
  await world?.stop();
  scratch.remove();
});

const logIn = async (clientId: string, index: number, address: string) => {
  const response = await fetch(`${gateway.url}/oauth/token`, {
    method: 'POST',
    headers: { 'x-forwarded-for': address },
    body: new URLSearchParams({ grant_type: 'password', client_id: clientId, username: `nobody ${index}`, password: PASSWORD }),
  });
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body: (await response.json()) as { error: string } };
};

it('many logins at once keep nobody else waiting, and those that are too many are asked to come back', async () => {
  const client = await world.register({ clientType: 'PUBLIC' as never, authorizationGrantType: GrantType.PASSWORD, redirectUris: [] });
  let done = 0;
  // four addresses: more than may wait in all, and less of each than it may have
  const logins = Array.from({ length: 56 }, async (_, index) => {
    const answer = await logIn(client.clientId, index, `203.0.113.${index % 4}`);
    if (answer.status !== 503) done += 1;
    return answer;
  });
  await Promise.race(logins);
  for (let times = 0; times < 3; times++) expect((await fetch(`${gateway.url}/livez`)).status).toBe(200);
  const doneMeanwhile = done;
  const answers = await Promise.all(logins);
  const busy = answers.filter(({ status }) => status === 503);
  expect(answers.length - busy.length).toBe(done);
  expect(doneMeanwhile).toBeLessThan(done);
  expect(busy.length).toBeGreaterThan(0);
  expect(done).toBeGreaterThanOrEqual(32);
  for (const { retryAfter, body } of busy) {
    expect(Number(retryAfter)).toBeGreaterThan(0);
    expect(body).toEqual({ error: 'temporarily_unavailable', error_description: expect.stringContaining('Try again') });
  }
  for (const { status, body } of answers) if (status !== 503) expect(body.error).toBe('invalid_grant');
});

it('one address takes no more than half of the places', async () => {
  const client = await world.register({ clientType: 'PUBLIC' as never, authorizationGrantType: GrantType.PASSWORD, redirectUris: [] });
  const here = await Promise.all(Array.from({ length: 80 }, (_, index) => logIn(client.clientId, index, '198.51.100.1')));
  expect(here.filter(({ status }) => status === 400).length).toBeGreaterThanOrEqual(16);
  expect(here.filter(({ status }) => status === 503).length).toBeGreaterThan(0);
});
