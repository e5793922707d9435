import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GrantType } from '../../src/applications/application.rules.ts';
import { Browser } from './support/browser.ts';
import { type OAuthWorld, PASSWORD, startOAuthWorld, type Tokens } from './support/provider.ts';

const TIMES = 50;

let world: OAuthWorld;
beforeAll(async () => {
  world = await startOAuthWorld();
});
afterAll(() => world.stop());

/** Does the same many times at once. */
const atOnce = (request: () => Promise<Tokens>) => Promise.all(Array.from({ length: TIMES }, request));

function expectOneSuccess(answers: readonly Tokens[]): Tokens {
  const [success, ...more] = answers.filter(({ status }) => status === 200);
  expect(more).toEqual([]);
  expect(success).toBeDefined();
  const errors = answers.filter((answer) => answer !== success).map(({ body }) => body.error);
  expect(errors).toEqual(Array(TIMES - 1).fill('invalid_grant'));
  return success as Tokens;
}

describe(`redeemed ${TIMES} times at once`, () => {
  it('an authorization code succeeds once, and its tokens end because of the others', async () => {
    const client = await world.registerPublic();
    const { code, verifier } = await world.logIn(client);
    const { body } = expectOneSuccess(await atOnce(() => world.redeem(client, code, verifier)));
    expect((await world.as(body.access_token)('{ viewer { id } }')).status).toBe(401);
  });

  it('a refresh token succeeds once, and its whole family ends because of the others', async () => {
    const client = await world.register();
    const { body: first } = await world.tokensOf(client);
    const fields = { grant_type: 'refresh_token', refresh_token: first.refresh_token };
    const { body } = expectOneSuccess(await atOnce(() => world.post('/oauth/token', client, fields)));
    for (const token of [first.access_token, body.access_token]) {
      expect((await world.as(token)('{ viewer { id } }')).status).toBe(401);
    }
  });

  it('a device code succeeds once', async () => {
    const client = await world.registerPublic({ authorizationGrantType: GrantType.DEVICE_CODE, redirectUris: [] });
    const { body: started } = await world.post('/oauth/device_authorization', client, { scope: 'read' });
    const confirm = await (await new Browser(world.url).open(started.verification_uri)).submit({ user_code: started.user_code });
    const login = await confirm.submit({ confirm: 'yes' });
    await (await login.submit({ username: 'member', password: PASSWORD, action: 'login' })).submit({ action: 'allow' });
    const fields = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: started.device_code };
    expectOneSuccess(await atOnce(() => world.post('/oauth/token', client, fields)));
  });
});

describe('the database', () => {
  it('holds no identifier that could be used', async () => {
    const client = await world.register();
    const pushed = await world.post('/oauth/par', client, {
      client_id: client.clientId,
      response_type: 'code',
      redirect_uri: 'https://app.example.org/callback',
      code_challenge: 'a'.repeat(43),
      code_challenge_method: 'S256',
    });
    const browser = new Browser(world.url);
    const login = await browser.open(
      `${world.url}/oauth/authorize?${new URLSearchParams({ client_id: client.clientId, request_uri: pushed.body.request_uri })}`,
    );
    const consent = await login.submit({ username: 'member', password: PASSWORD, action: 'login' });
    const { code, verifier } = await world.logIn(client);
    const { body: tokens } = await world.redeem(client, code, verifier);
    const device = await world.registerPublic({ authorizationGrantType: GrantType.DEVICE_CODE, redirectUris: [] });
    const { body: started } = await world.post('/oauth/device_authorization', device, {});
    const atDevice = new Browser(world.url);
    const confirm = await (await atDevice.open(started.verification_uri)).submit({ user_code: started.user_code });
    await confirm.submit({ confirm: 'yes' });

    const { db } = world.operator;
    const rows = [
      ...(await db.selectFrom('oauth_artifact').selectAll().execute()),
      ...(await db.selectFrom('token').selectAll().execute()),
      ...(await db.selectFrom('oauth_grant').selectAll().execute()),
    ];
    const stored = JSON.stringify(rows).replaceAll('\\', '');
    const cookies = [browser, atDevice].flatMap(({ cookies: kept }) => kept.split('; ').map((pair) => pair.slice(pair.indexOf('=') + 1)));
    const secrets = {
      code,
      access: tokens.access_token,
      refresh: tokens.refresh_token,
      device: started.device_code,
      typed: started.user_code.replace('-', ''),
      pushed: pushed.body.request_uri.split(':').at(-1),
      interaction: consent.url.split('/').at(-1),
      ...Object.fromEntries(cookies.map((cookie, index) => [`cookie ${index}`, cookie])),
    };
    const found = Object.entries(secrets).filter(([, secret]) => secret.length > 0 && stored.includes(secret));
    expect(found.map(([name]) => name)).toEqual([]);
    // so that the search is of something
    expect(rows.length).toBeGreaterThan(4);
    expect(cookies.every((cookie) => cookie.length > 20)).toBe(true);
  });
});
