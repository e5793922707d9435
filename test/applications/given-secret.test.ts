import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { faultsOf, mutate } from '../support/mutate.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const GIVEN = 'abcdefghijkl-mnopqrstuvw';
const SHOWN = 'clientSecret application { id version secrets { id name hint source expiresAt } }';
let count = 0;
const create = (input: object, ask = world.ask.superuser) =>
  mutate(
    ask,
    'createApplication',
    {
      name: `Given ${++count}`,
      organizationId: world.acme.id,
      clientType: 'CONFIDENTIAL',
      authorizationGrantType: 'DEVICE_CODE',
      ...input,
    },
    SHOWN,
  );
const add = async (input: object, ask = world.ask.superuser) =>
  mutate(ask, 'addClientSecret', { applicationId: (await world.register()).id, ...input }, SHOWN);
const faults = ({ userErrors }: { userErrors: readonly { code: string; field: string[] }[] }) =>
  userErrors.map(({ code, field }) => `${code} ${field.join('.')}`);
const changesOf = async (id: string) => {
  const { data } = await world.ask.admin(
    'query ($id: ID!) { application(id: $id) { activity { nodes { operation changes { field before after } } } } }',
    { id },
  );
  return data.application.activity.nodes[0];
};

describe('a secret that was made elsewhere', () => {
  it('is kept by a new application, and never shown', async () => {
    const { clientSecret, application, userErrors } = await create({ clientSecret: GIVEN });
    expect({ clientSecret, userErrors }).toEqual({ clientSecret: null, userErrors: [] });
    expect(application.secrets).toEqual([{ id: expect.any(String), name: null, hint: 'tuvw', source: 'GIVEN', expiresAt: null }]);
    const { operation, changes } = await changesOf(application.id);
    expect(operation).toBe('CREATE');
    expect(changes).toContainEqual({ field: 'clientSecret', before: null, after: 'GIVEN' });
    expect(JSON.stringify(changes)).not.toContain(GIVEN);
  });

  it('is added beside what is there, by a name and until a time', async () => {
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const { clientSecret, application, userErrors } = await add({ clientSecret: GIVEN, name: 'from the old server', expiresAt });
    expect({ clientSecret, userErrors }).toEqual({ clientSecret: null, userErrors: [] });
    expect(application).toMatchObject({
      version: 2,
      secrets: [
        { name: null, source: 'GENERATED' },
        { name: 'from the old server', hint: 'tuvw', source: 'GIVEN', expiresAt },
      ],
    });
    expect(await changesOf(application.id)).toEqual({
      operation: 'ADD_SECRET',
      changes: [{ field: 'clientSecret', before: null, after: 'GIVEN' }],
    });
  });

  const printable = Array.from({ length: 0x7f - 0x21 }, (_, index) => String.fromCharCode(0x21 + index)).join('');
  it.each([
    ['abcdefghijklmnopqrstuvwx', []],
    [printable, []],
    [printable.repeat(3).slice(0, 255), []],
    ['abcdefghijkl'.repeat(2), []],
    ['abcdefghijklmnopqrstuvw', ['INVALID clientSecret']],
    [printable.repeat(3).slice(0, 256), ['TOO_LONG clientSecret']],
    ['a'.repeat(100_000), ['TOO_LONG clientSecret']],
    ['', ['INVALID clientSecret']],
    ['*'.repeat(24), ['INVALID clientSecret']],
    ['abcdefghijk'.repeat(3), ['INVALID clientSecret']],
    ['abcdefghijkl mnopqrstuvwx', ['INVALID clientSecret']],
    [' abcdefghijklmnopqrstuvwx', ['INVALID clientSecret']],
    ['abcdefghijklmnopqrstuvwx\n', ['INVALID clientSecret']],
    ['abcdefghijklmnopqrstuvwx\0', ['INVALID clientSecret']],
    ['abcdefghijklmnopqrstuvwx\x7f', ['INVALID clientSecret']],
    ['abcdefghijklmnopqrstuvwxé', ['INVALID clientSecret']],
    ['abcdefghijklmnopqrstuvwx\ud800', ['INVALID clientSecret']],
  ])('%#: is answered in the same way wherever it is given', async (clientSecret, expected) => {
    for (const payload of [await create({ clientSecret }), await add({ clientSecret })]) {
      expect(faults(payload)).toEqual(expected);
      if (clientSecret) expect(JSON.stringify(payload)).not.toContain(clientSecret.slice(0, 12));
    }
  });

  it('is taken from superusers with a token of the scope admin alone', async () => {
    const asWriter = world.as(await world.tokenOf(world.users.superuser.databaseId, ['write']));
    for (const ask of [world.ask.admin, asWriter]) {
      for (const payload of [await create({ clientSecret: GIVEN }, ask), await add({ clientSecret: GIVEN }, ask)])
        expect(faults(payload)).toEqual(['FORBIDDEN clientSecret']);
      // nothing is told of what was given
      expect(faults(await add({ clientSecret: '' }, ask))).toEqual(['FORBIDDEN clientSecret']);
      for (const payload of [await create({ clientSecret: null }, ask), await add({ clientSecret: null }, ask)])
        expect(payload).toMatchObject({ userErrors: [], clientSecret: expect.stringMatching(/^clt_sec_/) });
    }
    expect(faults(await create({ clientSecret: GIVEN }, world.ask.stranger))).toEqual([
      'NOT_FOUND organizationId',
      'FORBIDDEN clientSecret',
    ]);
  });

  it('is none of a public client', async () => {
    expect(faults(await create({ clientSecret: GIVEN, clientType: 'PUBLIC' }))).toEqual(['NOT_SUPPORTED_FOR_PUBLIC_CLIENT clientSecret']);
    const { id: applicationId } = await world.register({ clientType: 'PUBLIC' as never });
    for (const clientSecret of [GIVEN, null])
      expect(faults(await add({ applicationId, clientSecret }))).toEqual(['NOT_SUPPORTED_FOR_PUBLIC_CLIENT applicationId']);
  });

  it('is given to an application once, and again when it has expired; another application may have the same', async () => {
    const { application } = await create({ clientSecret: GIVEN });
    const again = { applicationId: application.id, clientSecret: GIVEN };
    expect(await mutate(world.ask.superuser, 'addClientSecret', again)).toEqual({
      userErrors: [{ code: 'TAKEN', field: ['clientSecret'], message: 'The application has this secret already.' }],
    });
    expect(faults(await create({ clientSecret: GIVEN }))).toEqual([]);
    await mutate(world.ask.superuser, 'rotateClientSecret', { applicationId: application.id });
    expect(await faultsOf(world.ask.superuser, 'addClientSecret', again)).toEqual([]);
    await world.app.store.write(({ db }) =>
      db
        .updateTable('client_secret')
        .set({ expires_at: new Date(0) as never })
        .where('hint', '=', 'tuvw')
        .execute(),
    );
    expect((await add(again)).application.secrets).toMatchObject([{ source: 'GENERATED' }, { source: 'GIVEN', expiresAt: null }]);
  });
});

describe('addClientSecret', () => {
  it('without a secret makes one, which is shown once', async () => {
    const { clientSecret, application } = await add({ name: 'ci' }, world.ask.admin);
    expect(clientSecret).toMatch(/^clt_sec_[\w-]{43}$/);
    expect(application.secrets).toMatchObject([
      { name: null, source: 'GENERATED' },
      { name: 'ci', hint: clientSecret.slice(-4), source: 'GENERATED' },
    ]);
    expect((await changesOf(application.id)).changes).toEqual([{ field: 'clientSecret', before: null, after: 'GENERATED' }]);
  });

  it('leaves at most five secrets that work, and none that has expired', async () => {
    const { id: applicationId } = await world.register();
    for (let live = 2; live <= 5; live++) expect(faults(await add({ applicationId }))).toEqual([]);
    expect(faults(await add({ applicationId, clientSecret: GIVEN }))).toEqual(['LIMIT_EXCEEDED applicationId']);
    const { data } = await world.ask.admin('query ($id: ID!) { application(id: $id) { databaseId } }', { id: applicationId });
    await world.app.store.write(({ db }) =>
      db
        .updateTable('client_secret')
        .set({ expires_at: new Date(0) as never })
        .where('application_id', '=', data.application.databaseId)
        .execute(),
    );
    expect((await add({ applicationId, clientSecret: GIVEN })).application.secrets).toMatchObject([{ source: 'GIVEN' }]);
  });

  it.each([
    [{ expiresAt: '2001-01-01T00:00:00Z' }, ['EXPIRY_IN_PAST expiresAt']],
    [{ name: 'x'.repeat(256) }, ['TOO_LONG name']],
    [{ name: 'two\nlines' }, ['INVALID name']],
    [{ name: 'a\0b' }, ['INVALID name']],
    [{ name: '\ud800' }, ['INVALID name']],
    [{ name: '__proto__' }, []],
    [{ name: null, expiresAt: null }, []],
    [
      { name: 'a\0b', expiresAt: '2001-01-01T00:00:00Z', clientSecret: 'short' },
      ['INVALID clientSecret', 'INVALID name', 'EXPIRY_IN_PAST expiresAt'],
    ],
  ])('answers %j with %j', async (input, expected) => {
    expect(faults(await add(input))).toEqual(expected);
  });
});

it('a rotated secret has the name that it is given', async () => {
  const { id: applicationId } = await world.register();
  const { application } = await mutate(world.ask.admin, 'rotateClientSecret', { applicationId, name: 'autumn' }, SHOWN);
  expect(application.secrets).toMatchObject([{ name: 'autumn', source: 'GENERATED' }]);
  expect(await faultsOf(world.ask.admin, 'rotateClientSecret', { applicationId, name: 'x'.repeat(256) })).toEqual(['TOO_LONG name']);
});
