import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { clienteleHere } from '../support/command.ts';
import { clientele, scratchDirectory } from '../support/process.ts';

const scratch = scratchDirectory();
const environment = { DATABASE_URL: `sqlite:${join(scratch.path, 'registry.db')}` };
const declared = join(scratch.path, 'declared.yaml');
beforeAll(async () => {
  writeFileSync(declared, 'organization: Acme\napplications:\n  - { name: New, clientType: PUBLIC, grantTypes: [DEVICE_CODE] }\n');
  await clientele(['seed', '--applications', '2'], environment);
  await clientele(['organization', 'create', 'Acme'], environment);
});
afterAll(scratch.remove);

it.each<{ args: string[]; input?: string }>([
  { args: ['--help'] },
  { args: ['--version'] },
  { args: ['fly'] },
  { args: ['token', 'create'] },
  { args: ['token', 'list', '--limit', '3'] },
  { args: ['application', 'list', '--json'] },
  { args: ['plan', '-f', declared] },
  { args: ['plan', '-f', '/nowhere.yaml'] },
  { args: ['apply', '-f', declared] },
  { args: ['user', 'create', 'ada', '--password-stdin'], input: 'short\n' },
  { args: ['user', 'reset-password', 'admin'] },
])('$args says the same in the process of the tests as in one of its own', async ({ args, input }) => {
  const here = await clienteleHere(args, environment, input);
  expect(here).toEqual(await clientele(args, environment, input));
  expect(here.stdout + here.stderr).not.toBe('');
});
