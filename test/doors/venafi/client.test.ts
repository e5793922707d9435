import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { call, DONE, expectInvalid, NOT_THERE, newApplication, said, startVenafi } from '../support/venafi.ts';
import type { DoorWorld } from '../support/world.ts';

let world: DoorWorld;
beforeAll(async () => {
  world = await startVenafi();
});
afterAll(() => world.stop());

const administer = (method: string, body: object = {}) => call(world.rest.superuser, method, body);
/** An application as it is answered that was given so. */
const answered = ({ ApplicationId, ...others }: Record<string, unknown> & { ApplicationId: string }) => ({ ID: ApplicationId, ...others });

async function create(more: object = {}) {
  const given = newApplication(more);
  const reply = await administer('CreateApplication', given);
  expect(said(reply)).toMatchObject({ status: 200, body: DONE });
  return given;
}

describe('CreateApplication', () => {
  it('does what its own page shows', async () => {
    const given = {
      ApplicationId: 'NewApplicationID',
      Scope: 'certificate',
      MaxScope: 'admin',
      Name: 'Name of the new application',
      Vendor: 'My Company, LLC',
      Description: 'This is the application description.',
      Url: 'help.sample-url.com',
    };
    const { ApplicationId, MaxScope, ...others } = given;
    expect(said(await world.rest.superuser('POST', '/vedsdk/oauth/CreateApplication', given))).toEqual({
      status: 200,
      body: { Application: { ID: ApplicationId, MaximumScope: MaxScope, ...others }, ...DONE },
    });
    // its scope admin is the right to administrate applications, not that to do everything
    const query = 'query($clientId: String!) { application(clientId: $clientId) { scopes maximumScopes } }';
    const { data } = await world.ask.superuser(query, { clientId: ApplicationId });
    expect(data.application).toEqual({ scopes: ['certificate'], maximumScopes: ['write', 'certificate'] });
  });

  it('answers what was given, and nothing that was not', async () => {
    const given = newApplication();
    expect(said(await administer('CreateApplication', given))).toEqual({ status: 200, body: { Application: answered(given), ...DONE } });
    const whole = newApplication({ AccessValidity: 600, GrantValidity: 86_400, Renewable: false });
    const { body } = await administer('CreateApplication', whole);
    expect(body).toEqual({ Application: answered(whole), ...DONE });
    expect((await administer('GetApplication', { ApplicationId: whole.ApplicationId })).body).toEqual(body);
  });

  it('takes MaxScope for MaximumScope', async () => {
    const { MaximumScope, ...given } = newApplication();
    const { body } = await administer('CreateApplication', { ...given, MaxScope: MaximumScope });
    expect(body).toEqual({ Application: answered({ ...given, MaximumScope }), ...DONE });
  });

  it('registers what GraphQL finds, in the organization of the settings', async () => {
    const { ApplicationId, Name, Vendor } = await create({ AccessValidity: 600, Renewable: false });
    const query = `query($clientId: String!) { application(clientId: $clientId) {
      name vendor description url scopes maximumScopes accessValidity grantValidity renewable trusted organization { name }
    } }`;
    const { data } = await world.ask.superuser(query, { clientId: ApplicationId });
    expect(data.application).toEqual({
      name: Name,
      vendor: Vendor,
      description: 'Renews what expires',
      url: 'https://robot.example.org/',
      scopes: ['certificate:manage'],
      maximumScopes: ['certificate:manage', 'certificate:discover', 'configuration'],
      accessValidity: 600,
      grantValidity: null,
      renewable: false,
      trusted: false,
      organization: { name: 'Acme' },
    });
  });

  it('refuses an id that is taken', async () => {
    const { ApplicationId } = await create();
    const reply = await administer('CreateApplication', newApplication({ ApplicationId }));
    expect(reply.body.Success ?? false).toBe(false);
    expectInvalid(reply);
  });

  it.each([
    ['nothing', {}],
    ['no id', { ...newApplication(), ApplicationId: undefined }],
    ['an id with spaces', newApplication({ ApplicationId: 'two words' })],
    ['no name', { ...newApplication(), Name: undefined }],
    ['a name that is too long', newApplication({ Name: 'x'.repeat(256) })],
    ['an unknown scope', newApplication({ Scope: 'nonsense', MaximumScope: 'nonsense' })],
    ['a scope above the maximum', newApplication({ Scope: 'configuration', MaximumScope: 'certificate:manage' })],
    ['a scope that is no text', newApplication({ Scope: ['certificate:manage'] })],
    ['a negative validity', newApplication({ AccessValidity: -1 })],
    ['a validity that is no number', newApplication({ AccessValidity: 'long' })],
    ['a text for a truth', newApplication({ Renewable: 'perhaps' })],
  ])('refuses %s', async (_, given) => {
    expectInvalid(await administer('CreateApplication', given));
    const id = (given as { ApplicationId?: string }).ApplicationId;
    if (id) expect((await administer('GetApplication', { ApplicationId: id })).body.Success).toBe(false);
  });
});

describe('GetApplication', () => {
  it('finds one, and GetApplications those that there are', async () => {
    const [one, two] = [await create(), await create()];
    expect(said(await administer('GetApplication', { ApplicationId: one.ApplicationId }))).toEqual({
      status: 200,
      body: { Application: answered(one), ...DONE },
    });
    const { body } = await administer('GetApplications', { ApplicationIds: [two.ApplicationId, one.ApplicationId] });
    expect(body).toMatchObject(DONE);
    expect(body.Applications).toHaveLength(2);
    expect(body.Applications).toEqual(expect.arrayContaining([answered(one), answered(two)]));
  });

  it('says of what is not there that it is not there', async () => {
    for (const method of ['GetApplication', 'DeleteApplication', 'GrantCount', 'UserCount'])
      expect({ method, ...said(await administer(method, { ApplicationId: 'nobody-has-this' })) }).toMatchObject({ method, ...NOT_THERE });
    const update = { Application: answered(newApplication()) };
    expect(said(await administer('UpdateApplication', update))).toMatchObject(NOT_THERE);
  });

  it.each([[{}], [{ ApplicationId: 7 }], [{ ApplicationId: null }], [{ ApplicationId: ['robot-1'] }]])('refuses %j', async (body) => {
    const reply = await administer('GetApplication', body);
    if (reply.body?.Result !== 2) expectInvalid(reply);
  });
});

describe('EnumerateApplications', () => {
  const list = async (asked: object) => {
    const { status, body } = await administer('EnumerateApplications', asked);
    expect({ status, body }).toMatchObject({ status: 200, body: { Applications: expect.any(Array), ...DONE } });
    return (body.Applications as { ID: string; Name: string }[]).filter(({ ID }) => ID.startsWith('listed-')).map(({ ID }) => ID.slice(7));
  };

  it('lists by what it is asked to, either way, page by page', async () => {
    const rows = [
      ['c', 'Alpha', 'Zulu', 300],
      ['a', 'charlie', 'yankee', 100],
      ['b', 'Bravo', 'Xray', 200],
    ] as const;
    for (const [id, Name, Vendor, AccessValidity] of rows) await create({ ApplicationId: `listed-${id}`, Name, Vendor, AccessValidity });
    const whole = { Start: 0, Count: 100 };
    expect((await list(whole)).toSorted()).toEqual(['a', 'b', 'c']);
    expect((await list({ ...whole, OrderBy: 0 })).toSorted()).toEqual(['a', 'b', 'c']);
    expect(await list({ ...whole, OrderBy: 1 })).toEqual(['c', 'b', 'a']);
    expect(await list({ ...whole, OrderBy: 1, Descending: true })).toEqual(['a', 'b', 'c']);
    expect(await list({ ...whole, OrderBy: 2, Descending: false })).toEqual(['b', 'a', 'c']);
    expect(await list({ ...whole, OrderBy: 3 })).toEqual(['a', 'b', 'c']);
    expect(await list({ ...whole, OrderBy: 3, Descending: true })).toEqual(['c', 'b', 'a']);
    const { body } = await administer('EnumerateApplications', { ...whole, OrderBy: 1 });
    const paged: unknown[] = [];
    for (let Start = 0; paged.length < body.Applications.length; Start++) {
      const page = (await administer('EnumerateApplications', { Start, Count: 2, OrderBy: 1 })).body.Applications;
      expect(page.length).toBeGreaterThan(0);
      expect(page.length).toBeLessThanOrEqual(2);
      paged.push(...page);
    }
    expect(paged).toEqual(body.Applications);
    expect((await administer('EnumerateApplications', { Start: 1000, Count: 100 })).body).toMatchObject({ Applications: [] });
  });

  it.each([
    { Start: -1, Count: 10 },
    { Start: 0, Count: -1 },
    { Start: 'x', Count: 10 },
    { Start: 0, Count: 10, OrderBy: 7 },
    { Start: 0, Count: 10, OrderBy: 'name' },
    { Start: 0, Count: 10, Descending: 'perhaps' },
  ])('refuses %j', async (asked) => {
    expectInvalid(await administer('EnumerateApplications', asked));
  });

  it.each([
    { Start: 0, Count: 1e9 },
    { Start: 1e12, Count: 100 },
  ])('reads no more than it may of %j', async (asked) => {
    const { status, body } = await administer('EnumerateApplications', asked);
    expect(status).toBeLessThan(500);
    expect(body.Applications?.length ?? 0).toBeLessThanOrEqual(1000);
  });
});

describe('UpdateApplication', () => {
  it('replaces everything; what is missing has its default', async () => {
    const { ApplicationId } = await create({ AccessValidity: 600, GrantValidity: 86_400, Renewable: false });
    const { ApplicationId: _, ...others } = newApplication();
    const given = { ID: ApplicationId, ...others, Vendor: 'Another', AccessValidity: 60 };
    expect(said(await administer('UpdateApplication', { Application: given }))).toMatchObject({ status: 200, body: DONE });
    const query = `query($clientId: String!) { application(clientId: $clientId) { name vendor accessValidity grantValidity renewable } }`;
    expect((await world.ask.superuser(query, { clientId: ApplicationId })).data.application).toEqual({
      name: others.Name,
      vendor: 'Another',
      accessValidity: 60,
      grantValidity: null,
      renewable: true,
    });
    const { body } = await administer('GetApplication', { ApplicationId });
    expect(body.Application).toMatchObject(given);
    expect(body.Application).not.toHaveProperty('GrantValidity');
  });

  it('refuses what CreateApplication refuses, and leaves all as it was', async () => {
    const { ApplicationId, ...given } = await create();
    for (const wrong of [{ Scope: 'nonsense' }, { Name: 'x'.repeat(256) }, { AccessValidity: -1 }])
      expectInvalid(await administer('UpdateApplication', { Application: { ID: ApplicationId, ...given, ...wrong } }));
    for (const wrong of [{}, { Application: null }, { Application: 'x' }]) expectInvalid(await administer('UpdateApplication', wrong));
    expect((await administer('GetApplication', { ApplicationId })).body.Application).toEqual({ ID: ApplicationId, ...given });
  });
});

describe('DeleteApplication', () => {
  it('deletes, once', async () => {
    const { ApplicationId } = await create();
    expect(said(await administer('DeleteApplication', { ApplicationId }))).toMatchObject({ status: 200, body: DONE });
    expect(said(await administer('GetApplication', { ApplicationId }))).toMatchObject(NOT_THERE);
    expect(said(await administer('DeleteApplication', { ApplicationId }))).toMatchObject(NOT_THERE);
  });
});
