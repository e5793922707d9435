import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { CLIENTELE, run, type Serving, serveBy } from '../support/process.ts';
import { post } from '../support/wire.ts';
import { blocksOf } from './markdown.ts';
import { BUILT_CONSOLE, Shell } from './shell.ts';

const recipe = blocksOf('CONTRIBUTING.md').filter(({ heading }) => heading === 'Add a field');
const [node, flag] = CLIENTELE;

/** Makes the additions of a block, whose other lines say where. */
function add(directory: string, { source = '', text }: { source: string | undefined; text: string }): void {
  const lines = text.split('\n');
  const [before, after] = [lines.filter((line) => !line.startsWith('+')), lines].map((some) =>
    some.map((line) => line.slice(1)).join('\n'),
  );
  const [head, tail, ...more] = readFileSync(join(directory, source), 'utf8').split(before as string);
  expect({ source, tail, more }).toEqual({ source, tail: expect.any(String), more: [] });
  writeFileSync(join(directory, source), `${head}${after}${tail}`);
}

let shell: Shell;
let gateway: Serving;
let headers: { authorization: string };
beforeAll(async () => {
  shell = new Shell({}, BUILT_CONSOLE);
  for (const block of recipe.filter(({ language }) => language === 'diff')) add(shell.directory, block);
  await shell.run('PATH=node_modules/.bin:$PATH npm run -s build');
  const file = join(shell.directory, 'registry.db');
  const environment = { DATABASE_URL: `sqlite:${file}` };
  const command = [node, flag, join(shell.directory, 'dist/main.js')] as const;
  expect(await run([...command, 'migrate'], environment)).toMatchObject({ code: 0 });
  const database = new Database(file);
  for (const { text } of recipe.filter(({ language }) => language === 'sql')) database.exec(text);
  database.close();
  gateway = await serveBy([...command, 'serve'], environment);
  const { stdout } = await run([...command, 'token', 'create', '--user', 'admin', '--scopes', 'admin'], environment);
  headers = { authorization: `Bearer ${stdout.trim()}` };
});
afterAll(async () => {
  await gateway?.end();
  await shell.end();
});

async function ask(query: string, input?: object) {
  const { json } = await post(gateway.url, query, headers, { input });
  expect(json.errors).toBeUndefined();
  return json.data;
}

const create = (more: object) =>
  ask(
    'mutation ($input: CreateApplicationInput!) { createApplication(input: $input) { application { id licence } userErrors { code } } }',
    {
      ...{ clientType: 'CONFIDENTIAL', authorizationGrantType: 'CLIENT_CREDENTIALS' },
      ...more,
    },
  );
const update = (input: object) =>
  ask(
    'mutation ($input: UpdateApplicationInput!) { updateApplication(input: $input) { application { licence } userErrors { code } } }',
    input,
  );

it('a field that is added as CONTRIBUTING.md says can be set, kept and cleared, and activity tells of it', async () => {
  const [organization] = (await ask('{ organizations { nodes { id } } }')).organizations.nodes;
  const silent = await create({ name: 'Silent', organizationId: organization.id });
  expect(silent.createApplication).toMatchObject({ application: { licence: null }, userErrors: [] });
  const made = await create({ name: 'Portal', organizationId: organization.id, licence: 'MIT' });
  expect(made.createApplication).toMatchObject({ application: { licence: 'MIT' }, userErrors: [] });
  const { id } = made.createApplication.application;
  expect((await update({ id, name: 'Gate' })).updateApplication).toEqual({ application: { licence: 'MIT' }, userErrors: [] });
  expect((await update({ id, licence: null })).updateApplication).toEqual({ application: { licence: null }, userErrors: [] });
  const { activity } = await ask(`{ activity(filter: { objectId: "${id}" }) { nodes { changes { field before after } } } }`);
  const changes = activity.nodes.flatMap((entry: { changes: { field: string }[] }) => entry.changes);
  expect(changes.filter(({ field }: { field: string }) => field === 'licence')).toEqual([
    { field: 'licence', before: 'MIT', after: null },
    { field: 'licence', before: null, after: 'MIT' },
  ]);
});
