import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseScopes } from '../../src/shared/scopes.ts';
import { startWorld, type World } from '../support/world.ts';

const CERTIFICATE_SCOPES = {
  'certificate:manage': 'Request, renew and revoke certificates.',
  'certificate:discover': 'Find certificates on the network.',
  configuration: 'Read and write policies.',
};

/** What users of Venafi's Trust Protection Platform do with `POST OAuth/CreateApplication`, said in GraphQL. */
describe('Venafi TPP POST OAuth/CreateApplication', () => {
  let world: World;
  let directory: string;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'clientele-scopes-'));
    const file = join(directory, 'scopes.json');
    writeFileSync(file, JSON.stringify(CERTIFICATE_SCOPES));
    world = await startWorld({ SCOPES_FILE: file });
  });
  afterAll(async () => {
    await world.stop();
    rmSync(directory, { recursive: true });
  });

  const CREATE = `mutation ($input: CreateApplicationInput!) {
    createApplication(input: $input) {
      application {
        clientId name description vendor url scopes maximumScopes accessValidity grantValidity renewable redirectUris
      }
      userErrors { field code }
    }
  }`;

  const certificates = (more: Record<string, unknown> = {}) => ({
    input: {
      name: 'Certificate robot',
      clientId: 'certificate-robot',
      description: 'Renews what expires',
      vendor: 'Venafi',
      url: 'https://robot.example.org/',
      organizationId: world.acme.id,
      clientType: 'CONFIDENTIAL',
      authorizationGrantType: 'PASSWORD',
      scopes: ['certificate:manage'],
      maximumScopes: parseScopes('certificate:manage,discover;configuration'),
      accessValidity: 7_776_000,
      grantValidity: 31_536_000,
      renewable: false,
      ...more,
    },
  });

  it('creates an application with the id, scopes and validity that the caller has chosen', async () => {
    const { data, errors } = await world.ask.superuser(CREATE, certificates());
    expect(errors).toBeUndefined();
    expect(data.createApplication).toEqual({
      application: {
        clientId: 'certificate-robot',
        name: 'Certificate robot',
        description: 'Renews what expires',
        vendor: 'Venafi',
        url: 'https://robot.example.org/',
        scopes: ['certificate:manage'],
        maximumScopes: ['certificate:manage', 'certificate:discover', 'configuration'],
        accessValidity: 7_776_000,
        grantValidity: 31_536_000,
        renewable: false,
        redirectUris: [],
      },
      userErrors: [],
    });
  });

  it('refuses a client id that another application has', async () => {
    const taken = { clientId: 'taken-robot' };
    await world.ask.superuser(CREATE, certificates({ ...taken, name: 'First' }));
    const { data } = await world.ask.superuser(CREATE, certificates({ ...taken, name: 'Second' }));
    expect(data.createApplication).toEqual({ application: null, userErrors: [{ field: ['clientId'], code: 'TAKEN' }] });
  });

  it('lists the declared scopes with what they mean', async () => {
    const { data } = await world.as(undefined)('{ scopes { name description } }');
    expect(data.scopes.map(({ name }: { name: string }) => name)).toEqual(['read', 'write', 'admin', ...Object.keys(CERTIFICATE_SCOPES)]);
    expect(data.scopes).toContainEqual({ name: 'configuration', description: CERTIFICATE_SCOPES.configuration });
  });

  it('refuses a scope that is not declared, and one above the maximum', async () => {
    const { data } = await world.ask.superuser(
      CREATE,
      certificates({ clientId: 'greedy', name: 'Greedy', maximumScopes: ['certificate:manage', 'ssh:manage'] }),
    );
    expect(data.createApplication.userErrors).toEqual([{ field: ['maximumScopes', '1'], code: 'INVALID_SCOPE' }]);
    const above = await world.ask.superuser(
      CREATE,
      certificates({ clientId: 'greedy', name: 'Greedy', scopes: ['configuration'], maximumScopes: ['certificate:manage'] }),
    );
    expect(above.data.createApplication.userErrors).toEqual([{ field: ['scopes', '0'], code: 'SCOPE_EXCEEDS_MAXIMUM' }]);
  });

  it('needs the role of an admin', async () => {
    const { data } = await world.ask.member(CREATE, certificates({ clientId: 'by-member', name: 'By member' }));
    expect(data.createApplication).toEqual({ application: null, userErrors: [{ field: ['organizationId'], code: 'FORBIDDEN' }] });
    const byAdmin = await world.ask.admin(CREATE, certificates({ clientId: 'by-admin', name: 'By admin' }));
    expect(byAdmin.data.createApplication.userErrors).toEqual([]);
  });

  it('needs a token whose scope allows it, whatever the role', async () => {
    const reader = world.as(await world.tokenOf(world.users.admin.databaseId, ['read']));
    const { data, errors } = await reader(CREATE, certificates({ clientId: 'by-reader', name: 'By reader' }));
    expect(data).toBeNull();
    expect(errors?.[0].extensions.code).toBe('FORBIDDEN');
  });

  it('gives "admin" to an application only for a superuser with a token of that scope', async () => {
    const admin = (name: string) =>
      certificates({ clientId: name, name, scopes: ['certificate:manage'], maximumScopes: ['certificate:manage', 'admin'] });
    const fault = { application: null, userErrors: [{ field: ['maximumScopes', '1'], code: 'FORBIDDEN' }] };
    expect((await world.ask.admin(CREATE, admin('by-org-admin'))).data.createApplication).toEqual(fault);
    const writer = world.as(await world.tokenOf(world.users.superuser.databaseId, ['write']));
    expect((await writer(CREATE, admin('by-writer'))).data.createApplication).toEqual(fault);
    expect((await world.ask.superuser(CREATE, admin('by-superuser'))).data.createApplication.userErrors).toEqual([]);
  });

  it('issues tokens as long and as renewable as the application says', async () => {
    const { id } = await world.register({ name: 'Short', accessValidity: 600, renewable: false, scopes: ['certificate:manage'] });
    const minter = world.as(await world.tokenOf(world.users.member.databaseId, ['write', 'certificate:manage']));
    const { data } = await minter(
      `mutation ($id: ID!) {
        createToken(input: { applicationId: $id }) { token { scopes createdAt expiresAt renewable } refreshToken userErrors { code } }
      }`,
      { id },
    );
    const { token, refreshToken } = data.createToken;
    expect(refreshToken).toBeNull();
    expect(token).toMatchObject({ scopes: ['certificate:manage'], renewable: false });
    expect(Math.round((Date.parse(token.expiresAt) - Date.parse(token.createdAt)) / 1000)).toBe(600);
  });
});
