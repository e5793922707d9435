import { afterAll, describe, expect, it } from '@jest/globals';
import { clienteleHere } from '../support/command.ts';
import { lastingDatabase } from '../support/database.ts';
import { clientele, scratchDirectory, serve } from '../support/process.ts';
import { post } from '../support/wire.ts';

const scratch = scratchDirectory();
afterAll(scratch.remove);

/** Requests on connections of their own, which cluster hands to its workers in turn. */
const REQUESTS = Array.from({ length: 12 }, (_, index) => index);
const apart = { connection: 'close' };

describe('a gateway of several processes', () => {
  it('shows what one of them has written, and takes no token that one of them has revoked', async () => {
    const environment = { DATABASE_URL: await lastingDatabase(scratch.path), ADMIN_PASSWORD: 'correct horse', WORKERS: '2' };
    const gateway = await serve(environment);
    const token = async () => (await clienteleHere(['token', 'create', '--user', 'admin', '--scopes', 'admin'], environment)).stdout.trim();
    const [mine, doomed] = [await token(), await token()];
    const headers = { authorization: `Bearer ${mine}`, ...apart };

    const made = await post(
      gateway.url,
      'mutation { createOrganization(input: { name: "Acme" }) { organization { id } userErrors { message } } }',
      headers,
    );
    const { id } = made.json.data.createOrganization.organization;
    for (const _ of REQUESTS) {
      const { json } = await post(gateway.url, `{ organization(id: "${id}") { name } }`, headers);
      expect(json.data.organization.name).toBe('Acme');
    }

    const asDoomed = { authorization: `Bearer ${doomed}`, ...apart };
    const { json } = await post(gateway.url, '{ viewer { personalTokens(first: 1) { nodes { id hint } } } }', asDoomed);
    const [newest] = json.data.viewer.personalTokens.nodes;
    expect(doomed.endsWith(newest.hint)).toBe(true);
    await post(gateway.url, `mutation { revokeToken(input: { id: "${newest.id}" }) { userErrors { message } } }`, headers);
    for (const _ of REQUESTS) expect((await post(gateway.url, '{ viewer { id } }', asDoomed)).status).toBe(401);

    const { code } = await gateway.end();
    expect(code).toBe(0);
  });

  it('loses no write where all of them write at once', async () => {
    const environment = { DATABASE_URL: await lastingDatabase(scratch.path), ADMIN_PASSWORD: 'correct horse', WORKERS: '2' };
    const gateway = await serve(environment);
    const { stdout } = await clienteleHere(['token', 'create', '--user', 'admin', '--scopes', 'admin'], environment);
    const headers = { authorization: `Bearer ${stdout.trim()}`, ...apart };
    const names = Array.from({ length: 40 }, (_, index) => `Organization ${index}`);
    const answers = await Promise.all(
      names.map((name) =>
        post(gateway.url, `mutation { createOrganization(input: { name: "${name}" }) { userErrors { message } } }`, headers),
      ),
    );
    for (const { json } of answers) expect(json.data.createOrganization.userErrors).toEqual([]);
    const { json } = await post(gateway.url, '{ organizations { totalCount } }', headers);
    expect(json.data.organizations.totalCount).toBe(names.length + 1);
    await gateway.end();
  });

  it('cannot share a database in memory', async () => {
    const { code, stderr } = await clienteleHere(['serve'], { DATABASE_URL: 'sqlite::memory:', WORKERS: '2' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^clientele: WORKERS: a database in memory belongs to one process/);
  });

  it('says once why it cannot start', async () => {
    const { code, stderr } = await clientele(['serve'], {
      DATABASE_URL: await lastingDatabase(scratch.path),
      WORKERS: '2',
      PORT: '0',
      HOST: '203.0.113.1',
    });
    expect(code).toBe(1);
    expect(stderr).toContain('HOST: cannot listen on 203.0.113.1');
  });
});
