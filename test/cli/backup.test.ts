import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { clienteleHere } from '../support/command.ts';
import { databaseName, lastingDatabase } from '../support/database.ts';
import { clientele, scratchDirectory, serve } from '../support/process.ts';
import { post } from '../support/wire.ts';

const scratch = scratchDirectory();
afterAll(scratch.remove);

const made = '{ organizations { nodes { name } } }';

if (databaseName === 'sqlite')
  describe('"backup" of SQLite', () => {
    it('copies what a gateway that serves has committed, to a file that serves as well', async () => {
      const file = join(scratch.path, 'copy.db');
      const environment = { DATABASE_URL: await lastingDatabase(scratch.path), ADMIN_PASSWORD: 'correct horse' };
      const gateway = await serve(environment);
      const token = (await clienteleHere(['token', 'create', '--user', 'admin', '--scopes', 'admin'], environment)).stdout.trim();
      const headers = { authorization: `Bearer ${token}` };
      await post(gateway.url, 'mutation { createOrganization(input: { name: "Before" }) { userErrors { message } } }', headers);
      expect(await clientele(['backup', file], environment)).toEqual({ code: 0, stdout: `Wrote ${file}\n`, stderr: '' });
      await post(gateway.url, 'mutation { createOrganization(input: { name: "After" }) { userErrors { message } } }', headers);
      await gateway.end();

      const restored = await serve({ ...environment, DATABASE_URL: `sqlite:${file}` });
      const { json } = await post(restored.url, made, headers);
      await restored.end();
      expect(json.data.organizations.nodes).toEqual([{ name: 'Before' }, { name: 'Default' }]);
    });

    it('leaves a file alone that exists', async () => {
      const file = join(scratch.path, 'precious');
      writeFileSync(file, 'precious');
      const environment = { DATABASE_URL: await lastingDatabase(scratch.path) };
      await clientele(['migrate'], environment);
      const { code, stderr } = await clientele(['backup', file], environment);
      expect({ code, stderr }).toEqual({ code: 1, stderr: `clientele: ${file} exists already.\n` });
    });

    it('makes no database where there is none', async () => {
      const source = join(scratch.path, 'none.db');
      const { code, stderr } = await clientele(['backup', join(scratch.path, 'of-none.db')], { DATABASE_URL: `sqlite:${source}` });
      expect(code).toBe(1);
      expect(stderr).toMatch(/^clientele: .*\n$/);
      expect(existsSync(source)).toBe(false);
    });
  });

if (databaseName === 'postgresql')
  describe('"backup" of PostgreSQL', () => {
    it('is left to pg_dump', async () => {
      const { code, stderr } = await clientele(['backup', join(scratch.path, 'x')], { DATABASE_URL: await lastingDatabase(scratch.path) });
      expect({ code, stderr }).toEqual({ code: 1, stderr: 'clientele: Back up PostgreSQL with its own pg_dump.\n' });
    });
  });
