import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD } from '../../oauth/support/provider.ts';
import { bearer, restOf } from '../support/rest.ts';
import { call, DONE, registerVcert, said, startVenafi } from '../support/venafi.ts';
import type { DoorWorld } from '../support/world.ts';

let world: DoorWorld;
beforeAll(async () => {
  world = await startVenafi();
});
afterAll(() => world.stop());

const administer = (method: string, body: object = {}) => call(world.rest.superuser, method, body);

/** A client that these people have let in. */
async function clientOf(...people: string[]) {
  const { clientId } = await registerVcert(world);
  const tokens = new Map<string, { access_token: string; identity: string }>();
  for (const username of people) {
    const asked = { client_id: clientId, username, password: PASSWORD, scope: 'certificate:manage' };
    tokens.set(username, (await world.nobody('POST', '/vedauth/authorize/oauth', asked)).body);
  }
  const works = async (username: string) =>
    (await restOf(world.url, bearer(tokens.get(username)?.access_token ?? ''))('GET', '/vedauth/authorize/verify')).status === 200;
  return { ApplicationId: clientId, identityOf: (username: string) => tokens.get(username)?.identity, works };
}

describe('grants', () => {
  it('are counted, with whose they are', async () => {
    const { ApplicationId } = await clientOf('member', 'auditor');
    for (const method of ['GrantCount', 'UserCount'])
      expect({ method, ...said(await administer(method, { ApplicationId })) }).toEqual({
        method,
        status: 200,
        body: { Count: 2, ...DONE },
      });
    const { ApplicationId: unused } = await clientOf();
    expect((await administer('GrantCount', { ApplicationId: unused })).body).toEqual({ Count: 0, ...DONE });
  });

  it('are listed, and found by whose they are', async () => {
    const { ApplicationId, identityOf } = await clientOf('member', 'auditor');
    const { status, body } = await administer('EnumerateGrants', { ApplicationId });
    expect({ status, body }).toMatchObject({ status: 200, body: { Grants: expect.any(Array), ...DONE } });
    expect(body.Grants).toHaveLength(2);
    const grantees = body.Grants.map((grant: { GranteePrefixedUniversal: string }) => grant.GranteePrefixedUniversal);
    expect(grantees.toSorted()).toEqual([identityOf('member'), identityOf('auditor')].toSorted());
    const found = await administer('GetGrants', { ApplicationId, GranteePrefixedUniversal: identityOf('member') });
    expect(found.body).toMatchObject({ Grants: [{ Application: ApplicationId, GranteePrefixedUniversal: identityOf('member') }], ...DONE });
    const ofMember = await administer('GetGrants', { GranteePrefixedUniversal: identityOf('member') });
    expect(ofMember.body.Grants.map(({ Application }: { Application: string }) => Application)).toContain(ApplicationId);
  });

  it('are revoked one by one, with their tokens', async () => {
    const { ApplicationId, identityOf, works } = await clientOf('member', 'auditor');
    const reply = await administer('RevokeGrants', { ApplicationId, GranteePrefixedUniversal: identityOf('member') });
    expect(said(reply)).toMatchObject({ status: 200, body: DONE });
    expect([await works('member'), await works('auditor')]).toEqual([false, true]);
    expect((await administer('GrantCount', { ApplicationId })).body.Count).toBe(1);
  });

  it('of an application are revoked together', async () => {
    const [{ ApplicationId, works }, other] = [await clientOf('member', 'auditor'), await clientOf('member')];
    expect(said(await administer('RevokeGrants', { ApplicationId }))).toMatchObject({ status: 200, body: DONE });
    expect([await works('member'), await works('auditor'), await other.works('member')]).toEqual([false, false, true]);
    expect((await administer('GrantCount', { ApplicationId })).body.Count).toBe(0);
  });

  it('of somebody are revoked together', async () => {
    const [one, two] = [await clientOf('member', 'auditor'), await clientOf('member')];
    const reply = await administer('RevokeGrants', { GranteePrefixedUniversal: one.identityOf('member') });
    expect(said(reply)).toMatchObject({ status: 200, body: DONE });
    expect([await one.works('member'), await two.works('member'), await one.works('auditor')]).toEqual([false, false, true]);
  });
});

describe('who may not', () => {
  it('and has no token, or one that does not work', async () => {
    for (const rest of [world.nobody, restOf(world.url, bearer('clt_at_nonsense')), restOf(world.url, { authorization: 'Basic Og==' })])
      for (const method of ['GetApplication', 'CreateApplication', 'EnumerateApplications', 'GetRole', 'RevokeGrants'])
        expect(said(await call(rest, method))).toEqual({
          status: 401,
          body: { error: 'invalid_token', error_description: expect.stringMatching(/\S/) },
        });
  });

  it('because the token may only read', async () => {
    const reader = await world.holding('admin', ['read']);
    const { ApplicationId } = await clientOf();
    expect((await call(reader, 'GetApplication', { ApplicationId })).body).toMatchObject(DONE);
    for (const method of ['DeleteApplication', 'RevokeGrants'])
      expect({ method, ...said(await call(reader, method, { ApplicationId })) }).toMatchObject({
        method,
        status: 403,
        body: { error: 'insufficient_scope' },
      });
  });

  it('because it is no right of theirs', async () => {
    const { ApplicationId } = await clientOf();
    const { status, body } = await call(world.rest.member, 'DeleteApplication', { ApplicationId });
    if (status === 401) expect(body).toMatchObject({ error: 'insufficient_rights' });
    else expect({ status, body }).toMatchObject({ status: 200, body: { Result: 9, Success: false } });
    expect((await administer('GetApplication', { ApplicationId })).body).toMatchObject(DONE);
  });
});

describe('a request that cannot be read', () => {
  it.each(['{', 'nonsense', '[1]', '"text"', '7'])('with the body %j is an invalid one', async (text) => {
    const { status, body } = await world.rest.superuser('POST', '/vedsdk/OAuth/GetApplication', text);
    expect({ status, body }).toMatchObject({ status: 400, body: { error: 'invalid_request', error_description: expect.any(String) } });
  });

  it.each(['GET', 'PUT', 'DELETE'])('that is %s is 405, with what is not', async (method) => {
    const { status, headers } = await world.rest.superuser(method, '/vedsdk/OAuth/GetApplication');
    expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: expect.stringContaining('POST') });
  });

  it.each(['/vedsdk/nowhere', '/vedsdk/OAuth/Nothing', '/vedsdk/OAuth', '/vedauth/nowhere', '/vedsdk/%00', '/vedsdk/%', '/vedauth/%E4'])(
    '%s is not there',
    async (path) => {
      expect([400, 404]).toContain((await world.rest.superuser('POST', path, {})).status);
    },
  );
});
