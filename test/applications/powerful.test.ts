import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CreateApplicationInput } from '../../src/applications/application.inputs.ts';
import { mint } from '../support/mint.ts';
import { faultsOf, mutate } from '../support/mutate.ts';
import { type Made, startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  const { acme, other, users } = world;
  for (const organizationId of [acme.id, other.id])
    await mutate(world.ask.superuser, 'setMember', { organizationId, userId: users.admin.id, role: 'ADMIN' });
});
afterAll(() => world.stop());

/** What makes an application powerful; the scope alone, or trust alone. */
const POWERS: readonly (readonly [string, CreateApplicationInput])[] = [
  ['is trusted', { trusted: true }],
  ['may have the scope admin', { maximumScopes: ['admin'] }],
];

/** Every change of who gets its tokens and what those may do, by the field that it is refused at. */
const changes = (): Record<string, unknown> => ({
  organizationId: world.other.id,
  clientType: 'PUBLIC',
  redirectUris: ['https://evil.example/'],
  postLogoutRedirectUris: ['https://evil.example/'],
  webOrigins: ['https://evil.example'],
  skipAuthorization: true,
  scopes: ['read'],
  accessValidity: 2_000_000_000,
  grantValidity: 2_000_000_000,
  renewable: false,
});

const secretsOf = async ({ id }: Made): Promise<string[]> => {
  const { data } = await world.ask.superuser('query ($id: ID!) { application(id: $id) { secrets { id } } }', { id });
  return data.application.secrets.map((secret: { id: string }) => secret.id);
};

describe.each(POWERS)('of an application that %s', (_, power) => {
  it('an ADMIN changes nothing of who gets its tokens and what those may do, and hears of all at once', async () => {
    const { id } = await world.register({ skipAuthorization: false, ...power });
    expect((await faultsOf(world.ask.admin, 'updateApplication', { id, name: 'Kept out', ...changes() })).sort()).toEqual(
      Object.keys(changes())
        .map((field) => `FORBIDDEN ${field}`)
        .sort(),
    );
    for (const [field, value] of Object.entries(changes()))
      expect(await faultsOf(world.ask.admin, 'updateApplication', { id, [field]: value })).toEqual([`FORBIDDEN ${field}`]);
    const { data } = await world.ask.admin('query ($id: ID!) { application(id: $id) { version redirectUris name } }', { id });
    expect(data.application).toMatchObject({ version: 1, redirectUris: ['https://app.example.org/callback'] });
  });

  it('an ADMIN does not take the power away, behind which the rest would be free', async () => {
    const { id } = await world.register({ ...power });
    const [field = ''] = Object.keys(power);
    const less = { trusted: false, maximumScopes: ['write'] };
    expect(await faultsOf(world.ask.admin, 'updateApplication', { id, [field]: less[field as keyof typeof less] })).toEqual([
      `FORBIDDEN ${field}`,
    ]);
  });

  it('an ADMIN neither rotates nor deletes a secret', async () => {
    const application = await world.register({ ...power });
    const { id } = application;
    await mutate(world.ask.superuser, 'rotateClientSecret', { applicationId: id, keepPreviousFor: 60 });
    const secrets = await secretsOf(application);
    const rotation = { applicationId: id, keepPreviousFor: -1, revokeTokens: true };
    expect(await faultsOf(world.ask.admin, 'rotateClientSecret', rotation)).toEqual(['FORBIDDEN applicationId', 'INVALID keepPreviousFor']);
    expect(await faultsOf(world.ask.admin, 'deleteClientSecret', { id: secrets[0] })).toEqual(['FORBIDDEN id']);
    expect(await secretsOf(application)).toEqual(secrets);
  });

  it('an ADMIN disables it, and does not enable it again', async () => {
    const { id } = await world.register({ ...power });
    expect(await faultsOf(world.ask.admin, 'updateApplication', { id, enabled: false })).toEqual([]);
    expect(await faultsOf(world.ask.admin, 'updateApplication', { id, enabled: true })).toEqual(['FORBIDDEN enabled']);
    expect(await faultsOf(world.ask.superuser, 'updateApplication', { id, enabled: true })).toEqual([]);
  });

  it('an ADMIN changes the rest, also when all is sent back as it is', async () => {
    const { id } = await world.register({ ...power });
    const fields = 'name description vendor url clientType redirectUris skipAuthorization trusted enabled scopes maximumScopes renewable';
    const { data } = await world.ask.admin(`query ($id: ID!) { application(id: $id) { ${fields} organization { id } } }`, { id });
    const { organization, ...same } = data.application;
    const input = { ...same, id, organizationId: organization.id, name: `${same.name} anew`, description: 'd', vendor: 'v' };
    expect(await faultsOf(world.ask.admin, 'updateApplication', { ...input, url: 'https://example.org' })).toEqual([]);
  });

  it('a superuser changes all, with a token of the scope admin alone', async () => {
    const application = await world.register({ ...power });
    const { id } = application;
    await mutate(world.ask.superuser, 'rotateClientSecret', { applicationId: id, keepPreviousFor: 60 });
    const [secret] = await secretsOf(application);
    const write = world.as((await mint(world, { user: world.users.superuser, scopes: ['write'] })).accessToken);
    expect(await faultsOf(write, 'updateApplication', { id, skipAuthorization: true })).toEqual(['FORBIDDEN skipAuthorization']);
    expect(await faultsOf(write, 'rotateClientSecret', { applicationId: id })).toEqual(['FORBIDDEN applicationId']);
    expect(await faultsOf(write, 'deleteClientSecret', { id: secret })).toEqual(['FORBIDDEN id']);
    expect(await faultsOf(world.ask.superuser, 'deleteClientSecret', { id: secret })).toEqual([]);
    expect(await faultsOf(world.ask.superuser, 'rotateClientSecret', { applicationId: id })).toEqual([]);
    expect(await faultsOf(world.ask.superuser, 'updateApplication', { id, ...changes(), trusted: false })).toEqual([]);
  });

  it('an ADMIN gets nothing by registering its client id anew', async () => {
    const { id, clientId } = await world.register({ ...power });
    const { accessToken } = await mint(world, { application: { id, databaseId: await numberOf(id) }, user: world.users.member });
    expect((await world.as(accessToken)('{ viewer { id } }')).status).toBe(200);
    expect(await faultsOf(world.ask.admin, 'deleteApplication', { id })).toEqual([]);
    const input = { name: `Heir of ${clientId}`, clientId, organizationId: world.acme.id, redirectUris: ['https://evil.example/'] };
    const kind = { clientType: 'PUBLIC', authorizationGrantType: 'AUTHORIZATION_CODE' };
    expect(await faultsOf(world.ask.admin, 'createApplication', { ...input, ...kind, ...power })).toHaveLength(1);
    const { application } = await mutate(
      world.ask.admin,
      'createApplication',
      { ...input, ...kind },
      'application { id trusted maximumScopes tokenCounts { total } }',
    );
    expect(application).toMatchObject({ trusted: false, maximumScopes: ['write'], tokenCounts: { total: 0 } });
    expect((await world.as(accessToken)('{ viewer { id } }')).status).toBe(401);
  });
});

const numberOf = async (id: string): Promise<number> => {
  const { data } = await world.ask.superuser('query ($id: ID!) { application(id: $id) { databaseId } }', { id });
  return data.application.databaseId;
};

describe('an application that an ADMIN wants to make powerful', () => {
  it('is refused with every change that would then be a superuser’s', async () => {
    const { id } = await world.register();
    const input = { id, trusted: true, maximumScopes: ['write', 'admin'], redirectUris: ['https://evil.example/'], description: 'd' };
    expect(await faultsOf(world.ask.admin, 'updateApplication', input)).toEqual([
      'FORBIDDEN trusted',
      'FORBIDDEN maximumScopes.1',
      'FORBIDDEN redirectUris',
    ]);
  });
});
