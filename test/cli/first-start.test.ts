import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clienteleHere } from '../support/command.ts';
import { emptyLastingDatabase } from '../support/database.ts';
import { scratchDirectory, serve } from '../support/process.ts';
import { post } from '../support/wire.ts';

const scratch = scratchDirectory();
let environment: { DATABASE_URL: string };
beforeAll(async () => {
  environment = { DATABASE_URL: await emptyLastingDatabase(scratch.path) };
});
afterAll(scratch.remove);

const who = `{ viewer { username isSuperuser } organizations { nodes { name } } }`;

async function askAsAdmin(url: string) {
  const { stdout } = await clienteleHere(['token', 'create', '--user', 'admin', '--scopes', 'admin'], environment);
  return (await post(url, who, { authorization: `Bearer ${stdout.trim().split('\n').at(-1)}` })).json;
}

describe('the first start', () => {
  it('makes the organization Default and the superuser admin, and shows a random password once', async () => {
    const first = await serve(environment);
    expect((await askAsAdmin(first.url)).data).toEqual({
      viewer: { username: 'admin', isSuperuser: true },
      organizations: { nodes: [{ name: 'Default' }] },
    });
    const { stdout, stderr } = await first.end();
    const [, password = ''] = /password (\S{20,}) \(shown this once\)/.exec(stderr) ?? [];
    expect(password).not.toBe('');
    expect(stderr).toContain('token create --user admin');
    expect(stdout).not.toContain(password);

    const second = await (await serve(environment)).end();
    expect(second.stderr).not.toMatch(/password|First start/);
    expect(second.stdout).not.toContain(password);
  });

  it('takes ADMIN_PASSWORD, and shows it nowhere', async () => {
    const chosen = { DATABASE_URL: await emptyLastingDatabase(scratch.path), ADMIN_PASSWORD: 'correct horse battery' };
    const { stdout, stderr, code } = await (await serve(chosen)).end();
    expect(code).toBe(0);
    expect(stderr).toContain('superuser admin');
    expect(stdout + stderr).not.toContain('correct horse');
  });
});
