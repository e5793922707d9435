import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, describe, expect, it } from '@jest/globals';
import { clienteleHere } from '../support/command.ts';
import { emptyLastingDatabase, lastingDatabase } from '../support/database.ts';
import { clientele, scratchDirectory, serve } from '../support/process.ts';
import { ask, post } from '../support/wire.ts';

const scratch = scratchDirectory();
afterAll(scratch.remove);

describe('"serve"', () => {
  it('says in one line that its port is in use', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port));
    });
    const url = await lastingDatabase(scratch.path);
    const { code, stderr } = await clientele(['serve'], { DATABASE_URL: url, PORT: String(port), ADMIN_PASSWORD: 'correct horse' });
    other.close();
    expect(existsSync(`${url.slice('sqlite:'.length)}-wal`)).toBe(false);
    expect(code).toBe(1);
    expect(stderr.trimEnd().split('\n').at(-1)).toBe(`clientele: PORT: ${port} is in use. Set PORT to another one.`);
    expect(stderr).not.toContain('    at ');
  });

  it('started twice at once on one empty database, makes one superuser', async () => {
    const environment = { DATABASE_URL: await emptyLastingDatabase(scratch.path) };
    const gateways = await Promise.all([serve(environment), serve(environment), serve(environment)]);
    for (const { url } of gateways) expect((await ask(`${url}/readyz`)).status).toBe(200);
    const { stdout } = await clienteleHere(['token', 'create', '--user', 'admin', '--scopes', 'admin'], environment);
    const [first] = gateways;
    const { json } = await post(first.url, '{ users { nodes { username } } organizations { nodes { name } } }', {
      authorization: `Bearer ${stdout.trim()}`,
    });
    const ended = await Promise.all(gateways.map((gateway) => gateway.end()));
    expect(json.data).toEqual({ users: { nodes: [{ username: 'admin' }] }, organizations: { nodes: [{ name: 'Default' }] } });
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(ended.filter(({ stderr }) => stderr.includes('password'))).toHaveLength(1);
  });

  it('takes a token that another process has revoked no longer', async () => {
    const environment = { DATABASE_URL: await lastingDatabase(scratch.path), ADMIN_PASSWORD: 'correct horse' };
    const gateways = [await serve(environment), await serve(environment)] as const;
    const { stdout } = await clienteleHere(['token', 'create', '--user', 'admin'], environment);
    const headers = { authorization: `Bearer ${stdout.trim()}` };
    const { json } = await post(gateways[0].url, '{ viewer { personalTokens { nodes { id } } } }', headers);
    const { id } = json.data.viewer.personalTokens.nodes[0];
    expect((await post(gateways[1].url, '{ viewer { username } }', headers)).status).toBe(200);
    await post(gateways[0].url, `mutation { revokeToken(input: { id: "${id}" }) { userErrors { message } } }`, headers);
    expect((await post(gateways[1].url, '{ viewer { username } }', headers)).status).toBe(401);
    await Promise.all(gateways.map((gateway) => gateway.end()));
  });
});
