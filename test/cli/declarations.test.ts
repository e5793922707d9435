import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clienteleHere } from '../support/command.ts';
import { lastingDatabase } from '../support/database.ts';
import { type Finished, type Serving, scratchDirectory, serve } from '../support/process.ts';

const scratch = scratchDirectory();
let environment: Record<string, string>;
let gateway: Serving;
let token: string;
beforeAll(async () => {
  environment = { DATABASE_URL: await lastingDatabase(scratch.path), ADMIN_PASSWORD: 'correct horse' };
  gateway = await serve(environment);
  token = (await run(['token', 'create', '--user', 'admin', '--scopes', 'admin'])).stdout.trim();
  for (const name of ['Payments', 'Other']) await run(['organization', 'create', name]);
});
afterAll(async () => {
  await gateway.end();
  scratch.remove();
});

const run = (args: readonly string[], more: Record<string, string> = {}): Promise<Finished> =>
  clienteleHere(args, { ...environment, ...more });
const atGateway = (args: readonly string[], more: Record<string, string> = {}) =>
  run([...args, '--server', gateway.url], { DATABASE_URL: 'sqlite:/nowhere.db', CLIENTELE_TOKEN: token, ...more });

/** A file in the scratch directory. @returns its path */
function file(name: string, text: string): string {
  const path = join(scratch.path, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}
const portal = (name: string, more = '') => `organization: Payments
source: ${name}
applications:
  - clientId: ${name}
    name: ${name}
    clientType: CONFIDENTIAL
    grantTypes: [AUTHORIZATION_CODE]
    redirectUris: [https://portal.example.org/callback]
${more}`;

describe.each([
  ['on the database', run],
  ['on a gateway', atGateway],
])('%s', (where, on) => {
  const name = where === 'on the database' ? 'local' : 'remote';

  it('"plan" says what would change, and changes nothing', async () => {
    const path = file(`${name}.yaml`, portal(name));
    for (let times = 0; times < 2; times++) {
      const { code, stdout, stderr } = await on(['plan', '-f', path]);
      expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
      expect(stdout).toMatch(new RegExp(`^Payments\n {2}\\+ ${name} \\(${name}\\)\n`));
      expect(stdout).toContain('      redirectUris: ["https://portal.example.org/callback"]\n');
      expect(stdout).toMatch(/\n {6}secret is generated\n\n1 to create, 0 to change, 0 to delete, 0 as declared\.\n$/);
    }
  });

  it('"apply" does it with --yes alone where there is no terminal, and then there is nothing to do', async () => {
    const path = join(scratch.path, `${name}.yaml`);
    expect(await on(['apply', '-f', path, '--secrets-to', '-'])).toMatchObject({
      code: 1,
      stderr: 'clientele: Nothing was changed: there is no terminal to ask on. Give --yes to go on without.\n',
    });
    expect(await on(['apply', '-f', path, '--yes'])).toMatchObject({
      code: 1,
      stderr:
        'clientele: Nothing was changed: secrets would be generated, and there is no terminal to show them on. Give --secrets-to FILE, or "-" to print them.\n',
    });
    const { code, stdout } = await on(['apply', '-f', path, '--yes', '--secrets-to', '-']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      new RegExp(
        `\nThe secret of ${name} \\(${name}\\), shown this once: clt_sec_[\\w-]+\n1 created, 0 changed, 0 deleted, 0 as declared\\.\n$`,
      ),
    );
    for (const command of ['plan', 'apply'])
      expect(await on([command, '-f', path])).toEqual({
        code: 0,
        stdout: '0 to create, 0 to change, 0 to delete, 1 as declared.\n',
        stderr: '',
      });
  });

  it('shows changes before and after, and deletes with --prune what is not declared any more', async () => {
    const changed = file(`${name}-changed.yaml`, portal(name, '    vendor: Acme\n').replace('portal.example', 'elsewhere.example'));
    const { code, stdout } = await on(['plan', '-f', changed]);
    expect(code).toBe(2);
    expect(stdout).toContain(`  ~ ${name} (${name})
      vendor: none → Acme
      redirectUris: ["https://portal.example.org/callback"] → ["https://elsewhere.example.org/callback"]
      secret …`);
    const none = file(`${name}-none.yaml`, `organization: Payments\nsource: ${name}\napplications: []\n`);
    expect(await on(['plan', '-f', none, '--prune'])).toMatchObject({
      code: 1,
      stderr: `clientele: No application of "Payments" is declared, so --prune would delete all that "${name}" has registered. Give --yes if that is meant.\n`,
    });
    const pruned = await on(['apply', '-f', none, '--prune', '--yes']);
    expect(pruned).toMatchObject({ code: 0, stderr: '' });
    expect(pruned.stdout).toContain(`  - ${name} (${name})\n`);
    expect(pruned.stdout).toMatch(/0 created, 0 changed, 1 deleted, 0 as declared\.\n$/);
  });

  it('writes generated secrets to a new file of its owner alone, and takes given ones from the environment', async () => {
    const secrets = join(scratch.path, `${name}-secrets.jsonl`);
    const given = `  - name: Given ${name}
    clientType: CONFIDENTIAL
    grantTypes: [CLIENT_CREDENTIALS]
    secret: { fromEnvironment: GIVEN_SECRET }
`;
    const path = file(`${name}-secrets.yaml`, portal(`${name}-secrets`, given));
    const secret = { GIVEN_SECRET: 'made.elsewhere:0123456789' };
    expect(await on(['plan', '-f', path])).toEqual({
      code: 1,
      stdout: '',
      stderr: `${path}:12:15: The environment has no GIVEN_SECRET.\n`,
    });
    const { code, stdout, stderr } = await on(['apply', '-f', path, '--yes', '--secrets-to', secrets], secret);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toContain('clt_sec_');
    expect(stdout + readFileSync(secrets, 'utf8')).not.toContain(secret.GIVEN_SECRET);
    expect(JSON.parse(readFileSync(secrets, 'utf8'))).toEqual({
      organization: 'Payments',
      name: `${name}-secrets`,
      clientId: `${name}-secrets`,
      clientSecret: expect.stringMatching(/^clt_sec_/),
    });
    expect(statSync(secrets).mode & 0o777).toBe(0o600);
    const other = file(`${name}-other.yaml`, portal(`${name}-other`));
    expect(await on(['apply', '-f', other, '--yes', '--secrets-to', secrets])).toMatchObject({
      code: 1,
      stderr: `clientele: --secrets-to: ${secrets} is there already, and is not overwritten.\n`,
    });
    expect((await on(['plan', '-f', other])).code).toBe(2);
    const unused = join(scratch.path, `${name}-unused.jsonl`);
    await on(['apply', '-f', path, '--yes', '--secrets-to', unused], secret);
    expect(existsSync(unused)).toBe(false);
  });

  it('says all that is wrong, each with its place, and does nothing', async () => {
    const wrong = file(`${name}/wrong.yaml`, portal(`${name}-wrong`, '    scopes: [nothing]\n').replace('https:', 'ftp:'));
    const twice = file(`${name}/twice.json`, JSON.stringify({ organization: 'Nobody', applications: [{ name: 'X' }] }));
    const { code, stdout, stderr } = await on(['apply', '--yes', '-f', join(scratch.path, name)]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.split('\n')).toEqual([
      `${twice}:1:2: There is no organization "Nobody", or none that you may read.`,
      expect.stringMatching(new RegExp(`^${wrong}:8:20: redirectUris\\.0: `)),
      `${wrong}:9:14: scopes.0: There is no scope "nothing".`,
      '',
    ]);
  });
});

it('a gateway finds an organization behind a hundred that have its name in theirs, and by a name of 255 characters', async () => {
  const long = '👩'.repeat(255);
  const names = [...Array.from({ length: 101 }, (_, index) => `A ${index} of Zebra`), 'Zebra', long];
  const create = names.map(
    (name, index) => `o${index}: createOrganization(input: { name: ${JSON.stringify(name)} }) { userErrors { message } }`,
  );
  for (let index = 0; index < create.length; index += 20) {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ query: `mutation { ${create.slice(index, index + 20).join(' ')} }` });
    expect(await (await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body })).text()).not.toContain('message');
  }
  for (const name of ['Zebra', long]) {
    const path = file(
      'sought.json',
      JSON.stringify({ organization: name, applications: [{ name: 'Sought', clientType: 'PUBLIC', grantTypes: ['DEVICE_CODE'] }] }),
    );
    expect(await atGateway(['plan', '-f', path])).toMatchObject({ code: 2, stderr: '' });
  }
});

it('"export" prints what "plan" finds nothing to do for', async () => {
  const { code, stdout, stderr } = await run(['export', '--organization', 'Payments']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^# yaml-language-server: \$schema=\.\/clientele\.schema\.json\norganization: Payments\napplications:\n/);
  const path = file('exported.yaml', stdout);
  for (const on of [run, atGateway]) expect(await on(['plan', '-f', path])).toMatchObject({ code: 0, stderr: '' });
  const one = await run(['export', '--application', 'local-secrets']);
  expect(one.stdout).toContain('  - clientId: local-secrets\n');
  expect(one.stdout.match(/clientId:/g)).toHaveLength(1);
});

describe('what the token may not do is said with its place', () => {
  it('in an organization that its user may not edit, and with a client id of another one', async () => {
    await run(['user', 'create', 'mona', '--password', 'correct horse']);
    await run(['member', 'set', 'Payments', 'mona', 'MEMBER']);
    await run(['member', 'set', 'Other', 'mona', 'ADMIN']);
    const mona = { CLIENTELE_TOKEN: (await run(['token', 'create', '--user', 'mona', '--scopes', 'write'])).stdout.trim() };
    await run(['apply', '--yes', '--secrets-to', '-', '-f', file('of-payments.yaml', portal('of-payments'))]);
    const payments = file('mona.yaml', portal('mona'));
    expect(await atGateway(['plan', '-f', payments], mona)).toEqual({
      code: 1,
      stdout: '',
      stderr: `${payments}:1:1: Only an ADMIN of the organization may register applications in it.\n`,
    });
    const other = file('mona-other.yaml', portal('of-payments').replace('Payments', 'Other'));
    expect(await atGateway(['plan', '-f', other], mona)).toEqual({
      code: 1,
      stdout: '',
      stderr: `${other}:4:5: clientId: Another application has this client id already.\n`,
    });
  });
});

describe('a gateway that', () => {
  /** Stands in for a gateway. @param applied what it does when declarations are applied */
  const inPlaceOf = async (applied: (response: ServerResponse) => void, work: (url: string) => Promise<void>) => {
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      if (body.includes('mutation')) applied(response);
      else response.end('{"data":{"organizations":{"nodes":[{"id":"x","name":"Payments"}],"pageInfo":{"hasNextPage":false}}}}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  };
  const apply = (url: string) =>
    run(['apply', '--yes', '--secrets-to', '-', '-f', file('away.yaml', portal('away')), '--server', url], { CLIENTELE_TOKEN: token });

  it('goes away in the middle leaves it open what was done, and the command says so', () =>
    inPlaceOf(
      (response) => response.destroy(),
      async (url) => {
        const { code, stdout, stderr } = await apply(url);
        expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
        expect(stderr).toMatch(
          /^clientele: .+ did not answer as a gateway does: .+\. Whether anything was changed is not known: ".*plan" says it\.\n$/,
        );
      },
    ));

  it('sends elsewhere is not followed, because the request has secrets in it', () =>
    inPlaceOf(
      (response) => response.writeHead(307, { location: gateway.url }).end(),
      async (url) =>
        expect(await apply(url)).toMatchObject({ code: 1, stderr: expect.stringContaining('did not answer as a gateway does') }),
    ));
});

it('a program is told the secrets of what was done, also where a later organization fails', async () => {
  const one = file(
    'first.yaml',
    `${portal('done-first')}---\norganization: Other\napplications:\n  - name: done later\n    clientType: PUBLIC\n    grantTypes: [DEVICE_CODE]\n`,
  );
  let calls = 0;
  const other = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    // the second that is applied in earnest
    if (body.includes('"dryRun":false') && ++calls === 2) return response.destroy();
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    return response.end(await (await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body })).text());
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  const { code, stdout, stderr } = await run(['apply', '--yes', '--json', '-f', one, '--server', url], { CLIENTELE_TOKEN: token });
  other.close();
  expect(code).toBe(1);
  expect(stderr).toContain('Whether anything was changed is not known');
  expect(JSON.parse(stdout)).toMatchObject({
    organizations: [{ organization: 'Payments', plan: [{ action: 'CREATE', clientSecret: expect.stringMatching(/^clt_sec_/) }] }],
  });
});

it('what one document would delete and another declares is not deleted', async () => {
  await run(['apply', '--yes', '--secrets-to', '-', '-f', file('moves.yaml', portal('moves'))]);
  const moved = file(
    'moved.yaml',
    `organization: Payments\nsource: moves\napplications: []\n---\n${portal('moves').replace('source: moves', 'source: elsewhere')}`,
  );
  expect(await run(['apply', '--yes', '--prune', '-f', moved])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(': "moves" was registered for another source. Apply once without --prune, which moves it.\n'),
  });
  expect((await run(['apply', '--yes', '-f', moved])).stdout).toContain('source: moves → elsewhere');
  expect(await run(['plan', '--yes', '--prune', '-f', moved])).toMatchObject({ code: 0 });
});

it('nothing that a terminal would obey is printed of what others have written', async () => {
  const path = file('obeyed.yaml', `organization: Payments\napplications:\n  - "\\e[31mname\\u202E": x\n`);
  const { stderr } = await run(['plan', '-f', path]);
  expect(stderr).toContain('There is no "\\u001b[31mname\\u202e"');
});

describe('what cannot be done is said in one line', () => {
  const path = () => file('fine.yaml', portal('fine'));
  it.each<[string, () => Promise<Finished>, RegExp]>([
    ['no file', () => run(['plan', '-f', '/nowhere.yaml']), /^clientele: \/nowhere\.yaml cannot be read: no such file or directory\.\n$/],
    [
      'nothing declared',
      () => run(['plan', '-f', file('empty.yaml', '# nothing\n')]),
      /^clientele: Nothing is declared in .*empty\.yaml\.\n$/,
    ],
    [
      'a file that is too large',
      () => run(['plan', '-f', file('large.yaml', ' '.repeat(5_000_001))]),
      /^clientele: .*large\.yaml has 5000001 bytes; at most 5000000 are read\.\n$/,
    ],
    [
      'a client id in two files',
      () => run(['plan', '-f', path(), file('again.yaml', portal('fine'))]),
      /^.*again\.yaml:4:5: The client id "fine" is declared at .*fine\.yaml:4:5 already\.\n.*again\.yaml:5:5: The name "fine" is declared at .*fine\.yaml:5:5 already\.\n$/,
    ],
    [
      'no token',
      () => run(['plan', '-f', path(), '--server', gateway.url]),
      /^clientele: CLIENTELE_TOKEN is missing: the token with which --server is asked\.\n$/,
    ],
    [
      'a token that does not work',
      () => atGateway(['plan', '-f', path()], { CLIENTELE_TOKEN: 'clt_at_nothing' }),
      /^clientele: http:\/\/.*\/graphql answered 401: .+\n$/,
    ],
    [
      'no gateway',
      () => run(['plan', '-f', path(), '--server', 'http://127.0.0.1:1'], { CLIENTELE_TOKEN: token }),
      /^clientele: http:\/\/127\.0\.0\.1:1\/graphql did not answer as a gateway does: .+\n$/,
    ],
    [
      'no URL',
      () => run(['plan', '-f', path(), '--server', 'nowhere'], { CLIENTELE_TOKEN: token }),
      /^clientele: --server must be an http or https URL/,
    ],
  ])('%s', async (_, command, message) => {
    const { code, stdout, stderr } = await command();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
