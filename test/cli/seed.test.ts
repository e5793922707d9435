import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClientType, GRANT_TYPES_BY_CLIENT_TYPE } from '../../src/applications/application.rules.ts';
import { clienteleHere } from '../support/command.ts';
import { lastingDatabase } from '../support/database.ts';
import { clientele, type Finished, type Serving, scratchDirectory, serve } from '../support/process.ts';
import { post } from '../support/wire.ts';

const scratch = scratchDirectory();
let environment: Record<string, string>;
let seeded: Finished;
let gateway: Serving;
let token: string;
beforeAll(async () => {
  environment = { DATABASE_URL: await lastingDatabase(scratch.path), ADMIN_PASSWORD: 'correct horse' };
  seeded = await clientele(['seed'], environment);
  token = (await clienteleHere(['token', 'create', '--user', 'admin', '--scopes', 'admin'], environment)).stdout.trim();
  gateway = await serve(environment);
});
afterAll(async () => {
  await gateway.end();
  scratch.remove();
});

const ask = async (query: string) => {
  const { json } = await post(gateway.url, query, { authorization: `Bearer ${token}` });
  expect(json.errors).toBeUndefined();
  return json.data;
};

describe('"seed"', () => {
  it('fills an empty database, which has its first superuser too', async () => {
    expect(seeded).toMatchObject({ code: 0, stdout: expect.stringContaining('60 of 60 applications\n') });
    const data = await ask('{ organizations { totalCount } users { totalCount } applications { totalCount } }');
    // with the organization and the user of the first start
    expect(data).toEqual({ organizations: { totalCount: 7 }, users: { totalCount: 16 }, applications: { totalCount: 60 } });
  });

  it('has applications of every client type and grant type that go together', async () => {
    const { applications } = await ask('{ applications(first: 100) { nodes { clientType authorizationGrantType secrets { id } } } }');
    const found = new Set<string>(
      applications.nodes.map((node: Record<string, string>) => `${node.clientType} ${node.authorizationGrantType}`),
    );
    expect(found).toEqual(
      new Set(Object.values(ClientType).flatMap((type) => GRANT_TYPES_BY_CLIENT_TYPE[type].map((grant) => `${type} ${grant}`))),
    );
    for (const { clientType, secrets } of applications.nodes) expect(secrets.length > 0).toBe(clientType === ClientType.CONFIDENTIAL);
  });

  it('has secrets that expire soon, and tokens in every state', async () => {
    const soon = new Date(Date.now() + 30 * 24 * 3_600_000).toISOString();
    const { expiring, applications } = await ask(`{
      expiring: applications(filter: { secretExpiresBefore: "${soon}" }) { totalCount }
      applications(first: 100) { nodes { lastUsedAt tokenCounts { active expired revoked } } }
    }`);
    expect(expiring.totalCount).toBeGreaterThan(0);
    const nodes: { lastUsedAt: string | null; tokenCounts: Record<string, number> }[] = applications.nodes;
    for (const state of ['active', 'expired', 'revoked']) expect(nodes.some(({ tokenCounts }) => (tokenCounts[state] ?? 0) > 0)).toBe(true);
    expect(nodes.some(({ lastUsedAt }) => lastUsedAt === null)).toBe(true);
    expect(nodes.some(({ lastUsedAt }) => lastUsedAt !== null)).toBe(true);
  });

  it('tells the same of an application as it has: so many changes as its version says, and that it was disabled', async () => {
    const { applications, activity } = await ask(`{
      applications(first: 100) { nodes { id enabled version } }
      activity(first: 100, filter: { operation: UPDATE }) { nodes { objectId changes { field } } }
    }`);
    expect(activity.nodes.length).toBeLessThan(100);
    for (const { id, enabled, version } of applications.nodes) {
      const own = activity.nodes.filter(({ objectId }: { objectId: string }) => objectId === id);
      expect([id, own.length]).toEqual([id, version - 1]);
      const disabling = own.filter(({ changes }: { changes: { field: string }[] }) => changes.some(({ field }) => field === 'enabled'));
      expect([id, disabling.length]).toEqual([id, enabled ? 0 : 1]);
    }
  });

  it('passes the rules that applications made by hand pass', async () => {
    const { applications } = await ask('{ applications(first: 100) { nodes { id name redirectUris scopes maximumScopes } } }');
    for (const { id, ...input } of applications.nodes) {
      const fields = Object.entries(input).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
      const data = await ask(
        `mutation { updateApplication(input: { id: "${id}", ${fields.join(', ')} }) { userErrors { field message } } }`,
      );
      expect(data.updateApplication.userErrors).toEqual([]);
    }
  });

  it('leaves a database alone that has applications, unless told otherwise', async () => {
    const again = await clienteleHere(['seed', '--applications', '3'], environment);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringMatching(/^clientele: The database has 60 applications already\..*\n$/) });
    const forced = await clienteleHere(['seed', '--applications', '3', '--tokens', '10', '--force'], environment);
    expect(forced.code).toBe(0);
    expect((await ask('{ applications { totalCount } }')).applications.totalCount).toBe(63);
  });

  it('speaks of one thing as one', async () => {
    const other = { DATABASE_URL: await lastingDatabase(scratch.path) };
    const one = ['--organizations', '1', '--users', '1', '--applications', '1', '--tokens', '1'];
    const { code, stdout } = await clienteleHere(['seed', ...one], other);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^1 of 1 application\nMade 1 organization, 1 user and 1 token\n$/m);
    const { stderr } = await clienteleHere(['seed', ...one], other);
    expect(stderr).toContain('The database has 1 application already.');
    const again = await clienteleHere(['seed', ...one, '--force', '--json'], other);
    expect(again).toEqual({ code: 0, stdout: expect.any(String), stderr: '' });
    expect(JSON.parse(again.stdout)).toEqual({ organizations: 0, users: 0, applications: 1, tokens: 1 });
  });

  it('makes exactly as much as it is told', async () => {
    const other = { ...environment, DATABASE_URL: await lastingDatabase(scratch.path) };
    const sizes = ['--organizations', '3', '--users', '4', '--applications', '1300', '--tokens', '2000'];
    const told = await clienteleHere(['seed', ...sizes, '--json'], other);
    expect(JSON.parse(told.stdout)).toEqual({ organizations: 3, users: 4, applications: 1300, tokens: 2000 });
    const { stdout } = await clienteleHere(['token', 'create', '--user', 'admin', '--scopes', 'admin'], other);
    const served = await serve(other);
    const { json } = await post(
      served.url,
      '{ applications { totalCount } organizations { totalCount nodes { applications { totalCount } } } users { totalCount } }',
      { authorization: `Bearer ${stdout.trim()}` },
    );
    await served.end();
    expect(json.data.applications.totalCount).toBe(1300);
    expect([json.data.organizations.totalCount, json.data.users.totalCount]).toEqual([4, 5]);
  });
});
