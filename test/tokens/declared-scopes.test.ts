import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mint } from '../support/mint.ts';
import { faultsOf, mutate } from '../support/mutate.ts';
import { startWorld, type World } from '../support/world.ts';

const MANAGE = 'certificate:manage';

let world: World;
const directory = mkdtempSync(join(tmpdir(), 'clientele-scopes-'));
beforeAll(async () => {
  const file = join(directory, 'scopes.json');
  writeFileSync(file, JSON.stringify({ [MANAGE]: 'Manage certificates.', 'certificate:discover': 'Find certificates.' }));
  world = await startWorld({ SCOPES_FILE: file });
});
afterAll(async () => {
  await world.stop();
  rmSync(directory, { recursive: true });
});

describe('a scope that the configuration declares', () => {
  it('is listed with its description after those that are built in', async () => {
    const { data } = await world.as(undefined)('{ scopes { name description } }');
    expect(data.scopes.map(({ name }: { name: string }) => name)).toEqual(['read', 'write', 'admin', MANAGE, 'certificate:discover']);
    expect(data.scopes[3]).toEqual({ name: MANAGE, description: 'Manage certificates.' });
  });

  it('can be a maximum, and is found by it alone', async () => {
    await world.register({ name: 'Issuer', scopes: ['read'], maximumScopes: ['read', MANAGE] });
    await world.register({ name: 'Almighty', maximumScopes: ['admin'] });
    const { data } = await world.ask.superuser(`{ applications(filter: { scope: "${MANAGE}" }) { nodes { name } } }`);
    expect(data.applications.nodes).toEqual([{ name: 'Issuer' }]);
  });

  it('is known in its own letters alone', async () => {
    const { id } = await world.register();
    const { userErrors } = await mutate(world.ask.admin, 'updateApplication', { id, maximumScopes: ['write', 'Certificate:Manage'] });
    expect(userErrors).toEqual([
      {
        code: 'INVALID_SCOPE',
        field: ['maximumScopes', '1'],
        message: `There is no scope "Certificate:Manage"; did you mean "${MANAGE}"?`,
      },
    ]);
  });

  it('is implied by no other, and lets its bearer read and write nothing here', async () => {
    const application = await world.register({ scopes: ['read'], maximumScopes: ['read', MANAGE] });
    expect(await faultsOf(world.ask.superuser, 'createToken', { applicationId: application.id, scopes: [MANAGE] })).toEqual([
      'SCOPE_EXCEEDS_MAXIMUM scopes.0',
    ]);
    const { accessToken } = await mint(world, { application, user: world.users.admin, scopes: [MANAGE] });
    const { errors } = await world.as(accessToken)('{ viewer { id } }');
    expect(errors?.[0].extensions.code).toBe('FORBIDDEN');
  });

  it('passes to the tokens that a token with it makes', async () => {
    const application = await world.register({ trusted: true, scopes: ['read'], maximumScopes: ['write', MANAGE] });
    const { accessToken } = await mint(world, { application, user: world.users.member, scopes: ['write', MANAGE] });
    const made = await mutate(
      world.as(accessToken),
      'createToken',
      { applicationId: application.id, scopes: ['read', MANAGE] },
      'token { scopes }',
    );
    expect(made).toEqual({ userErrors: [], token: { scopes: ['read', MANAGE] } });
  });
});
