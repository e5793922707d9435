import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keepConsole } from '../../../src/applications/console.service.ts';
import { createOrganization } from '../../../src/organizations/organization.service.ts';
import { createUser } from '../../../src/users/user.service.ts';
import { buildConsole } from '../../support/console-files.ts';
import { execute, lastingDatabase } from '../../support/database.ts';
import { type Gateway, startGateway } from '../../support/gateway.ts';
import { faultsOf, mutate } from '../../support/mutate.ts';
import { scratchDirectory } from '../../support/process.ts';
import { ask } from '../../support/wire.ts';
import { type Made, startWorld } from '../../support/world.ts';
import { Browser } from '../support/browser.ts';
import { startConsoleWorld } from './support.ts';

const CLIENT_ID = 'clientele-console';
const ISSUER = 'https://id.example.org/registry';
const TOLD = `clientId name clientType grantTypes redirectUris postLogoutRedirectUris webOrigins skipAuthorization trusted enabled scopes
  maximumScopes accessValidity renewable builtIn url secrets { id } organization { name builtIn members { totalCount } }`;

const scratch = scratchDirectory();
let url: string;
beforeAll(async () => {
  url = await lastingDatabase(scratch.path);
});
afterAll(() => scratch.remove());

/** A gateway on one database with the console, unless the environment says otherwise. */
const start = (environment: Record<string, string> = {}, directory?: string) =>
  startGateway({ DATABASE_URL: url, CONSOLE: 'true', PUBLIC_URL: ISSUER, ...environment }, directory);

async function look<T>(work: (gateway: Gateway) => Promise<T>, environment?: Record<string, string>, directory?: string): Promise<T> {
  const gateway = await start(environment, directory);
  return work(gateway).finally(() => gateway.stop());
}

/** Asks as a superuser who was not there before. */
async function asSuperuser(gateway: Gateway) {
  const { user } = await createUser(gateway.operator, { username: `superuser ${++count}`, password: 'correct horse', isSuperuser: true });
  return gateway.tokenOf((user as Made).databaseId, ['admin']);
}
let count = 0;

/** The applications and organizations that there are. */
async function seen(gateway: Gateway) {
  const { data } = await gateway.as(await asSuperuser(gateway))(
    `{ applications { nodes { ${TOLD} activity { nodes { operation } } } } organizations { nodes { name builtIn } } }`,
  );
  return data as { applications: { nodes: Record<string, unknown>[] }; organizations: { nodes: { name: string; builtIn: boolean }[] } };
}

const AS_IT_MUST_BE = {
  clientId: CLIENT_ID,
  name: 'Clientele console',
  clientType: 'PUBLIC',
  grantTypes: ['AUTHORIZATION_CODE'],
  redirectUris: [`${ISSUER}/callback`],
  postLogoutRedirectUris: [`${ISSUER}/`],
  webOrigins: ['https://id.example.org'],
  skipAuthorization: true,
  trusted: true,
  enabled: true,
  scopes: ['read'],
  maximumScopes: ['read', 'write', 'admin'],
  accessValidity: 1_800,
  renewable: false,
  builtIn: true,
  url: `${ISSUER}/`,
  secrets: [],
  organization: { name: 'System', builtIn: true, members: { totalCount: 0 } },
};

describe('the console', () => {
  it('is registered once, however many gateways start at once, in an organization without members', async () => {
    const gateways = await Promise.all(Array.from({ length: 4 }, () => start()));
    const { applications, organizations } = await seen(gateways[0] as Gateway);
    for (const gateway of gateways) await gateway.stop();
    expect(applications.nodes).toEqual([{ ...AS_IT_MUST_BE, activity: { nodes: [{ operation: 'CREATE' }] } }]);
    expect(organizations.nodes).toEqual([{ name: 'System', builtIn: true }]);
  });

  it('is left as it is by the next start', async () => {
    const { applications } = await look(seen);
    expect(applications.nodes).toEqual([{ ...AS_IT_MUST_BE, activity: { nodes: [{ operation: 'CREATE' }] } }]);
  });

  it('becomes what it must be whatever somebody has made of it in the database', async () => {
    await execute(
      url,
      `update application set redirect_uris = '["https://evil.example/"]', trusted = false, enabled = false, renewable = true,
       client_type = 'CONFIDENTIAL', maximum_scopes = '["read"]', skip_authorization = false where client_id = '${CLIENT_ID}'`,
    );
    const { applications } = await look(seen);
    expect(applications.nodes).toEqual([{ ...AS_IT_MUST_BE, activity: { nodes: [{ operation: 'UPDATE' }, { operation: 'CREATE' }] } }]);
  });

  it('is where the gateway is, also once that is elsewhere, and lives no longer than other tokens', async () => {
    const { applications } = await look(seen, { PUBLIC_URL: 'http://id.example.org', ACCESS_VALIDITY: '60' });
    expect(applications.nodes[0]).toMatchObject({
      redirectUris: ['http://id.example.org/callback'],
      postLogoutRedirectUris: ['http://id.example.org/'],
      webOrigins: ['http://id.example.org'],
      accessValidity: 60,
    });
  });

  it('may have every scope that there is', async () => {
    const file = join(scratch.path, 'scopes.json');
    writeFileSync(file, '{ "certificate:manage": "Certificates." }');
    const { applications } = await look(seen, { SCOPES_FILE: file });
    expect(applications.nodes[0]?.maximumScopes).toEqual(['read', 'write', 'admin', 'certificate:manage']);
  });

  it('does not work while it is not served, and works again when it is', async () => {
    const enabled = async (CONSOLE: string) => (await look(seen, { CONSOLE })).applications.nodes[0]?.enabled;
    expect([await enabled('false'), await enabled('false'), await enabled('true')]).toEqual([false, false, true]);
  });

  it('is not registered where it was never served', async () => {
    await look(
      async (gateway) => {
        expect(await seen(gateway)).toEqual({ applications: { nodes: [] }, organizations: { nodes: [] } });
      },
      { CONSOLE: 'false', DATABASE_URL: await lastingDatabase(scratch.path) },
    );
  });
});

it('tokens of the console end their work with CONSOLE=false', async () => {
  const DATABASE_URL = await lastingDatabase(scratch.path);
  const world = await startConsoleWorld({ DATABASE_URL });
  const { accessToken } = await world.enter('member');
  expect((await world.as(accessToken)('{ viewer { username } }')).status).toBe(200);
  await world.stop();
  await look(
    async (gateway) => {
      expect((await gateway.as(accessToken)('{ viewer { username } }')).status).toBe(401);
      expect((await new Browser(gateway.url).open(`${gateway.url}/oauth/authorize?client_id=${CLIENT_ID}`)).status).toBe(400);
    },
    { CONSOLE: 'false', DATABASE_URL },
  );
});

describe('whoever came first', () => {
  it('keeps the name that the organization would have', async () => {
    const world = await startWorld();
    for (const name of ['SYSTEM', 'System 2']) await mutate(world.ask.superuser, 'createOrganization', { name });
    expect(await keepConsole(world.operator, { issuer: ISSUER, isServed: true })).toBe(true);
    const { data } = await world.ask.superuser('{ organizations(search: "system") { nodes { name builtIn } } }');
    expect(data.organizations.nodes).toEqual([
      { name: 'SYSTEM', builtIn: false },
      { name: 'System 2', builtIn: false },
      { name: 'System 3', builtIn: true },
    ]);
    await world.stop();
  });

  it('keeps the application of the client id, and there is no console', async () => {
    const DATABASE_URL = await lastingDatabase(scratch.path);
    const world = await startWorld({ DATABASE_URL, CONSOLE: 'false' });
    const { clientId } = await world.register({ name: 'Ours', trusted: true });
    await world.stop();
    await execute(DATABASE_URL, `update application set client_id = '${CLIENT_ID}' where client_id = '${clientId}'`);
    await look(
      async (gateway) => {
        const { applications } = await seen(gateway);
        expect(applications.nodes).toEqual([
          expect.objectContaining({ name: 'Ours', builtIn: false, redirectUris: ['https://app.example.org/callback'] }),
        ]);
        expect((await ask(`${gateway.url}/`, { headers: { accept: 'text/html' } })).status).toBe(404);
        const told = gateway.logged.map((line) => JSON.parse(line)).filter(({ level }) => level >= 40);
        expect(told.map(({ msg }) => msg)).toEqual([
          'serves no console, because somebody\'s application has the client id "clientele-console": register that under another one, ' +
            'delete it, and start again; or set CONSOLE=false',
        ]);
      },
      { DATABASE_URL },
      buildConsole(scratch.path),
    );
  });
});

describe('nobody', () => {
  it('registers another application with its client id, whatever the case of that', async () => {
    const world = await startWorld({ CONSOLE: 'false' });
    for (const clientId of [CLIENT_ID, 'Clientele-Console']) {
      const input = { name: clientId, clientType: 'PUBLIC', authorizationGrantType: 'DEVICE_CODE' };
      const { userErrors } = await mutate(world.ask.superuser, 'createApplication', { ...input, clientId, organizationId: world.acme.id });
      expect(userErrors).toEqual([{ field: ['clientId'], code: 'INVALID', message: expect.stringContaining('choose another client id') }]);
      const declared = { organizationId: world.acme.id, applications: [{ ...input, clientId }] };
      expect(await faultsOf(world.ask.superuser, 'applyApplications', declared)).toEqual(['INVALID applications.0.clientId']);
    }
    await world.stop();
  });

  it('changes the console or its organization, and is told what to do', async () => {
    const world = await startConsoleWorld({ DOORS: 'awx' });
    const { superuser } = world.ask;
    const { data } = await superuser(
      `query ($clientId: String) { application(clientId: $clientId) { id databaseId userCapabilities { edit delete }
        organization { id databaseId userCapabilities { edit delete } } } }`,
      { clientId: CLIENT_ID },
    );
    const { id, databaseId, organization, userCapabilities } = data.application;
    expect([userCapabilities, organization.userCapabilities]).toEqual(Array(2).fill({ edit: false, delete: false }));
    const refused = async (operation: string, input: object) => {
      const { userErrors } = await mutate(superuser, operation, input);
      expect([operation, userErrors.map(({ code }) => code)]).toEqual([operation, ['FORBIDDEN']]);
      return userErrors[0]?.message;
    };
    const changes = [
      { name: 'Mine' },
      { redirectUris: ['https://evil.example/'] },
      { clientType: 'CONFIDENTIAL' },
      { grantTypes: ['AUTHORIZATION_CODE', 'DEVICE_CODE'] },
      { organizationId: world.acme.id },
      { enabled: false },
      { description: 'Ours' },
      {},
    ];
    for (const change of changes) expect(await refused('updateApplication', { id, ...change })).toContain('CONSOLE=false');
    expect(await refused('deleteApplication', { id })).toContain('CONSOLE=false');
    for (const operation of ['addClientSecret', 'rotateClientSecret']) await refused(operation, { applicationId: id });
    await refused('updateOrganization', { id: organization.id, name: 'Ours' });
    await refused('deleteOrganization', { id: organization.id });
    await refused('setMember', { organizationId: organization.id, userId: world.users.admin.id, role: 'ADMIN' });
    await refused('removeMember', { organizationId: organization.id, userId: world.users.admin.id });
    const another = { name: 'x', organizationId: organization.id, clientType: 'PUBLIC', authorizationGrantType: 'DEVICE_CODE' };
    await refused('createApplication', another);
    await refused('applyApplications', { organizationId: organization.id, applications: [], source: 'x', prune: true });
    const moved = await world.register();
    await refused('updateApplication', { id: moved.id, organizationId: organization.id });
    // the same through a door
    const authorization = `Bearer ${await world.tokenOf(world.users.superuser.databaseId, ['admin'])}`;
    const headers = { authorization, 'content-type': 'application/json' };
    for (const path of [`applications/${databaseId}`, `organizations/${organization.databaseId}`]) {
      for (const [method, body] of [
        ['PATCH', '{"name":"x"}'],
        ['DELETE', undefined],
      ] as const)
        expect([path, method, (await ask(`${world.url}/api/v2/${path}/`, { method, headers, body })).status]).toEqual([path, method, 403]);
      const { json } = await ask(`${world.url}/api/v2/${path}/`, { headers });
      expect(json.summary_fields.user_capabilities).toMatchObject({ edit: false, delete: false });
    }
    await world.stop();
  });

  it('loses the only organization in which a door registers applications to that of the console', async () => {
    const gateway = await startGateway({ CONSOLE: 'true', DOORS: 'easir' });
    await createOrganization(gateway.operator, { name: 'Zebra' });
    const authorization = `Bearer ${await asSuperuser(gateway)}`;
    const { status } = await ask(`${gateway.url}/applications`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'x', redirect_uri: 'https://app.example.org/' }),
    });
    expect(status).toBe(201);
    await gateway.stop();
  });
});
