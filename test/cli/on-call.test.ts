import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildASTSchema, getNamedType, isObjectType, parse } from 'graphql';
import { read } from '../docs/markdown.ts';
import { clienteleHere } from '../support/command.ts';
import { lastingDatabase } from '../support/database.ts';
import { type Finished, type Serving, scratchDirectory, serve } from '../support/process.ts';
import { post, tokenFor } from '../support/wire.ts';

const scratch = scratchDirectory();
let environment: Record<string, string>;
let gateway: Serving;
let admin: string;
let run: (args: string[], input?: string) => Promise<Finished>;
beforeAll(async () => {
  environment = { DATABASE_URL: await lastingDatabase(scratch.path), ADMIN_PASSWORD: 'correct horse' };
  run = (args, input) => clienteleHere(args, environment, input);
  gateway = await serve(environment);
  admin = (await run(['token', 'create', '--user', 'admin', '--scopes', 'admin'])).stdout.trim();
  await run(['organization', 'create', 'Acme', '--description', 'Makes everything']);
  await run(['user', 'create', 'Ada', '--password-stdin', '--email', 'ada@example.org'], 'first password\n');
  for (const [name, clientId] of [
    ['Portal', 'portal'],
    ['Reporter', 'reporter'],
    ['Sync', 'sync'],
  ])
    await register(name as string, clientId as string);
});
afterAll(async () => {
  await gateway.end();
  scratch.remove();
});

const ask = async (query: string, token = admin) => (await post(gateway.url, query, { authorization: `Bearer ${token}` })).json;

async function register(name: string, clientId: string) {
  const { data } = await ask('{ organizations(search: "Acme") { nodes { id } } }');
  const { id } = data.organizations.nodes[0];
  await ask(`mutation { createApplication(input: { name: "${name}", clientId: "${clientId}", organizationId: "${id}", clientType: CONFIDENTIAL,
    authorizationGrantType: CLIENT_CREDENTIALS }) { userErrors { message } } }`);
}

/** What a command prints as JSON. */
async function json(...args: string[]) {
  const { code, stdout, stderr } = await run([...args, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

const schema = buildASTSchema(parse(read('schema.graphql')));

/** Expects that a value has no other names than the type of the API has. */
function expectNames(value: unknown, type: string): void {
  if (Array.isArray(value)) for (const item of value) expectNames(item, type);
  else if (value !== null && typeof value === 'object') {
    const object = schema.getType(type);
    const fields = isObjectType(object) ? object.getFields() : {};
    for (const [name, below] of Object.entries(value)) {
      expect({ [type]: Object.keys(fields) }).toEqual({ [type]: expect.arrayContaining([name]) });
      expectNames(below, getNamedType((fields[name] as (typeof fields)[string]).type).name);
    }
  }
}

const lastEntry = async () =>
  (await ask('{ activity(first: 1) { nodes { operation objectName actor { username } } } }')).data.activity.nodes[0];

describe('"application"', () => {
  it('lists by organization and name, as many as wanted, and says how many there are', async () => {
    const { code, stdout, stderr } = await run(['application', 'list', '--limit', '2']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ORGANIZATION +NAME +CLIENT ID .*\nAcme +Portal +portal .*\nAcme +Reporter +reporter .*\n$/);
    expect(stderr).toMatch(/^2 of 3\./);
  });

  it('finds by text and organization', async () => {
    const found = await json('application', 'list', '--search', 'rePort', '--organization', 'acme');
    expect(found).toMatchObject({ totalCount: 1, nodes: [{ clientId: 'reporter', organization: { name: 'Acme' } }] });
    expect((await run(['application', 'list', '--organization', 'Default'])).stdout).toBe('None.\n');
    expectNames(found, 'ApplicationConnection');
  });

  it('shows one with its secrets and tokens', async () => {
    const { application } = await json('application', 'show', 'portal');
    expect(application).toMatchObject({
      name: 'Portal',
      postLogoutRedirectUris: [],
      webOrigins: [],
      tokenCounts: { total: 0 },
      secrets: [{ hint: expect.stringMatching(/^.{4}$/) }],
    });
    expectNames(application, 'Application');
    const { stdout } = await run(['application', 'show', application.id]);
    expect(stdout).toMatch(/^Name +Portal\nOrganization +Acme\n/);
    expect(stdout).toContain(`…${application.secrets[0].hint}`);
  });

  it('shows whom to ask, the tags, and what each secret is called and where it comes from', async () => {
    const found = (await json('application', 'show', 'reporter')).application;
    await ask(`mutation { updateApplication(input: { id: "${found.id}", tags: ["team:data", "env:prod"], ownerContact: "data@example.org" }) {
      userErrors { message } } }`);
    await ask(`mutation { addClientSecret(input: { applicationId: "${found.id}", name: "the old one", clientSecret: "made.elsewhere:0123456789" }) {
      userErrors { message } } }`);
    const { application } = await json('application', 'show', 'reporter');
    expect(application).toMatchObject({
      tags: ['env:prod', 'team:data'],
      ownerContact: 'data@example.org',
      secrets: [
        { name: null, source: 'GENERATED' },
        { name: 'the old one', source: 'GIVEN', hint: '6789' },
      ],
    });
    expectNames(application, 'Application');
    const { stdout } = await run(['application', 'show', 'reporter']);
    expect(stdout).toMatch(/\nContact +data@example\.org\nTags +env:prod team:data\n/);
    expect(stdout).toMatch(/\nSECRET +NAME +SOURCE .*\n….{4} +– +GENERATED .*\n…6789 +the old one +GIVEN /);
  });

  it('rotates the secret, which the command line has done', async () => {
    const kept = await json('application', 'rotate', 'portal', '--keep-previous-for', '60');
    expectNames(kept, 'RotateClientSecretPayload');
    const { stdout } = await run(['application', 'rotate', 'portal']);
    expect(stdout).toMatch(/^clt_sec_[\w-]{43}\n$/);
    const grant = (clientSecret: string) => tokenFor(gateway.url, { clientId: 'portal', clientSecret });
    expect(await lastEntry()).toEqual({ operation: 'ROTATE_SECRET', objectName: 'Portal', actor: null });
    expect((await grant(stdout.trim())).status).toBe(200);
    expect((await grant(kept.clientSecret)).status).toBe(401);
  });

  it('disables and enables', async () => {
    const { stdout } = await run(['application', 'disable', 'sync']);
    expect(stdout).toBe('Disabled Sync (sync) of Acme\n');
    expect(await lastEntry()).toEqual({ operation: 'UPDATE', objectName: 'Sync', actor: null });
    expect((await json('application', 'list', '--disabled')).nodes).toMatchObject([{ clientId: 'sync', enabled: false }]);
    expect((await json('application', 'enable', 'sync')).application).toMatchObject({ clientId: 'sync', enabled: true });
  });

  it('says in one line that there is none, and how to find others', async () => {
    const { code, stdout, stderr } = await run(['application', 'show', 'nope']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^clientele: There is no application with the client id or id "nope"\. ".* application list" lists all\.\n$/);
  });
});

describe('"token"', () => {
  it('lists, newest first, by user and state, and never shows a value', async () => {
    const made = await json('token', 'create', '--user', 'ada', '--scopes', 'read');
    const { stdout } = await run(['token', 'list', '--user', 'ada', '--state', 'ACTIVE', '--json']);
    const found = JSON.parse(stdout);
    expect(found).toMatchObject({
      totalCount: 1,
      nodes: [{ id: made.token.id, state: 'ACTIVE', user: { username: 'Ada' }, application: null }],
    });
    expect(stdout).not.toContain(made.accessToken);
    expectNames(made, 'CreateTokenPayload');
    expectNames(found, 'TokenConnection');
  });

  it('revokes one by its id or by itself, and what is leaked need not stand in the list of processes', async () => {
    const [one, other] = [await json('token', 'create', '--user', 'ada'), await json('token', 'create', '--user', 'ada')];
    expect((await json('token', 'revoke', one.token.id)).token).toMatchObject({ id: one.token.id, state: 'REVOKED' });
    const { stdout } = await run(['token', 'revoke', '-'], `${other.accessToken}\n`);
    expect(stdout).toBe(`Revoked the token …${other.token.hint} of Ada, with all that came of it\n`);
    for (const { accessToken } of [one, other]) expect((await ask('{ viewer { username } }', accessToken)).errors).toBeDefined();
    expect(await lastEntry()).toMatchObject({ operation: 'REVOKE_TOKEN', actor: null });
    expect(await run(['token', 'revoke', one.token.id])).toMatchObject({ code: 1, stderr: expect.stringMatching(/It was revoked at/) });
  });

  it('does not repeat what is no token', async () => {
    const { code, stderr } = await run(['token', 'revoke', 'clt_at_of-somewhere-else']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.not.stringContaining('somewhere-else') });
  });

  it('revokes all of a user', async () => {
    const { accessToken } = await json('token', 'create', '--user', 'ada');
    expect((await json('token', 'revoke', '--user', 'ada')).revokedTokenCount).toBeGreaterThan(0);
    expect((await ask('{ viewer { username } }', accessToken)).errors).toBeDefined();
    expect((await run(['token', 'revoke', '--user', 'ada'])).stdout).toBe('Revoked 0 tokens\n');
  });
});

describe('"user"', () => {
  it('lists by username', async () => {
    const found = await json('user', 'list', '--search', 'ADA@example');
    expect(found).toMatchObject({ totalCount: 1, nodes: [{ username: 'Ada', email: 'ada@example.org', isSuperuser: false }] });
    expectNames(found, 'UserConnection');
    expect((await run(['user', 'list'])).stdout).toMatch(/^USERNAME .*\nAda .*\nadmin /);
  });

  it('resets a password from standard input, and revokes the tokens if asked to', async () => {
    const { accessToken } = await json('token', 'create', '--user', 'ada');
    const { code, stdout, stderr } = await run(['user', 'reset-password', 'ADA', '--revoke-tokens'], 'second password\r\nnot this\n');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe('Ada has a new password; every session of the user has ended, and revoked 1 token\n');
    expect((await ask('{ viewer { username } }', accessToken)).errors).toBeDefined();
    const token = (await run(['token', 'create', '--user', 'ada'])).stdout.trim();
    const change = (currentPassword: string) =>
      ask(
        `mutation { updateUser(input: { id: "${id}", email: "${currentPassword.length}@example.org", currentPassword: "${currentPassword}" }) { userErrors { field } } }`,
        token,
      );
    const { id } = (await ask('{ viewer { id } }', token)).data.viewer;
    expect((await change('first password')).data.updateUser.userErrors).toEqual([{ field: ['currentPassword'] }]);
    expect((await change('second password')).data.updateUser.userErrors).toEqual([]);
  });

  it('takes no password that the rules refuse, and none at all', async () => {
    expect(await run(['user', 'reset-password', 'ada'], 'short\n')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^clientele: password: .*\n$/),
    });
    expect(await run(['user', 'reset-password', 'ada'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^clientele: The password is missing/),
    });
  });
});

describe('"organization" and "member"', () => {
  it('make an organization, and a user a member of it', async () => {
    const { organization } = await json('organization', 'create', 'Night shift');
    expectNames(organization, 'Organization');
    expect((await run(['member', 'set', 'night SHIFT', 'ada', 'AUDITOR'])).stdout).toBe('Ada is AUDITOR of Night shift\n');
    expect(await json('member', 'set', organization.id, 'ada', 'ADMIN')).toMatchObject({
      organization: { name: 'Night shift' },
      role: 'ADMIN',
    });
    const { data } = await ask('{ organizations(search: "night") { nodes { members { edges { role node { username } } } } } }');
    expect(data.organizations.nodes[0].members.edges).toEqual([{ role: 'ADMIN', node: { username: 'Ada' } }]);
    expect(await lastEntry()).toEqual({ operation: 'ADD_MEMBER', objectName: 'Night shift', actor: null });
    expect((await json('organization', 'list', '--limit', '2')).nodes.map(({ name }: { name: string }) => name)).toEqual([
      'Acme',
      'Default',
    ]);
  });

  it('say what is wrong', async () => {
    expect(await run(['organization', 'create', 'ACME'])).toMatchObject({
      code: 1,
      stderr: 'clientele: name: Another organization has this name already.\n',
    });
    expect(await run(['member', 'set', 'Nowhere', 'ada', 'ADMIN'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/no organization "Nowhere"/),
    });
  });
});
