import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GrantType } from '../../../src/applications/application.rules.ts';
import { startWorld, type World } from '../../support/world.ts';
import { type Rest, restAt } from '../support/rest.ts';

const SCOPES = { certificate: 'c', 'certificate:manage': 'm', 'certificate:discover': 'd', configuration: 'x' };
const OAUTH = '/vedsdk/OAuth';

let world: World;
let directory: string;
let admin: Rest;
let member: Rest;
let superuser: Rest;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'clientele-venafi-'));
  const file = join(directory, 'scopes.json');
  writeFileSync(file, JSON.stringify(SCOPES));
  world = await startWorld({ DOORS: 'venafi', SCOPES_FILE: file, LOG_LEVEL: 'trace' });
  const as = async (person: 'admin' | 'member' | 'superuser', scope: string) =>
    restAt(world.url, await world.tokenOf(world.users[person].databaseId, [scope]));
  [admin, member, superuser] = await Promise.all([as('admin', 'write'), as('member', 'write'), as('superuser', 'admin')]);
});
afterAll(async () => {
  await world.stop();
  rmSync(directory, { recursive: true });
});

let count = 0;
const values = (more: Record<string, unknown> = {}) => ({
  ApplicationId: `integration-${++count}`,
  Name: `Integration ${count}`,
  Vendor: 'Venafi',
  Description: 'An integration.',
  Url: 'https://integration.example.org/',
  Scope: 'certificate:manage',
  MaximumScope: 'certificate:manage,discover;configuration',
  ...more,
});
const call = async (rest: Rest, name: string, body: unknown) => (await rest('POST', `${OAUTH}/${name}`, body)).json;
const done = { Result: 0, Success: true };
const storedOf = async (clientId: string) => {
  const query = `query ($clientId: String!) { application(clientId: $clientId) {
    name description vendor url scopes maximumScopes accessValidity renewable clientType grantTypes redirectUris organization { name } } }`;
  return (await world.ask.superuser(query, { clientId })).data.application;
};

describe('CreateApplication', () => {
  it('does what the example of Venafi prints', async () => {
    const given = {
      ApplicationId: 'NewApplicationID',
      Scope: 'certificate',
      MaxScope: 'admin',
      Name: 'Name of the new application',
      Vendor: 'My Company, LLC',
      Description: 'This is the application description.',
      Url: 'help.sample-url.com',
    };
    const { ApplicationId: ID, MaxScope: MaximumScope, ...rest } = given;
    expect(await call(admin, 'CreateApplication', given)).toEqual({ Application: { ID, MaximumScope, ...rest }, ...done });
    expect(await storedOf(ID)).toMatchObject({
      scopes: ['certificate'],
      maximumScopes: ['write', 'certificate'],
      url: 'https://help.sample-url.com',
    });
  });

  it('makes a public client for devices and passwords in the only organization of its ADMIN', async () => {
    const given = values({ AccessValidity: 60, Renewable: false });
    const { Application } = await call(admin, 'CreateApplication', given);
    expect(Application).toMatchObject({ AccessValidity: 60, Renewable: false });
    expect(Application).not.toHaveProperty('GrantValidity');
    const got = (await call(member, 'GetApplication', { ApplicationId: given.ApplicationId })).Application;
    expect(got).toEqual(Application);
    const usual = values({ Renewable: true });
    expect((await call(admin, 'CreateApplication', usual)).Application.Renewable).toBe(true);
    expect((await call(member, 'GetApplication', { ApplicationId: usual.ApplicationId })).Application).not.toHaveProperty('Renewable');
    expect(await storedOf(given.ApplicationId)).toMatchObject({
      clientType: 'PUBLIC',
      grantTypes: ['DEVICE_CODE', 'PASSWORD'],
      organization: { name: 'Acme' },
      accessValidity: 60,
      renewable: false,
    });
  });

  it('does not guess among several organizations, and names the setting', async () => {
    const { Error: why, ...rest } = await call(superuser, 'CreateApplication', values());
    expect(rest).toEqual({ Result: 1, Success: false });
    expect(why).toContain('DOORS_VENAFI_ORGANIZATION');
  });

  it('is for who administers an organization', async () => {
    expect((await member('POST', `${OAUTH}/CreateApplication`, values())).json).toMatchObject({ error: 'insufficient_rights' });
    const reader = restAt(world.url, await world.tokenOf(world.users.admin.databaseId, ['read']));
    const answer = await reader('POST', `${OAUTH}/CreateApplication`, values());
    expect([answer.status, answer.json.error]).toEqual([403, 'insufficient_scope']);
    const nobody = await restAt(world.url)('POST', `${OAUTH}/CreateApplication`, values());
    expect([nobody.status, nobody.json.error]).toEqual([401, 'invalid_token']);
  });

  it.each([
    ['an id that is taken', { ApplicationId: 'taken-id' }, 1],
    ['an id that cannot be', { ApplicationId: '__proto__' }, 6],
    ['a URL that is none', { Url: 'javascript:alert(1)' }, 6],
    ['a validity of nothing', { AccessValidity: 0 }, 6],
    ['a validity that no database holds', { GrantValidity: 1e14 }, 6],
    ['a scope that there is not', { Scope: 'bogus' }, 17],
    ['a scope above the maximum', { Scope: 'configuration', MaximumScope: 'certificate' }, 17],
  ])('says by a code why it refuses %s', async (_, more, Result) => {
    await world.register({ clientId: 'taken-id' }).catch(() => {});
    expect(await call(admin, 'CreateApplication', values(more))).toMatchObject({ Result, Success: false });
  });

  it.each([
    ['nothing', {}],
    ['no JSON', 'rubbish'],
    ['a list', '[]'],
    ['values of other types', { ...values(), Name: { a: 1 }, Renewable: 'perhaps', AccessValidity: 'long' }],
  ])('answers %s by 400', async (_, body) => {
    const answer = await admin('POST', `${OAUTH}/CreateApplication`, body);
    expect([answer.status, answer.json.error]).toEqual([400, 'invalid_request']);
  });

  it('tells of all that is missing at once', async () => {
    const { error_description: why } = await call(admin, 'CreateApplication', {});
    for (const name of ['ApplicationId', 'Name', 'Vendor', 'Description', 'Url', 'Scope', 'MaximumScope']) expect(why).toContain(name);
  });
});

describe('the scope admin', () => {
  const asAdmin = { Scope: 'admin', MaximumScope: 'admin' };

  it('never becomes what is for superusers alone', async () => {
    const given = values(asAdmin);
    await call(admin, 'CreateApplication', given);
    expect(await storedOf(given.ApplicationId)).toMatchObject({ scopes: ['write'], maximumScopes: ['write'] });
    await call(superuser, 'UpdateApplication', { Application: { ID: given.ApplicationId, Name: given.Name, ...asAdmin } });
    expect(await storedOf(given.ApplicationId)).toMatchObject({ scopes: ['write'], maximumScopes: ['write'] });
  });

  it('stays what it was for an application that has it, field by field', async () => {
    const { clientId } = await world.register({ scopes: ['write'], maximumScopes: ['admin'] });
    const { Application } = await call(superuser, 'GetApplication', { ApplicationId: clientId });
    expect(Application).toMatchObject(asAdmin);
    expect(await call(superuser, 'UpdateApplication', { Application })).toMatchObject(done);
    expect(await storedOf(clientId)).toMatchObject({ scopes: ['write'], maximumScopes: ['admin', 'write'] });
  });
});

describe('what there is', () => {
  it('is shown to who may read it, and is not there for others', async () => {
    const { clientId, id } = await world.register({ name: 'Shown', vendor: 'V' });
    expect((await call(member, 'GetApplication', { applicationid: clientId })).Application).toMatchObject({ ID: clientId, Vendor: 'V' });
    const stranger = restAt(world.url, await world.tokenOf(world.users.stranger.databaseId, ['write']));
    const absent = await call(stranger, 'GetApplication', { ApplicationId: 'nobody-has-this' });
    expect(absent).toMatchObject({ Result: 2, Success: false });
    for (const name of ['GetApplication', 'DeleteApplication', 'GrantCount', 'UserCount', 'EnumerateGrants', 'RevokeGrants'])
      expect(await call(stranger, name, { ApplicationId: clientId })).toEqual(absent);
    expect(await call(stranger, 'UpdateApplication', { Application: { ID: clientId } })).toEqual(absent);
    expect(await call(stranger, 'GetApplications', { ApplicationIds: [clientId] })).toEqual({ Applications: [], ...done });
    expect(id).toBeDefined();
  });

  it('is replaced as a whole, but for what Venafi does not know', async () => {
    const { clientId } = await world.register({ vendor: 'V', url: 'https://v.example.org/', accessValidity: 60, renewable: false });
    const Application = { ID: clientId, Name: 'Replaced', Scope: 'certificate:manage', MaximumScope: 'certificate:manage' };
    expect(await call(admin, 'UpdateApplication', { Application })).toMatchObject(done);
    expect(await storedOf(clientId)).toMatchObject({
      name: 'Replaced',
      vendor: null,
      url: null,
      accessValidity: null,
      renewable: true,
      scopes: ['certificate:manage'],
      redirectUris: ['https://app.example.org/callback'],
    });
  });

  it('is deleted by its ADMIN alone', async () => {
    const { clientId: ApplicationId } = await world.register();
    expect(await call(member, 'DeleteApplication', { ApplicationId })).toMatchObject({ Result: 9, Success: false });
    expect(await call(admin, 'DeleteApplication', { ApplicationId })).toEqual(done);
    expect(await call(admin, 'DeleteApplication', { ApplicationId })).toMatchObject({ Result: 2, Success: false });
  });

  it('comes page by page, in the order that is asked for', async () => {
    for (const [name, vendor] of [
      ['Page b', 'x'],
      ['Page a', 'z'],
      ['Page c', 'y'],
    ] as const)
      await world.register({ name, vendor });
    const idsOf = async (body: object) =>
      (await call(superuser, 'EnumerateApplications', body)).Applications.map(({ Name }: { Name: string }) => Name).filter((name: string) =>
        name.startsWith('Page '),
      );
    expect(await idsOf({ Start: 0, Count: 1_000, OrderBy: 1 })).toEqual(['Page a', 'Page b', 'Page c']);
    expect(await idsOf({ Start: 0, Count: 1_000, OrderBy: 2, Descending: true })).toEqual(['Page a', 'Page c', 'Page b']);
    const paged: string[] = [];
    for (let Start = 0; ; Start++) {
      const { Applications } = await call(superuser, 'EnumerateApplications', { Start, Count: 2, OrderBy: 3 });
      if (Applications.length === 0) break;
      paged.push(...Applications.map(({ ID }: { ID: string }) => ID));
    }
    const whole = (await call(superuser, 'EnumerateApplications', { Start: 0, Count: 1e9, OrderBy: 3 })).Applications;
    expect(paged).toEqual(whole.map(({ ID }: { ID: string }) => ID));
  });

  it.each([[{ Start: -1 }], [{ Count: 0 }], [{ OrderBy: 4 }], [{ OrderBy: -1 }], [{ Start: 1e9 }], [{ Start: 'x' }], [{ Start: 1.5 }]])(
    'is not enumerated by %j',
    async (body) => {
      expect((await member('POST', `${OAUTH}/EnumerateApplications`, body)).status).toBe(400);
    },
  );

  it('costs as many statements for many as for one', async () => {
    const reads = async (name: string, body: object) => {
      const before = world.logged.length;
      expect(await call(superuser, name, body)).toMatchObject(done);
      return world.logged.slice(before).filter((line) => /"sql":"(select|with)/i.test(line)).length;
    };
    const ids = [];
    for (let time = 0; time < 30; time++) ids.push((await world.register()).clientId);
    for (const OrderBy of [0, 1, 2, 3]) {
      const [few, many] = [
        await reads('EnumerateApplications', { Count: 1, OrderBy }),
        await reads('EnumerateApplications', { Count: 30, OrderBy }),
      ];
      expect([few, many <= few, few <= 6]).toEqual([3, true, true]);
    }
    expect(await reads('GetApplications', { ApplicationIds: ids })).toBe(
      await reads('GetApplications', { ApplicationIds: ids.slice(0, 1) }),
    );
  });
});

describe('the paths', () => {
  it('answer whatever their case, also with encoded letters', async () => {
    const open = restAt(world.url);
    for (const path of ['/vedsdk', '/vedsdk/', '/VedSDK/', '/%76edsdk/SYSTEMSTATUS/%56ersion', '/vedsdk/systemstatus/version/'])
      expect([path, (await open('GET', path)).status]).toEqual([path, 200]);
    expect((await open('GET', '/VEDSDK/SystemStatus/Version')).json).toEqual({ Version: '25.1.0.0' });
    const { status, statusText } = await fetch(`${world.url}/vedauth/Authorize/IsAuthServer`);
    expect([status, statusText]).toEqual([202, 'Venafi Authentication Server']);
  });

  it('answer by other methods with those that there are', async () => {
    const answer = await admin('GET', `${OAUTH}/GetApplication`);
    expect([answer.status, answer.headers.allow, answer.json.error]).toEqual([405, 'POST, OPTIONS', 'invalid_request']);
    expect((await admin('POST', '/vedsdk/nothing', {})).status).toBe(404);
  });

  it('tell the role of who asks, and the scopes that there are', async () => {
    expect(await call(superuser, 'GetRole', {})).toEqual({ Role: { Role: 6 }, ...done });
    expect(await call(member, 'GetRole', {})).toEqual({ Role: { Role: 0 }, ...done });
    const { clientId } = await world.register({ authorizationGrantType: GrantType.DEVICE_CODE });
    const { Role } = await call(admin, 'GetRole', {});
    expect(Role.Role).toBe(3);
    expect(Role.PermittedApplications).toContain(clientId);
    const { Scopes } = await call(member, 'GetScopes', {});
    expect(Scopes).toContainEqual({ Scope: 'certificate', RestrictionList: ['manage', 'discover'] });
  });
});
