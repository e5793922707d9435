import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { faultsOf, mutate } from '../support/mutate.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let number = 0;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** An input that would do, but for what is said otherwise. */
const good = (otherwise: object = {}) => ({
  name: `Good ${++number}`,
  organizationId: world.acme.id,
  clientType: 'CONFIDENTIAL',
  authorizationGrantType: 'AUTHORIZATION_CODE',
  redirectUris: ['https://example.org/callback'],
  ...otherwise,
});
const create = (otherwise: object) => faultsOf(world.ask.admin, 'createApplication', good(otherwise));

const GARBAGE_IDS = ['', '1', 'rubbish', '%', 'QXBwbGljYXRpb246MA', 'QXBwbGljYXRpb246LTE', 'QXBwbGljYXRpb246OTk5OTk5OTk5OQ'];

describe('createApplication', () => {
  it('names everything that is missing at once', async () => {
    const { application, clientSecret, userErrors } = await mutate(
      world.ask.admin,
      'createApplication',
      {},
      'application { id } clientSecret',
    );
    expect(application).toBeNull();
    expect(clientSecret).toBeNull();
    expect(userErrors).toEqual(
      ['organizationId', 'clientType', 'authorizationGrantType', 'name'].map((field) => ({
        code: 'REQUIRED',
        field: [field],
        message: 'Give a value.',
      })),
    );
  });

  it('names the faults of every field at once, and writes nothing', async () => {
    const count = () => world.ask.superuser('{ applications { totalCount } activity { totalCount } }');
    const { data: before } = await count();
    expect(
      await create({
        name: '  ',
        organizationId: 'rubbish',
        clientType: 'PUBLIC',
        authorizationGrantType: 'CLIENT_CREDENTIALS',
        clientId: 'x',
        url: 'example.org',
        vendor: 'v'.repeat(256),
        redirectUris: ['https://example.org', 'http://example.org'],
        scopes: ['read', 'nonsense'],
        accessValidity: 0,
        grantValidity: -1,
      }).then((faults) => faults.toSorted()),
    ).toEqual([
      'BLANK name',
      'INVALID accessValidity',
      'INVALID clientId',
      'INVALID grantValidity',
      'INVALID url',
      'INVALID_REDIRECT_URI redirectUris.1',
      'INVALID_SCOPE scopes.1',
      'NOT_FOUND organizationId',
      'NOT_SUPPORTED_FOR_PUBLIC_CLIENT authorizationGrantType',
      'TOO_LONG vendor',
    ]);
    expect((await count()).data).toEqual(before);
  });

  it.each(['clientType', 'authorizationGrantType'])('takes no other value of %s, and says which field has it', async (field) => {
    const { data, errors } = await world.ask.admin(
      'mutation($input: CreateApplicationInput!) { createApplication(input: $input) { userErrors { code } } }',
      { input: good({ [field]: 'SECRET' }) },
    );
    expect(data).toBeUndefined();
    expect(errors).toHaveLength(1);
    expect(errors?.[0].extensions.code).toBe('BAD_USER_INPUT');
    expect(errors?.[0].message).toContain(`"input.${field}"`);
  });

  it.each(GARBAGE_IDS)('finds no organization with the id %j', async (organizationId) => {
    expect(await create({ organizationId })).toEqual(['NOT_FOUND organizationId']);
  });

  it('finds no organization with the id of a user', async () => {
    expect(await create({ organizationId: world.users.member.id })).toEqual(['NOT_FOUND organizationId']);
  });

  it.each([
    ['', 'BLANK name'],
    [' \t\n', 'BLANK name'],
    ['x'.repeat(256), 'TOO_LONG name'],
    ['nul\0', 'INVALID name'],
    ['\ud800', 'INVALID name'],
    ['\u200b\u2060\u00ad\u3164\u2800', 'BLANK name'],
    ['a\tb', 'INVALID name'],
    ['a\u0085b', 'INVALID name'],
  ])('takes no name like %j', async (name, fault) => {
    expect(await create({ name })).toEqual([fault]);
  });

  it('takes a name of 255 characters after trimming, whatever their size', async () => {
    const name = '😀'.repeat(255);
    const { application } = await mutate(world.ask.admin, 'createApplication', good({ name: ` ${name}\n` }), 'application { name }');
    expect(application.name).toBe(name);
  });

  it('takes no name that another application of the organization has in other letters', async () => {
    await world.register({ name: 'Straße É' });
    expect(await create({ name: ' STRAßE e\u0301 ' })).toEqual(['TAKEN name']);
    expect(await faultsOf(world.ask.superuser, 'createApplication', good({ name: 'Straße É', organizationId: world.other.id }))).toEqual(
      [],
    );
  });

  it.each([
    ['ab', 'INVALID clientId'],
    ['a b c', 'INVALID clientId'],
    ['a/b/c', 'INVALID clientId'],
    ['äää', 'INVALID clientId'],
    ['abc\0', 'INVALID clientId'],
    ['', 'INVALID clientId'],
    ['x'.repeat(256), 'TOO_LONG clientId'],
  ])('takes no client id like %j', async (clientId, fault) => {
    expect(await create({ clientId })).toEqual([fault]);
  });

  it('takes a client id once in all organizations, and tells upper from lower case', async () => {
    await world.register({ clientId: 'Chosen.id_~-1', organizationId: world.other.id });
    expect(await create({ clientId: 'Chosen.id_~-1' })).toEqual(['TAKEN clientId']);
    expect(await create({ clientId: 'chosen.id_~-1' })).toEqual([]);
    expect(await create({ clientId: 'x'.repeat(255) })).toEqual([]);
  });

  it('tells of a name that is taken beside all else that is wrong', async () => {
    await world.register({ name: 'Taken', clientId: 'taken-client' });
    expect(await create({ name: 'taken', clientId: 'taken-client' })).toEqual(['TAKEN clientId', 'TAKEN name']);
    expect(await create({ name: 'taken', url: 'nowhere' })).toEqual(['INVALID url', 'TAKEN name']);
    expect(await create({ name: 'taken' })).toEqual(['TAKEN name']);
  });

  it('says which redirect URI is wrong', async () => {
    expect(await create({ redirectUris: ['javascript:x', 'https://example.org', 'https://*.example.org'] })).toEqual([
      'INVALID_REDIRECT_URI redirectUris.0',
      'INVALID_REDIRECT_URI redirectUris.2',
    ]);
    expect(await create({ redirectUris: ['https://example.org/\ud800'] })).toEqual(['INVALID_REDIRECT_URI redirectUris.0']);
    expect(await create({ redirectUris: [] })).toEqual(['REQUIRED redirectUris']);
    expect(await create({ redirectUris: null })).toEqual(['REQUIRED redirectUris']);
  });

  it.each([
    [['nonsense'], ['INVALID_SCOPE scopes.0']],
    [['read', 'Write'], ['INVALID_SCOPE scopes.1']],
    [['read', 'read'], ['INVALID_SCOPE scopes.1']],
    [[''], ['INVALID_SCOPE scopes.0']],
    [['read write'], ['INVALID_SCOPE scopes.0']],
    [
      ['x', 'read', 'READ', 'read'],
      ['INVALID_SCOPE scopes.0', 'INVALID_SCOPE scopes.2', 'INVALID_SCOPE scopes.3'],
    ],
  ])('takes no scopes like %j', async (scopes, faults) => {
    expect(await create({ scopes })).toEqual(faults);
    expect(await create({ scopes: ['read'], maximumScopes: scopes })).toEqual(
      faults.map((fault) => fault.replace('scopes', 'maximumScopes')),
    );
  });

  it('says which scope another spelling was meant to be', async () => {
    const { userErrors } = await mutate(world.ask.admin, 'createApplication', good({ scopes: ['Write'] }));
    expect(userErrors[0]?.message).toBe('There is no scope "Write"; did you mean "write"?');
  });

  it('takes no scope above the maximum', async () => {
    expect(await create({ scopes: ['read', 'write'], maximumScopes: ['read'] })).toEqual(['SCOPE_EXCEEDS_MAXIMUM scopes.1']);
    expect(await create({ scopes: ['read'], maximumScopes: ['write'] })).toEqual([]);
  });

  it('says which field the default scope does not fit', async () => {
    expect(await create({ maximumScopes: ['read'] })).toEqual(['SCOPE_EXCEEDS_MAXIMUM maximumScopes']);
  });

  it.each(['accessValidity', 'grantValidity'])('takes no %s of 0 or -1 seconds', async (field) => {
    expect(await create({ [field]: 0 })).toEqual([`INVALID ${field}`]);
    expect(await create({ [field]: -1 })).toEqual([`INVALID ${field}`]);
    expect(await create({ [field]: 1 })).toEqual([]);
    expect(await create({ [field]: 2 ** 31 - 1 })).toEqual([]);
  });

  it.each([
    ['description', 'x'.repeat(10_001), 'TOO_LONG'],
    ['description', '\0', 'INVALID'],
    ['description', 'bell\u0007', 'INVALID'],
    ['vendor', 'two\nlines', 'INVALID'],
    ['vendor', 'x'.repeat(256), 'TOO_LONG'],
    ['vendor', '\ud800', 'INVALID'],
    ['url', 'not a url', 'INVALID'],
    ['url', 'javascript:alert(1)', 'INVALID'],
    ['url', 'https://example.org/\0', 'INVALID'],
    ['url', 'https://example.org/\ud800', 'INVALID'],
    ['url', `https://example.org/${'x'.repeat(2048)}`, 'TOO_LONG'],
  ])('takes no %s like %j', async (field, value, code) => {
    expect(await create({ [field]: value })).toEqual([`${code} ${field}`]);
  });

  it('takes tabs and line breaks in a description', async () => {
    expect(await create({ description: 'one\r\n\ttwo' })).toEqual([]);
  });

  it('makes no public client for client credentials', async () => {
    expect(await create({ clientType: 'PUBLIC', authorizationGrantType: 'CLIENT_CREDENTIALS', redirectUris: [] })).toEqual([
      'NOT_SUPPORTED_FOR_PUBLIC_CLIENT authorizationGrantType',
    ]);
  });
});
