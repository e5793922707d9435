import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseScopes } from '../../../src/shared/scopes.ts';
import { Browser } from '../../oauth/support/browser.ts';
import { PASSWORD } from '../../oauth/support/provider.ts';
import { bearer, FORM, form, type Reply, restOf } from '../support/rest.ts';
import { call, DONE, registerVcert, startVenafi } from '../support/venafi.ts';
import type { DoorWorld } from '../support/world.ts';

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
/** Times of Venafi: without fractions. */
const ISO = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/);

let world: DoorWorld;
let client_id: string;
beforeAll(async () => {
  world = await startVenafi({ LIMIT_LOGIN_FAILURES: '3' });
  client_id = (await registerVcert(world)).clientId;
});
afterAll(() => world.stop());

const oauth = (more: object = {}): Promise<Reply> =>
  world.nobody('POST', '/vedauth/authorize/oauth', {
    client_id,
    username: 'member',
    password: PASSWORD,
    scope: 'certificate:manage,discover;configuration',
    ...more,
  });
const refresh = (refresh_token: string) => world.nobody('POST', '/vedauth/authorize/token', { client_id, refresh_token });
const verify = (token: string) => restOf(world.url, bearer(token))('GET', '/vedauth/authorize/verify');
const works = async (token: string) => (await verify(token)).status === 200;

/** What vcert needs of an answer that has tokens in it. */
function expectTokens({ status, headers, body }: Reply): void {
  expect({ status, body }).toMatchObject({
    status: 200,
    body: {
      access_token: expect.stringMatching(/^clt_at_/),
      refresh_token: expect.stringMatching(/^clt_rt_/),
      expires: expect.any(Number),
      expires_in: expect.any(Number),
      refresh_until: expect.any(Number),
      identity: expect.stringMatching(/\S/),
      scope: expect.any(String),
      token_type: 'Bearer',
    },
  });
  expect(headers['cache-control']).toMatch(/no-store/);
  for (const time of [body.expires, body.refresh_until]) expect(Number.isInteger(time)).toBe(true);
  // it is in seconds, and of the clock of this machine
  expect(Math.abs(body.expires - Date.now() / 1000 - body.expires_in)).toBeLessThan(600);
  expect(body.refresh_until).toBeGreaterThan(body.expires);
}

describe('a token for a password', () => {
  it('says until when it is what', async () => {
    const reply = await oauth();
    expectTokens(reply);
    expect(parseScopes(reply.body.scope).toSorted()).toEqual(['certificate:discover', 'certificate:manage', 'configuration']);
    expect(reply.body.scope).not.toContain(' ');
    expect(await works(reply.body.access_token)).toBe(true);
  });

  it('has the scope that was asked for', async () => {
    const { body } = await oauth({ scope: 'certificate:discover', state: 'some state' });
    expect(parseScopes(body.scope)).toEqual(['certificate:discover']);
  });

  it.each([
    ['no client', { client_id: undefined }],
    ['an unknown client', { client_id: 'nobody-has-this' }],
    ['no name', { username: undefined }],
    ['no password', { password: undefined }],
    ['a password that is no text', { password: 7 }],
    ['an unknown scope', { scope: 'nonsense:all' }],
  ])('is not given for %s', async (_, more) => {
    const { status, body } = await oauth(more);
    expect([400, 401]).toContain(status);
    expect(body).toMatchObject({ error: expect.stringMatching(/^\w+$/), error_description: expect.stringMatching(/\S/) });
    expect(body).not.toHaveProperty('access_token');
  });

  it('is not given for a wrong one, and after some of them for none', async () => {
    const wrong = await oauth({ username: 'auditor', password: 'wrong' });
    expect([400, 401]).toContain(wrong.status);
    expect(wrong.body).toMatchObject({ error: expect.any(String) });
    const nobody = await oauth({ username: 'nobody-is-called-so', password: 'wrong' });
    expect({ status: nobody.status, body: nobody.body }).toEqual({ status: wrong.status, body: wrong.body });
    for (let times = 0; times < 2; times++) await oauth({ username: 'auditor', password: 'wrong' });
    const refused = await oauth({ username: 'auditor' });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.status).toBeLessThan(500);
    expect(refused.body).not.toHaveProperty('access_token');
    expect(world.logged.join('')).not.toContain(PASSWORD);
  });
});

describe('a refresh token', () => {
  it('gives two new tokens, once', async () => {
    const { body: first } = await oauth();
    const second = await refresh(first.refresh_token);
    expectTokens(second);
    expect(second.body.access_token).not.toBe(first.access_token);
    expect(second.body.refresh_token).not.toBe(first.refresh_token);
    expect(await works(second.body.access_token)).toBe(true);
    const replayed = await refresh(first.refresh_token);
    expect([400, 401]).toContain(replayed.status);
    expect(await works(second.body.access_token)).toBe(false);
  });

  it.each(['clt_rt_nonsense', ''])('that is %j gives none', async (token) => {
    const { status, body } = await refresh(token);
    expect([400, 401]).toContain(status);
    expect(body).toMatchObject({ error: expect.any(String) });
  });
});

describe('a device', () => {
  it.each(['a form', 'JSON'])('that sends %s is connected by whoever types its code', async (how) => {
    const fields = { client_id, scope: 'certificate:manage' };
    const path = '/vedauth/authorize/device';
    const started = how === 'JSON' ? await world.nobody('POST', path, fields) : await world.nobody('POST', path, form(fields), FORM);
    expect({ status: started.status, body: started.body }).toMatchObject({
      status: 200,
      body: {
        device_code: expect.any(String),
        user_code: expect.any(String),
        verification_uri: expect.stringMatching(/^http/),
        verification_uri_complete: expect.stringMatching(/^http/),
        interval: expect.any(Number),
        expires_in: expect.any(Number),
      },
    });
    const { verification_uri, user_code, device_code } = started.body;
    const confirm = await (await new Browser(world.url).open(verification_uri)).submit({ user_code });
    const login = await confirm.submit({ confirm: 'yes' });
    await (await login.submit({ username: 'member', password: PASSWORD, action: 'login' })).submit({ action: 'allow' });
    const asked = { client_id, grant_type: DEVICE_CODE, device_code };
    const poll = () =>
      how === 'JSON'
        ? world.nobody('POST', '/vedauth/authorize/token', asked)
        : world.nobody('POST', '/vedauth/authorize/token', form(asked), FORM);
    const reply = await poll();
    expectTokens(reply);
    expect(parseScopes(reply.body.scope)).toEqual(['certificate:manage']);
    expect((await poll()).status).toBe(400);
  });

  it('that nobody has connected yet is to wait', async () => {
    const { body } = await world.nobody('POST', '/vedauth/authorize/device', { client_id, scope: 'certificate:manage' });
    const asked = { client_id, grant_type: DEVICE_CODE, device_code: body.device_code };
    const pending = await world.nobody('POST', '/vedauth/authorize/token', asked);
    expect({ status: pending.status, body: pending.body }).toMatchObject({ status: 400, body: { error: 'authorization_pending' } });
  });
});

describe('a token', () => {
  it('is told what it is', async () => {
    const { body: tokens } = await oauth();
    const { status, body } = await verify(tokens.access_token);
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        application: client_id,
        identity: tokens.identity,
        scope: tokens.scope,
        valid_for: expect.any(Number),
        access_issued_on_unix_time: expect.any(Number),
        access_issued_on_ISO8601: ISO,
        grant_issued_on_unix_time: expect.any(Number),
        grant_issued_on_ISO8601: ISO,
        expires_unix_time: expect.any(Number),
        expires_ISO8601: ISO,
      },
    });
    expect(body.valid_for).toBeGreaterThan(0);
    expect(Math.floor(Date.parse(body.access_issued_on_ISO8601) / 1000)).toBe(body.access_issued_on_unix_time);
    expect(Math.floor(Date.parse(body.expires_ISO8601) / 1000)).toBe(body.expires_unix_time);
  });

  it('that is none is told so', async () => {
    for (const reply of [await verify('nonsense'), await world.nobody('GET', '/vedauth/authorize/verify')])
      expect({ status: reply.status, body: reply.body }).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
  });

  it('is shown in either header', async () => {
    const { body: tokens } = await oauth();
    const key = { 'X-Venafi-API-Key': `Bearer ${tokens.access_token}` };
    expect((await world.nobody('GET', '/vedauth/authorize/verify', undefined, key)).status).toBe(200);
    const personal = { 'X-Venafi-API-Key': `Bearer ${await world.tokenOf(world.users.member.databaseId)}` };
    expect((await world.nobody('POST', '/vedsdk/OAuth/GetRole', {}, personal)).status).toBe(200);
    const elsewhere = [
      ['GET', '/api/v2/me/'],
      ['GET', '/applications'],
    ] as const;
    for (const [method, path] of elsewhere) expect([401, 403]).toContain((await world.nobody(method, path, undefined, personal)).status);
    const { body } = await world.nobody('POST', '/graphql', { query: '{ viewer { id } }' }, personal);
    expect(body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
  });

  it('ends with its grant', async () => {
    const { body: tokens } = await oauth();
    expect((await restOf(world.url, bearer(tokens.access_token))('GET', '/vedauth/revoke/token')).status).toBe(200);
    expect(await works(tokens.access_token)).toBe(false);
    expect([400, 401]).toContain((await refresh(tokens.refresh_token)).status);
    expect((await restOf(world.url, bearer(tokens.access_token))('GET', '/vedauth/revoke/token')).status).toBe(401);
  });
});

describe('what there is', () => {
  it('is an authentication server', async () => {
    const response = await fetch(`${world.url}/vedauth/authorize/isAuthServer`);
    expect([response.status, response.statusText]).toEqual([202, 'Venafi Authentication Server']);
  });

  it('has a version', async () => {
    expect((await world.rest.member('GET', '/vedsdk/')).status).toBe(200);
    const { status, body } = await world.rest.member('GET', '/vedsdk/SystemStatus/Version');
    expect({ status, body }).toEqual({ status: 200, body: { Version: '25.1.0.0' } });
  });

  it('is found in whatever case, and with encoded letters', async () => {
    for (const path of ['/VEDAUTH/Authorize/ISAUTHSERVER', '/vedauth/%61uthorize/isAuth%53erver', '/VedAuth/authorize/%49sauthserver'])
      expect({ path, status: (await world.nobody('GET', path)).status }).toEqual({ path, status: 202 });
    for (const path of ['/VEDSDK/oauth/GETROLE', '/vedsdk/OAuth/Get%52ole', '/%56edsdk/%6F%61uth/getrole'])
      expect({ path, body: (await world.rest.member('POST', path, {})).body }).toMatchObject({ path, body: DONE });
  });

  it('are roles and scopes', async () => {
    const { status, body } = await call(world.rest.superuser, 'GetRole');
    expect({ status, body }).toMatchObject({ status: 200, body: DONE });
    expect(Object.keys(body).length).toBeGreaterThan(2);
    const scopes = await call(world.rest.superuser, 'GetScopes');
    expect(scopes.body).toMatchObject(DONE);
    for (const word of ['certificate', 'manage', 'discover', 'configuration']) expect(scopes.text).toContain(word);
  });
});
