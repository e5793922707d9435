import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mutate } from '../support/mutate.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const FIELDS = `application {
  id databaseId clientId name description vendor url tags ownerContact clientType authorizationGrantType redirectUris skipAuthorization trusted enabled
  scopes maximumScopes accessValidity grantValidity renewable organization { id } createdBy { id } version lastUsedAt createdAt modifiedAt
}`;
const update = async (input: object) => {
  const { application, userErrors } = await mutate(world.ask.admin, 'updateApplication', input, FIELDS);
  expect(userErrors).toEqual([]);
  return application;
};
/** An application of which every field says something. */
const full = () =>
  world.register({
    description: 'described',
    vendor: 'Acme',
    url: 'https://example.org/',
    tags: ['env:prod', 'team:web'],
    ownerContact: 'Ada@example.org',
    redirectUris: ['https://example.org/cb', 'https://example.org/other'],
    authorizationGrantType: 'DEVICE_CODE' as never,
    skipAuthorization: true,
    enabled: false,
    scopes: ['read'],
    maximumScopes: ['read', 'write'],
    accessValidity: 60,
    grantValidity: 120,
    renewable: false,
  });
const SAID = {
  description: 'described',
  vendor: 'Acme',
  url: 'https://example.org/',
  tags: ['env:prod', 'team:web'],
  ownerContact: 'Ada@example.org',
  redirectUris: ['https://example.org/cb', 'https://example.org/other'],
  skipAuthorization: true,
  enabled: false,
  scopes: ['read'],
  maximumScopes: ['read', 'write'],
  accessValidity: 60,
  grantValidity: 120,
  renewable: false,
};

describe('a new application', () => {
  it('has defaults for all that is not said', async () => {
    const input = { name: ' Plain ', organizationId: world.acme.id, clientType: 'CONFIDENTIAL', authorizationGrantType: 'DEVICE_CODE' };
    const { application } = await mutate(world.ask.admin, 'createApplication', input, FIELDS);
    expect(application).toEqual({
      id: expect.any(String),
      databaseId: expect.any(Number),
      clientId: expect.stringMatching(/^[\w-]{40}$/),
      name: 'Plain',
      description: '',
      vendor: null,
      url: null,
      tags: [],
      ownerContact: null,
      clientType: 'CONFIDENTIAL',
      authorizationGrantType: 'DEVICE_CODE',
      redirectUris: [],
      skipAuthorization: false,
      trusted: false,
      enabled: true,
      scopes: ['write'],
      maximumScopes: ['write'],
      accessValidity: null,
      grantValidity: null,
      renewable: true,
      organization: { id: world.acme.id },
      createdBy: { id: world.users.admin.id },
      version: 1,
      lastUsedAt: null,
      createdAt: expect.any(String),
      modifiedAt: application.createdAt,
    });
  });

  it('has its scopes as maximum unless more is said', async () => {
    const input = { name: 'Reader', organizationId: world.acme.id, clientType: 'PUBLIC', authorizationGrantType: 'DEVICE_CODE' };
    const { application } = await mutate(world.ask.admin, 'createApplication', { ...input, scopes: ['read'] }, FIELDS);
    expect(application).toMatchObject({ scopes: ['read'], maximumScopes: ['read'] });
  });

  it('may have chosen its client id', async () => {
    const { clientId } = await world.register({ clientId: 'my.client~1' });
    const { data } = await world.ask.member('{ application(clientId: "my.client~1") { clientId } }');
    expect(data.application).toEqual({ clientId });
  });
});

describe('an update', () => {
  it('leaves alone what it omits', async () => {
    const { id } = await full();
    expect(await update({ id, name: 'Renamed' })).toMatchObject({ ...SAID, name: 'Renamed', version: 2 });
  });

  it('takes null for leaving alone what cannot be null, and for clearing what can', async () => {
    const { id } = await full();
    const nulls = Object.fromEntries(
      [...Object.keys(SAID), 'name', 'organizationId', 'clientType', 'authorizationGrantType', 'trusted', 'expectedVersion'].map(
        (field) => [field, null],
      ),
    );
    expect(await update({ id, ...nulls })).toMatchObject({
      ...SAID,
      vendor: null,
      url: null,
      ownerContact: null,
      accessValidity: null,
      grantValidity: null,
    });
  });

  it('takes an empty list for clearing it', async () => {
    const { id } = await full();
    expect(await update({ id, redirectUris: [], scopes: [] })).toMatchObject({
      redirectUris: [],
      scopes: [],
      maximumScopes: ['read', 'write'],
    });
    expect(await update({ id, maximumScopes: [] })).toMatchObject({ maximumScopes: [] });
  });

  it('says when it was, and gives a new version', async () => {
    const { id } = await full();
    const { modifiedAt, createdAt, version } = await update({ id, description: 'changed' });
    expect(version).toBe(2);
    expect(Date.parse(modifiedAt)).toBeGreaterThanOrEqual(Date.parse(createdAt));
  });

  it('never changes the client id', async () => {
    const { errors } = await world.ask.admin(
      'mutation($id: ID!) { updateApplication(input: { id: $id, clientId: "other" }) { userErrors { code } } }',
      {
        id: (await full()).id,
      },
    );
    expect(errors?.[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});

describe('a move to another organization', () => {
  it('is for those who administer both, and takes everything along', async () => {
    const { other, users } = world;
    const { id } = await world.register({ name: 'Mover' });
    const move = () =>
      mutate(world.ask.admin, 'updateApplication', { id, organizationId: other.id }, 'application { organization { id } }');
    const member = (role: string) => mutate(world.ask.superuser, 'setMember', { organizationId: other.id, userId: users.admin.id, role });
    expect((await move()).userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['organizationId'] }]);
    await member('MEMBER');
    expect((await move()).userErrors).toMatchObject([{ code: 'FORBIDDEN', field: ['organizationId'] }]);
    await member('ADMIN');
    expect(await move()).toEqual({ userErrors: [], application: { organization: { id: other.id } } });
    const { data } = await world.ask.member('query($id: ID!) { application(id: $id) { id } }', { id });
    expect(data.application).toBeNull();
    await mutate(world.ask.superuser, 'removeMember', { organizationId: other.id, userId: users.admin.id });
  });

  it('meets the names that are taken there', async () => {
    await world.register({ name: 'Twin', organizationId: world.other.id });
    const { id } = await world.register({ name: 'twin' });
    const { userErrors } = await mutate(world.ask.superuser, 'updateApplication', { id, organizationId: world.other.id });
    expect(userErrors).toMatchObject([{ code: 'TAKEN', field: ['name'] }]);
  });
});

describe('trusted and admin', () => {
  it('once given by a superuser survive the changes of an admin, who can neither take nor give them', async () => {
    const { id } = await world.register({ trusted: true, scopes: ['read'], maximumScopes: ['admin'] });
    expect(await update({ id, description: 'still', trusted: true, maximumScopes: ['admin'] })).toMatchObject({
      trusted: true,
      maximumScopes: ['admin'],
    });
    const change = async (input: object) => (await mutate(world.ask.admin, 'updateApplication', { id, ...input })).userErrors;
    expect(await change({ trusted: false, maximumScopes: ['write'] })).toMatchObject([
      { code: 'FORBIDDEN', field: ['trusted'] },
      { code: 'FORBIDDEN', field: ['maximumScopes'] },
    ]);
    await mutate(world.ask.superuser, 'updateApplication', { id, trusted: false, maximumScopes: ['write'] });
    expect(await change({ trusted: true, maximumScopes: ['read', 'admin'] })).toMatchObject([
      { code: 'FORBIDDEN', field: ['trusted'] },
      { code: 'FORBIDDEN', field: ['maximumScopes', '1'] },
    ]);
  });
});

describe('userCapabilities', () => {
  it('say who may edit and delete', async () => {
    const { id } = await world.register();
    const document = `query($id: ID!) { application(id: $id) { userCapabilities { edit delete } organization { viewerRole userCapabilities { edit delete } } } }`;
    const of = async (person: 'superuser' | 'admin' | 'auditor' | 'member' | 'systemAuditor') =>
      (await world.ask[person](document, { id })).data.application;
    const can = (edit: boolean, remove: boolean) => ({ edit, delete: remove });
    expect(await of('superuser')).toEqual({
      userCapabilities: can(true, true),
      organization: { viewerRole: null, userCapabilities: can(true, true) },
    });
    expect(await of('admin')).toEqual({
      userCapabilities: can(true, true),
      organization: { viewerRole: 'ADMIN', userCapabilities: can(true, false) },
    });
    for (const [person, viewerRole] of [
      ['auditor', 'AUDITOR'],
      ['member', 'MEMBER'],
      ['systemAuditor', null],
    ] as const) {
      expect(await of(person)).toEqual({
        userCapabilities: can(false, false),
        organization: { viewerRole, userCapabilities: can(false, false) },
      });
    }
  });
});
