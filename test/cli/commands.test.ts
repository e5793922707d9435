import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clienteleHere } from '../support/command.ts';
import { emptyLastingDatabase, lastingDatabase } from '../support/database.ts';
import { clientele, type Finished, type Serving, scratchDirectory, serve } from '../support/process.ts';
import { post } from '../support/wire.ts';

const scratch = scratchDirectory();
let environment: Record<string, string>;
let gateway: Serving;
let run: (...args: string[]) => Promise<Finished>;
beforeAll(async () => {
  environment = { DATABASE_URL: await lastingDatabase(scratch.path), ADMIN_PASSWORD: 'correct horse' };
  run = (...args) => clienteleHere(args, environment);
  gateway = await serve(environment);
});
afterAll(async () => {
  await gateway.end();
  scratch.remove();
});

const lastLine = (text: string) => text.trimEnd().split('\n').at(-1) as string;
const ask = async (query: string, token: string) => (await post(gateway.url, query, { authorization: `Bearer ${token}` })).json;

describe('"user create"', () => {
  it('makes a user with the given flags, beside a gateway that serves', async () => {
    const { code, stdout } = await run('user', 'create', 'Grace', '--password', 'correct horse', '--system-auditor');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Made the user Grace\n' });
    const token = lastLine((await run('token', 'create', '--user', 'grace')).stdout);
    const { data } = await ask('{ viewer { username isSuperuser isSystemAuditor } }', token);
    expect(data.viewer).toEqual({ username: 'Grace', isSuperuser: false, isSystemAuditor: true });
  });

  it('shows a random password when none is given', async () => {
    expect((await run('user', 'create', 'henri')).stdout).toMatch(/^Made the user henri, password \S{20,}\n$/);
  });

  it('says in one line what is wrong with a name', async () => {
    const { code, stdout, stderr } = await run('user', 'create', 'ADMIN', '--password', 'short');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^clientele: .*password: .*username: Another user has this name already\.\n$/);
  });
});

describe('"token create"', () => {
  it('prints the token alone on its last line', async () => {
    const { code, stdout } = await run('token', 'create', '--user', 'admin', '--scopes', 'read write', '--expires-in', '60');
    expect(code).toBe(0);
    expect(lastLine(stdout)).toMatch(/^clt_at_[\w-]{43}$/);
    const { data } = await ask('{ viewer { personalTokens(first: 1) { nodes { scopes expiresAt } } } }', lastLine(stdout));
    const [{ scopes, expiresAt }] = data.viewer.personalTokens.nodes;
    expect(scopes).toEqual(['read', 'write']);
    expect(new Date(expiresAt).getTime() - Date.now()).toBeLessThanOrEqual(60_000);
  });

  it('names an unknown user', async () => {
    const { code, stderr } = await run('token', 'create', '--user', 'nobody');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^clientele: There is no user "nobody"\. ".*" lists all\.\n$/),
    });
  });

  it('names an unknown scope', async () => {
    const { code, stdout, stderr } = await run('token', 'create', '--user', 'admin', '--scopes', 'read Admin');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe('clientele: scopes.1: There is no scope "Admin"; did you mean "admin"?\n');
  });
});

describe('"purge"', () => {
  it('deletes what has expired or was revoked, and nothing else', async () => {
    const admin = lastLine((await run('token', 'create', '--user', 'admin', '--scopes', 'admin')).stdout);
    const revoked = lastLine((await run('token', 'create', '--user', 'admin')).stdout);
    const { data } = await ask('{ viewer { personalTokens(first: 1) { nodes { id } } } }', revoked);
    await ask(`mutation { revokeToken(input: { id: "${data.viewer.personalTokens.nodes[0].id}" }) { userErrors { message } } }`, admin);
    const { code, stdout } = await run('purge');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^1 token deleted$/m);
    expect((await ask('{ viewer { username } }', admin)).data.viewer.username).toBe('admin');
    expect((await run('purge')).stdout).toMatch(/^0 tokens deleted$/m);
  });
});

describe('"migrate"', () => {
  it('runs what is missing, once', async () => {
    const empty = { DATABASE_URL: await emptyLastingDatabase(scratch.path) };
    const first = await clientele(['migrate'], empty);
    expect(first.stdout).toMatch(/^Ran 0001-initial/);
    expect(await clientele(['migrate'], empty)).toEqual({ code: 0, stdout: 'The database is up to date\n', stderr: '' });
  });

  it('runs once, however many processes run it at the same time', async () => {
    const empty = { DATABASE_URL: await emptyLastingDatabase(scratch.path) };
    const all = await Promise.all(Array.from({ length: 5 }, () => clientele(['migrate'], empty)));
    expect(all.map(({ code, stderr }) => ({ code, stderr }))).toEqual(all.map(() => ({ code: 0, stderr: '' })));
    expect(all.filter(({ stdout }) => stdout.startsWith('Ran'))).toHaveLength(1);
  });

  it('is what other commands ask for on a database that is behind', async () => {
    const url = await emptyLastingDatabase(scratch.path);
    // no table yet: an empty file is an empty database
    if (url.startsWith('sqlite:')) writeFileSync(url.slice('sqlite:'.length), '', { mode: 0o600 });
    const { code, stdout, stderr } = await clienteleHere(['purge'], { DATABASE_URL: url });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^clientele: The database is \d+ migration\(s\) behind this version\. Run "DATABASE_URL=\S+ node dist\/main\.js migrate"\.\n$/,
    );
  });
});
