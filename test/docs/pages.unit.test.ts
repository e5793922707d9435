import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import getPort from 'get-port';
import { Client } from 'pg';
import { type Block, blocksOf, pages, ROOT, tableBelow } from './markdown.ts';
import { BUILT, fits, NPM_CI, Shell } from './shell.ts';

/** Commands take as long as they take; a build and a run of tests are among them. */
const PATIENCE = 180_000;
const SHOWN_POSTGRESQL = 'postgresql://clientele:secret@localhost:5432/clientele';

/** What Relay's compiler has written. */
const RELAY = join(ROOT, 'test/docs/relay');

/** What a reader reads, in order: each page goes on from those before it. Those of `docs/deploy.md` run on a machine of their own. */
const DOCUMENTS = ['README.md', ...pages().filter((page) => page !== 'docs/deploy.md')];

let shell: Shell;
let substitutes: Map<string, string>;
beforeAll(async () => {
  substitutes = new Map([
    ['npm ci', NPM_CI],
    [SHOWN_POSTGRESQL, await emptyPostgresql()],
    // its package has the compilers of all platforms, 118 MB together: this is what it has made of the same
    ['npx relay-compiler', `cp -r ${join(RELAY, '__generated__')} src/ && cp ${join(RELAY, 'relay.json')} documents/`],
  ]);
  const ports = new Set(DOCUMENTS.flatMap(blocksOf).flatMap(({ text }) => text.match(/\b40\d\d\b/g) ?? []));
  for (const port of ports) substitutes.set(port, String(await getPort()));
  shell = new Shell({ PORT: here('4000') }, BUILT);
});
afterAll(() => shell.end());

async function emptyPostgresql(): Promise<string> {
  const server = process.env.TEST_POSTGRESQL_URL;
  const name = `pages_${process.pid}`;
  const client = new Client({ connectionString: `${server}/postgres` });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return `${server}/${name}`;
}

/** The text with what is not the same here as at the reader's put in: in one pass, as a free port may hold a shown one. */
const here = (text: string) => text.replace(new RegExp([...substitutes.keys()].join('|'), 'g'), (shown) => substitutes.get(shown) ?? shown);

async function ask(query: string): Promise<string> {
  const token = (await shell.run('printf %s "$TOKEN"')).trim();
  const response = await fetch(here('http://localhost:4000/graphql'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return response.text();
}

/** What runs the blocks of each language. */
const RUNNERS: Readonly<Record<string, (text: string) => Promise<string>>> = {
  sh: (text) => (/npm start$/m.test(text) ? shell.serve(here(text)) : shell.run(here(text))),
  graphql: ask,
};

/** Each block that runs, with the block below it that shows what comes out. */
const stepsOf = (document: string) =>
  blocksOf(document).flatMap((block, index, all): { block: Block; shown: Block | undefined }[] => {
    const next = all[index + 1];
    return block.language in RUNNERS ? [{ block, shown: next && next.language in RUNNERS ? undefined : next }] : [];
  });

describe('docs/command-line.md', () => {
  it(
    'lists every command, and no other',
    async () => {
      const commandsOf = async (words: string) => {
        const help = await shell.run(`PATH=node_modules/.bin:$PATH node dist/main.js ${words} --help`);
        const section = help.split('Commands:\n')[1] ?? '';
        return [...section.matchAll(/^ {2}([\w-]+)/gm)].map(([, name]) => name as string).filter((name) => name !== 'help');
      };
      await shell.run('npm run -s built');
      const commands: string[] = [];
      for (const name of await commandsOf('')) {
        const further = await commandsOf(name);
        commands.push(...(further.length > 0 ? further.map((word) => `${name} ${word}`) : [name]));
      }
      expect(tableBelow('docs/command-line.md', 'Command line').map(([name]) => name)).toEqual(commands);
    },
    PATIENCE,
  );
});

describe.each(DOCUMENTS)('%s', (document) => {
  const steps = stepsOf(document);

  it('has no block that would go untested', () => {
    const outputs = steps.flatMap(({ shown }) => shown ?? []);
    expect(outputs.filter(({ language }) => language !== 'json' && language !== 'text')).toEqual([]);
    expect(steps.length + outputs.length).toBe(blocksOf(document).length);
  });

  if (steps.length > 0)
    it.each(steps.map((step) => ({ ...step, ...step.block })))(
      'does what it says below "$heading" in line $line',
      async ({ block, shown }) => {
        const output = await (RUNNERS[block.language] as (text: string) => Promise<string>)(block.text);
        if (shown?.language === 'json') {
          const actual = JSON.parse(output);
          if (!fits(JSON.parse(shown.text), actual)) expect(actual).toEqual(JSON.parse(shown.text));
        } else if (shown) {
          if (!fits(here(shown.text.trim()), output.trim())) expect(output.trim()).toBe(here(shown.text.trim()));
        } else if (block.language === 'graphql') expect(JSON.parse(output)).not.toHaveProperty('errors');
      },
      PATIENCE,
    );
});
