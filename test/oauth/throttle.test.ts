import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GrantType } from '../../src/applications/application.rules.ts';
import { digestOf } from '../../src/shared/secrets.ts';
import { Browser } from './support/browser.ts';
import { type Client, type OAuthWorld, PASSWORD, REDIRECT_URI, startOAuthWorld } from './support/provider.ts';

const LIMITS = { LIMIT_CREDENTIALS: '4', LIMIT_USER_CODES: '3', LIMIT_STARTS: '5' };

let world: OAuthWorld;
beforeAll(async () => {
  world = await startOAuthWorld({ ...LIMITS, TRUST_PROXY: 'true' });
});
afterAll(() => world.stop());

let addresses = 0;
const somewhere = () => ({ 'x-forwarded-for': `203.0.113.${++addresses}` });
type From = Record<string, string>;

const send = async (path: string, from: From, fields: Record<string, string> = {}) => {
  const response = await fetch(world.url + path, {
    method: 'POST',
    headers: { accept: 'application/json', ...from },
    body: new URLSearchParams(fields),
  });
  return {
    status: response.status,
    retryAfter: Number(response.headers.get('retry-after')),
    body: (await response.json()) as { error?: string },
  };
};
const graphql = async (from: From, token: string) => {
  const headers = { ...from, authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(`${world.url}/graphql`, { method: 'POST', headers, body: '{"query":"{ viewer { username } }"}' });
  return { status: response.status, retryAfter: Number(response.headers.get('retry-after')), text: await response.text() };
};
const start = async (client: Client, from: From, parameters: Record<string, string> = {}) => {
  const search = new URLSearchParams({
    client_id: client.clientId,
    response_type: 'code',
    redirect_uri: REDIRECT_URI,
    code_challenge: 'a'.repeat(43),
    code_challenge_method: 'S256',
    ...parameters,
  });
  const response = await fetch(`${world.url}/oauth/authorize?${search}`, { redirect: 'manual', headers: { accept: 'text/html', ...from } });
  return { status: response.status, location: response.headers.get('location') ?? '', text: await response.text() };
};
const artifacts = async () => (await world.app.store.read(true).selectFrom('oauth_artifact').select('id').execute()).length;
const basic = (client: Client, secret = client.clientSecret) => `Basic ${Buffer.from(`${client.clientId}:${secret}`).toString('base64')}`;
const machine = () => world.register({ authorizationGrantType: GrantType.CLIENT_CREDENTIALS, redirectUris: [] });

describe('client secrets that do not work', () => {
  it.each(['token', 'introspect', 'revoke', 'par', 'device_authorization'])(
    'are refused at /oauth/%s after some, from that address alone',
    async (endpoint) => {
      const client = await machine();
      const from = somewhere();
      const wrong = { client_id: client.clientId, client_secret: 'wrong', grant_type: 'client_credentials', token: 'x' };
      for (let times = 0; times < 4; times++)
        expect(await send(`/oauth/${endpoint}`, from, wrong)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
      const refused = await send(`/oauth/${endpoint}`, from, wrong);
      expect(refused).toMatchObject({ status: 429, body: { error: 'temporarily_unavailable' } });
      expect(refused.retryAfter).toBeGreaterThan(0);
      expect((await send(`/oauth/${endpoint}`, somewhere(), wrong)).status).toBe(401);
    },
  );

  it('count like unknown clients, and like tokens at the API and at userinfo', async () => {
    const from = somewhere();
    expect((await send('/oauth/token', from, { client_id: 'nobody', grant_type: 'client_credentials' })).status).toBe(401);
    expect((await graphql(from, 'clt_at_wrong')).status).toBe(401);
    expect((await fetch(`${world.url}/oauth/userinfo`, { headers: { ...from, authorization: 'Bearer wrong' } })).status).toBe(401);
    expect((await graphql(from, 'clt_at_wrong')).status).toBe(401);
    const refused = await graphql(from, 'clt_at_wrong');
    expect(refused).toMatchObject({ status: 429, text: expect.stringContaining('"RATE_LIMITED"') });
    expect(refused.retryAfter).toBeGreaterThan(0);
    const userinfo = await fetch(`${world.url}/oauth/userinfo`, { headers: { ...from, authorization: 'Bearer wrong' } });
    expect(userinfo.status).toBe(429);
    expect(userinfo.headers.get('retry-after')).toBeTruthy();
    expect((await send('/oauth/token', from, { client_id: 'nobody', grant_type: 'client_credentials' })).status).toBe(429);
  });

  it('lock out nobody at the same address whose secret or token has worked', async () => {
    const client = await machine();
    const from = somewhere();
    const ask = () => send('/oauth/token', { ...from, authorization: basic(client) }, { grant_type: 'client_credentials' });
    const token = await world.tokenOf(world.users.member.databaseId);
    expect([(await ask()).status, (await graphql(from, token)).status]).toEqual([200, 200]);
    for (let times = 0; times < 6; times++) await graphql(from, `clt_at_${times}`);
    expect((await graphql(from, 'clt_at_wrong')).status).toBe(429);
    expect([(await ask()).status, (await graphql(from, token)).status]).toEqual([200, 200]);
    // what worked is looked up all the same
    await world.app.store.write(({ db }) => db.deleteFrom('token').where('digest', '=', digestOf(token)).execute());
    expect((await graphql(from, token)).status).toBe(401);
  });
});

describe('user codes', () => {
  it('that no device shows are refused after some, right ones are not counted', async () => {
    const client = await world.registerPublic({ authorizationGrantType: GrantType.DEVICE_CODE, redirectUris: [] });
    const from = somewhere();
    const { body } = await world.post('/oauth/device_authorization', client, {});
    let shown = await new Browser(world.url, somewhere()).open(`${world.url}/oauth/device`);
    const type = async (code: string, headers = from) => {
      shown = await shown.submit({ user_code: code }, headers);
      return shown;
    };
    for (let times = 0; times < 5; times++) expect((await type(body.user_code)).title).toBe('Is this your device?');
    for (let times = 0; times < 3; times++) expect((await type('BBBB-CCCC')).text).toContain('There is no such code');
    const refused = await type('BBBB-CCCC');
    expect(refused.status).toBe(429);
    expect(Number(refused.response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.text).toContain('too many codes that no device shows');
    expect((await type(body.user_code)).status).toBe(429);
    expect((await type(body.user_code, somewhere())).title).toBe('Is this your device?');
  });

  it('cannot be outrun by many at once', async () => {
    const from = somewhere();
    const open = () => new Browser(world.url, somewhere()).open(`${world.url}/oauth/device`);
    const forms = await Promise.all(Array.from({ length: 9 }, open));
    const pages = await Promise.all(forms.map((form) => form.submit({ user_code: 'BBBB-DDDD' }, from)));
    expect(pages.filter(({ status }) => status === 429)).toHaveLength(6);
  });
});

describe('what anybody can have stored', () => {
  it('is little from one address: logins', async () => {
    const client = await world.registerPublic();
    const from = somewhere();
    const before = await artifacts();
    const statuses = [];
    for (let times = 0; times < 12; times++) statuses.push((await start(client, from)).status);
    expect(statuses).toEqual([...Array(5).fill(303), ...Array(7).fill(429)]);
    expect((await artifacts()) - before).toBeLessThanOrEqual(10);
    const many = await Promise.all(Array.from({ length: 12 }, () => start(client, { ...from, cookie: 'clientele_session=made-up' })));
    expect(many.every(({ status, location }) => status === 429 && !location)).toBe(true);
    expect((await artifacts()) - before).toBeLessThanOrEqual(10);
  });

  it('is little from one address, however many come at once', async () => {
    const client = await world.registerPublic();
    const from = somewhere();
    const answers = await Promise.all(Array.from({ length: 20 }, () => start(client, from)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(5);
  });

  it.each(['device_authorization', 'par'])('is little from one address, but more for a client with a secret: %s', async (endpoint) => {
    const grants = { device_authorization: GrantType.DEVICE_CODE, par: GrantType.AUTHORIZATION_CODE } as const;
    const kind = { authorizationGrantType: grants[endpoint as keyof typeof grants], ...(endpoint !== 'par' && { redirectUris: [] }) };
    const fields = { response_type: 'code', redirect_uri: REDIRECT_URI, code_challenge: 'a'.repeat(43), code_challenge_method: 'S256' };
    const from = somewhere();
    const open = await world.registerPublic(kind);
    const statuses = [];
    for (let times = 0; times < 7; times++)
      statuses.push((await send(`/oauth/${endpoint}`, from, { client_id: open.clientId, ...fields })).status);
    expect(statuses.map((status) => status < 300)).toEqual([...Array(5).fill(true), false, false]);
    expect(statuses.at(-1)).toBe(429);
    const secret = await world.register(kind);
    for (let times = 0; times < 7; times++) {
      const { status } = await send(
        `/oauth/${endpoint}`,
        { ...from, authorization: basic(secret) },
        { client_id: secret.clientId, ...fields },
      );
      expect(status).toBeLessThan(300);
    }
  });

  it('is little from one address: sessions of those who are asked for a code', async () => {
    const from = somewhere();
    const statuses = [];
    for (let times = 0; times < 7; times++)
      statuses.push((await fetch(`${world.url}/oauth/device`, { headers: { ...from, accept: 'text/html' } })).status);
    expect(statuses).toEqual([...Array(5).fill(200), 429, 429]);
    const madeUp = { ...from, accept: 'text/html', cookie: 'clientele_session=made-up' };
    expect((await fetch(`${world.url}/oauth/device`, { headers: madeUp })).status).toBe(429);
  });

  it('leaves logins alone that have begun, there and elsewhere, and those who are logged in', async () => {
    const client = await world.registerPublic();
    const from = somewhere();
    const [here, there] = [new Browser(world.url, from), new Browser(world.url, somewhere())];
    const begun = [
      await world.authorize(client, {}, here),
      await world.authorize(client, {}, new Browser(world.url, from)),
      await world.authorize(client, {}, there),
    ];
    for (let times = 0; times < 12; times++) await start(client, from);
    expect((await start(client, from)).status).toBe(429);
    for (const [index, { page }] of begun.entries()) {
      const after = await page.submit({ username: 'member', password: PASSWORD, action: 'login' }, index < 2 ? from : somewhere());
      const back = after.title.endsWith('wants access to your account') ? await after.submit({ action: 'allow' }) : after;
      expect(back.parameters.code).toBeDefined();
    }
    expect((await world.authorize(client, {}, here)).page.parameters.code).toBeDefined();
  });

  it('is short', async () => {
    const client = await world.registerPublic();
    for (const name of ['state', 'nonce', 'login_hint']) {
      const { status, location } = await start(client, somewhere(), { scope: 'openid', [name]: 'x'.repeat(2_049) });
      expect([status, new URL(location).searchParams.get('error_description')]).toEqual([
        303,
        `"${name}" must have at most 2048 characters`,
      ]);
      expect((await start(client, somewhere(), { scope: 'openid', [name]: 'x'.repeat(2_048) })).location).toContain('/oauth/interaction/');
    }
    const from = somewhere();
    const before = await artifacts();
    const logout = await fetch(`${world.url}/oauth/logout?state=${'x'.repeat(13_000)}`, { headers: { accept: 'text/html', ...from } });
    expect(logout.status).toBe(400);
    expect(await artifacts()).toBe(before);
  });
});

it('what has expired, and what is too much in all, goes by itself while the gateway runs', async () => {
  const small = await startOAuthWorld({ PURGE_SECONDS: '1', LIMIT_STARTS_KEPT: '100' });
  try {
    const { store } = small.app;
    const client = await small.registerPublic();
    const { page, verifier } = await small.logIn(client);
    expect(page.parameters.code).toBeDefined();
    const past = new Date(Date.now() - 1_000) as never;
    const future = new Date(Date.now() + 3_600_000) as never;
    const row = (digest: string, expires_at: never) => ({ kind: 'Interaction', digest, payload: '{}' as never, expires_at });
    await store.write(async ({ db }) => {
      await db.insertInto('limit_count').values({ key: 'over', count: 1, until: past }).execute();
      await db
        .insertInto('oauth_artifact')
        .values(Array.from({ length: 1_200 }, (_, index) => row(`expired ${index}`, past)) as never)
        .execute();
      await db
        .insertInto('oauth_artifact')
        .values(Array.from({ length: 1_300 }, (_, index) => row(`nobody's ${index}`, future)) as never)
        .execute();
    });
    const left = async () => {
      const counts = await store.read(true).selectFrom('limit_count').where('key', '=', 'over').select('key').execute();
      const rows = await store
        .read(true)
        .selectFrom('oauth_artifact')
        .where('user_id', 'is', null)
        .orderBy('id')
        .select('digest')
        .execute();
      return [...counts.map(({ key }) => key), ...rows.map(({ digest }) => digest)];
    };
    while ((await left()).length > 100) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await left()).toEqual(Array.from({ length: 100 }, (_, index) => `nobody's ${1_200 + index}`));
    // what is somebody's is not counted
    expect((await small.redeem(client, page.parameters.code as string, verifier)).status).toBe(200);
  } finally {
    await small.stop();
  }
});
