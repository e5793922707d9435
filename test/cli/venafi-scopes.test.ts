import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { lastingDatabase } from '../support/database.ts';
import { clientele, scratchDirectory, serve } from '../support/process.ts';
import { post } from '../support/wire.ts';

const scratch = scratchDirectory();
afterAll(scratch.remove);

it('"token create" understands scopes in the form "certificate:manage,discover;configuration"', async () => {
  const file = join(scratch.path, 'scopes.json');
  const names = ['certificate:manage', 'certificate:discover', 'configuration'];
  writeFileSync(file, JSON.stringify(Object.fromEntries(names.map((name) => [name, `Allows ${name}.`]))));
  const environment = { DATABASE_URL: await lastingDatabase(scratch.path), SCOPES_FILE: file, ADMIN_PASSWORD: 'correct horse' };
  const gateway = await serve(environment);
  const { stdout } = await clientele(
    ['token', 'create', '--user', 'admin', '--scopes', 'read certificate:manage,discover;configuration'],
    environment,
  );
  const { json } = await post(gateway.url, '{ viewer { personalTokens { nodes { scopes } } } scopes { name } }', {
    authorization: `Bearer ${stdout.trim()}`,
  });
  await gateway.end();
  expect(json.data.viewer.personalTokens.nodes).toEqual([{ scopes: ['read', ...names] }]);
  expect(json.data.scopes.map(({ name }: { name: string }) => name)).toEqual(['read', 'write', 'admin', ...names]);
});
