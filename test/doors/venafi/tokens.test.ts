import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClientType, GrantType } from '../../../src/applications/application.rules.ts';
import { mint } from '../../support/mint.ts';
import { startWorld, type World } from '../../support/world.ts';
import { type Rest, restAt } from '../support/rest.ts';

const PASSWORD = 'correct horse';
const OAUTH = '/vedsdk/OAuth';

let world: World;
let open: Rest;
beforeAll(async () => {
  world = await startWorld({
    DOORS: 'venafi',
    PASSWORD_GRANT: 'true',
    LIMIT_LOGIN_FAILURES: '3',
    GRANT_VALIDITY: '1000',
    LOG_LEVEL: 'trace',
  });
  open = restAt(world.url);
});
afterAll(() => world.stop());

const integration = (more = {}) =>
  world.register({
    clientType: ClientType.PUBLIC,
    authorizationGrantType: GrantType.PASSWORD,
    grantTypes: [GrantType.PASSWORD, GrantType.DEVICE_CODE],
    redirectUris: [],
    maximumScopes: ['write'],
    ...more,
  });
const authorize = (client_id: string, username = 'member', more = {}) =>
  open('POST', '/vedauth/authorize/oauth', { client_id, username, password: PASSWORD, scope: 'read', ...more });
const as = (token: string) => restAt(world.url, token);
const statusOf = async (token: string) => (await as(token)('GET', '/vedauth/authorize/verify')).status;
const isNear = (seconds: number, expected: number) => Math.abs(seconds - expected) <= 5;

describe('tokens for a password', () => {
  it('say until when they work, and whose they are', async () => {
    const { clientId } = await integration({ accessValidity: 60 });
    const answer = await authorize(clientId, 'member', { scope: 'admin', state: 'x' });
    const now = Date.now() / 1000;
    expect(answer.status).toBe(200);
    const { access_token, refresh_token, expires, refresh_until, ...rest } = answer.json;
    expect(rest).toEqual({ expires_in: 60, identity: expect.stringMatching(/^local:\{.+\}$/), scope: 'admin', token_type: 'Bearer' });
    expect([isNear(expires, now + 60), isNear(refresh_until, now + 1000)]).toEqual([true, true]);
    expect([access_token, refresh_token]).toEqual([expect.stringContaining('clt_at_'), expect.stringContaining('clt_rt_')]);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('never have what is for superusers alone, though they say admin', async () => {
    const { clientId } = await integration({ maximumScopes: ['admin'] });
    const { access_token } = (await authorize(clientId, 'superuser', { scope: 'admin' })).json;
    const { errors } = await world.as(access_token)('mutation { deleteUser(input: { id: "x" }) { userErrors { code } } }');
    expect(errors?.[0].message).toContain('"admin"');
  });

  it('come without a refresh token where the application has none', async () => {
    const { clientId } = await integration({ renewable: false });
    const tokens = (await authorize(clientId)).json;
    expect(tokens).not.toHaveProperty('refresh_token');
    expect(tokens).not.toHaveProperty('refresh_until');
  });

  it.each([
    ['a wrong password', { password: 'wrong' }, 400, 'invalid_grant'],
    ['a scope that there is not', { scope: 'bogus' }, 400, 'invalid_scope'],
    ['a scope above the maximum', { scope: 'openid write admin:delete' }, 400, 'invalid_scope'],
    ['an application that there is not', { client_id: 'nobody-has-this' }, 401, 'invalid_client'],
    ['no password', { password: undefined }, 400, 'invalid_request'],
    ['a password that is no text', { password: { a: 1 } }, 400, 'invalid_request'],
  ])('are not issued for %s', async (_, more, status, error) => {
    const { clientId } = await integration();
    const answer = await authorize(clientId, 'auditor', more);
    expect([answer.status, answer.json.error]).toEqual([status, error]);
  });

  it('are refused where too many passwords were wrong, as at every login', async () => {
    const { clientId } = await integration();
    for (let time = 0; time < 3; time++) expect((await authorize(clientId, 'stranger', { password: 'wrong' })).status).toBe(400);
    const refused = await authorize(clientId, 'stranger');
    expect([refused.status >= 400, Number(refused.headers['retry-after']) > 0]).toEqual([true, true]);
    // also at the authorization server itself
    const body = `grant_type=password&client_id=${clientId}&username=stranger&password=correct+horse`;
    const there = await open('POST', '/oauth/token', body, { 'content-type': 'application/x-www-form-urlencoded' });
    expect(there.status).toBe(refused.status);
  });
});

describe('a refresh token', () => {
  it('gives new tokens once, and ends its grant when it comes again', async () => {
    const { clientId: client_id } = await integration();
    const first = (await authorize(client_id)).json;
    const refresh = (refresh_token: string) => open('POST', '/vedauth/authorize/token', { client_id, refresh_token });
    const second = await refresh(first.refresh_token);
    expect(second.status).toBe(200);
    expect(second.json.refresh_until).toBe(first.refresh_until);
    expect(await statusOf(second.json.access_token)).toBe(200);
    const again = await refresh(first.refresh_token);
    expect([again.status, again.json.error]).toEqual([400, 'invalid_grant']);
    expect(await statusOf(second.json.access_token)).toBe(401);
  });

  it('is required, or the code of a device', async () => {
    const { clientId: client_id } = await integration();
    expect((await open('POST', '/vedauth/authorize/token', { client_id })).json.error).toBe('invalid_request');
  });
});

describe('a device', () => {
  it('is given its codes, and told to wait', async () => {
    const { clientId: client_id } = await integration();
    const started = await open('POST', '/vedauth/authorize/device', { client_id, scope: 'read' });
    expect(Object.keys(started.json).sort()).toEqual(
      ['device_code', 'expires_in', 'interval', 'user_code', 'verification_uri', 'verification_uri_complete'].sort(),
    );
    const { device_code } = started.json;
    const pending = await open('POST', '/vedauth/authorize/token', { client_id, grant_type: 'device_code', device_code });
    expect([pending.status, pending.json.error]).toEqual([400, 'authorization_pending']);
  });
});

describe('verify', () => {
  it('tells of the token, also in the header of pyVenafi and without any scope to read', async () => {
    const { clientId } = await integration();
    const { access_token, identity } = (await authorize(clientId, 'member', { scope: 'openid' })).json;
    const { json } = await open('GET', '/VedAuth/Authorize/Verify', undefined, { 'x-venafi-api-key': `Bearer ${access_token}` });
    expect(json).toMatchObject({ application: clientId, identity, scope: 'openid' });
    expect(isNear(json.valid_for, 1000)).toBe(true);
    for (const name of ['access_issued_on', 'grant_issued_on', 'expires']) {
      expect(json[`${name}_ISO8601`]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(Date.parse(json[`${name}_ISO8601`]) / 1000).toBe(json[`${name}_unix_time`]);
    }
  });

  it.each([
    ['nothing', {}],
    ['rubbish', { authorization: 'Bearer rubbish' }],
    ['a password', { authorization: `Basic ${btoa('member:correct horse')}` }],
  ])('refuses %s', async (_, headers) => {
    const answer = await open('GET', '/vedauth/authorize/verify', undefined, headers);
    expect([answer.status, answer.json.error]).toEqual([401, 'invalid_token']);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
  });
});

describe('revoking', () => {
  it('ends the grant of the token that is shown, and nobody else’s', async () => {
    const { clientId } = await integration();
    const [mine, other] = [(await authorize(clientId)).json, (await authorize(clientId, 'admin')).json];
    const elsewhere = (await authorize((await integration()).clientId)).json;
    const { status } = await as(mine.access_token)('GET', '/vedauth/revoke/token');
    expect(status).toBe(200);
    expect([await statusOf(mine.access_token), await statusOf(other.access_token), await statusOf(elsewhere.access_token)]).toEqual([
      401, 200, 200,
    ]);
    const refreshed = await open('POST', '/vedauth/authorize/token', { client_id: clientId, refresh_token: mine.refresh_token });
    expect(refreshed.json.error).toBe('invalid_grant');
    expect((await as(mine.access_token)('GET', '/vedauth/revoke/token')).status).toBe(401);
  });

  it('ends a personal token alone', async () => {
    const [one, other] = [await world.tokenOf(world.users.member.databaseId), await world.tokenOf(world.users.member.databaseId)];
    expect((await as(one)('GET', '/vedauth/revoke/token')).status).toBe(200);
    expect([await statusOf(one), await statusOf(other)]).toEqual([401, 200]);
  });
});

describe('grants', () => {
  const call = async (token: string, name: string, body: object) => (await as(token)('POST', `${OAUTH}/${name}`, body)).json;
  const personal = (person: 'superuser' | 'admin' | 'member') =>
    world.tokenOf(world.users[person].databaseId, [person === 'superuser' ? 'admin' : 'write']);

  it('are shown and counted as far as the viewer may see them', async () => {
    const { clientId: ApplicationId } = await integration();
    const { identity } = (await authorize(ApplicationId)).json;
    await authorize(ApplicationId, 'auditor');
    const seen = async (token: string) => [
      (await call(token, 'EnumerateGrants', { ApplicationId })).Grants.length,
      (await call(token, 'GetGrants', { ApplicationId, GranteePrefixedUniversal: identity })).Grants.length,
      (await call(token, 'GrantCount', { ApplicationId })).Count,
      (await call(token, 'UserCount', { ApplicationId })).Count,
    ];
    expect(await seen(await personal('superuser'))).toEqual([2, 1, 2, 2]);
    expect(await seen(await personal('member'))).toEqual([1, 1, 1, 1]);
    expect(await seen(await personal('admin'))).toEqual([0, 0, 0, 0]);
    const [grant] = (await call(await personal('member'), 'EnumerateGrants', { ApplicationId })).Grants;
    expect(grant).toMatchObject({ Application: ApplicationId, GranteePrefixedUniversal: identity, Scope: 'read' });
    expect(Object.keys(grant).filter((name) => /On|Expires/.test(name)).length).toBe(9);
  });

  it('cost as many statements for many as for one', async () => {
    const { clientId: ApplicationId } = await integration();
    const superuser = await personal('superuser');
    const reads: number[] = [];
    for (const person of ['member', 'auditor', 'admin'] as const) {
      await authorize(ApplicationId, person);
      const before = world.logged.length;
      expect((await call(superuser, 'EnumerateGrants', { ApplicationId })).Grants.length).toBe(reads.length + 1);
      reads.push(world.logged.slice(before).filter((line) => /"sql":"(select|with)/i.test(line)).length);
    }
    // token, application, grants, applications of the grants
    expect(reads).toEqual([4, 4, 4]);
  });

  it('are revoked by a superuser, with their tokens', async () => {
    const { clientId: ApplicationId } = await integration();
    const { access_token, identity } = (await authorize(ApplicationId)).json;
    const other = (await authorize(ApplicationId, 'auditor')).json;
    const superuser = await personal('superuser');
    expect(await call(superuser, 'RevokeGrants', { ApplicationId, GranteePrefixedUniversal: identity })).toEqual({
      Result: 0,
      Success: true,
    });
    expect([await statusOf(access_token), await statusOf(other.access_token)]).toEqual([401, 200]);
    await call(superuser, 'RevokeGrants', { ApplicationId });
    expect(await statusOf(other.access_token)).toBe(401);
    expect((await call(superuser, 'GrantCount', { ApplicationId })).Count).toBe(0);
  });

  it('stay where an ADMIN ends the tokens', async () => {
    const { clientId: ApplicationId } = await integration();
    const { access_token } = (await authorize(ApplicationId)).json;
    expect(await call(await personal('admin'), 'RevokeGrants', { ApplicationId })).toEqual({ Result: 0, Success: true });
    expect(await statusOf(access_token)).toBe(401);
    expect((await call(await personal('superuser'), 'GrantCount', { ApplicationId })).Count).toBe(1);
  });

  it('of others are not a member’s to revoke', async () => {
    const application = await integration();
    const { clientId: ApplicationId } = application;
    const { access_token, identity } = (await authorize(ApplicationId, 'auditor')).json;
    const member = await personal('member');
    for (const body of [{ ApplicationId }, { GranteePrefixedUniversal: identity }, { GranteePrefixedUniversal: 'local:{rubbish}' }])
      expect(await call(member, 'RevokeGrants', body)).toMatchObject({ Result: 9, Success: false });
    expect(await statusOf(access_token)).toBe(200);
    const everything = await as(member)('POST', `${OAUTH}/RevokeGrants`, {});
    expect(everything.status).toBe(400);
  });

  it('are one’s own alone to an application that is not trusted', async () => {
    const [asking, other] = [await integration(), await integration()];
    await authorize(other.clientId, 'superuser');
    const { accessToken } = await mint(world, { application: asking, user: world.users.superuser, scopes: ['write'] });
    expect((await call(accessToken, 'EnumerateGrants', { ApplicationId: other.clientId })).Grants).toEqual([]);
  });
});
