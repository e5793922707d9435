import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { blocksOf, ROOT, read, tableBelow } from './markdown.ts';

const filesOf = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `${folder}/${path}`);

/** What extends a class that was made to be extended. */
const MADE_FOR_IT = ['DummyDriver', 'SqliteDialect', 'SqliteDriver', 'errors'];

/** Whether a file extends a class of a library, or writes into a prototype. */
function changesLibrary(text: string): boolean {
  const imported = [...text.matchAll(/^import ([^;]*?) from '(?![.]|node:)/gm)].flatMap(([, names]) => names?.match(/\w+/g) ?? []);
  const extended = [...text.matchAll(/\bclass (?:\w+ )?extends (\w+)/g)].map(([, name]) => name as string);
  if (extended.some((name) => imported.includes(name) && !MADE_FOR_IT.includes(name))) return true;
  return /(?:assign|defineProperty|deleteProperty)\([\w.]*\b[pP]rototype\b/.test(text);
}
/** These give types to what has none, write into objects of a library, or extend a class that they are given. */
const BY_OTHER_MEANS = [
  'src/oauth/provider-internals.ts',
  'src/oauth/server.ts',
  'src/graphql/direct-resolvers.ts',
  'src/database/session.ts',
];

const isMissing = (path: string) => !existsSync(join(ROOT, path));

describe('ARCHITECTURE.md', () => {
  const tree = blocksOf('ARCHITECTURE.md')
    .filter(({ heading }) => heading === 'The tree')
    .flatMap(({ text }) => text.split('\n').map((line) => line.split(' ')[0] ?? ''));

  it('shows a tree of what is there', () => {
    expect(tree.filter(isMissing)).toEqual([]);
  });

  it('shows every folder of src', () => {
    const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(tree).toEqual(expect.arrayContaining(folders.map(({ name }) => `src/${name}/`)));
  });

  it.each(['access', 'activity', 'users', 'organizations', 'applications', 'tokens', 'grants'])(
    'says what each file of %s is for',
    (feature) => {
      const roles = read('ARCHITECTURE.md').match(/(?<=`X)[.a-z]+\.ts(?=`)/g) ?? [];
      const files = readdirSync(join(ROOT, 'src', feature)).filter((name) => !roles.some((role) => name.endsWith(role)));
      const unnamed = files.filter(
        (name) => ![name, `src/${feature}/${name}`].some((path) => read('ARCHITECTURE.md').includes(`\`${path}\``)),
      );
      expect(unnamed).toEqual([]);
    },
  );

  it.each(tableBelow('ARCHITECTURE.md', 'Where each rule lives'))('says where it lives: %s', (_, file = '', name = '') => {
    expect(read(file)).toMatch(new RegExp(`\\b${name}\\b`));
  });

  it('names every file that replaces behaviour of a library, and no other', () => {
    const table = read('ARCHITECTURE.md').split('\n## Where a library is changed\n')[1]?.split('\n## ', 1)[0] ?? '';
    const stated = new Set(table.split('\n').flatMap((line) => (line.startsWith('|') ? (line.match(/src\/[^`]+\.ts/g) ?? []) : [])));
    const changing = filesOf('src').filter((path) => !path.startsWith('src/database/migrations/') && changesLibrary(read(path)));
    expect([...stated].toSorted()).toEqual([...changing, ...BY_OTHER_MEANS].toSorted());
  });

  it('has import rules for every folder of src', () => {
    const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const rules = JSON.parse(read('.dependency-cruiser.json')).forbidden as {
      name: string;
      from: { path?: string };
      to: { path?: string };
    }[];
    const known = [...rules].flatMap(({ name, from, to }) => (name.includes('room-without-rules') ? [from.path ?? to.path] : []));
    const all = `^src/(?!(?:${folders
      .map(({ name }) => name)
      .toSorted()
      .join('|')})/)[^/]+/`;
    expect(known).toEqual([all, all]);
    expect(folders.filter(({ name }) => !rules.some(({ from }) => from.path === `^src/${name}/`))).toEqual([]);
  });

  it('has the composition load the authorization server late', () => {
    // where a file is imported in both ways, dependency-cruiser looks at the first one alone
    expect(read('src/app.ts')).not.toMatch(/from '.\/oauth\//);
    expect(read('src/app.ts')).toContain("await import('./oauth/server.ts')");
  });

  it('states the import rule that is checked', () => {
    const stated = /`shared ← (.*) ← composition`/.exec(read('ARCHITECTURE.md'))?.[1]?.split(' ← ') ?? [];
    const checked = (JSON.parse(read('.dependency-cruiser.json')).forbidden as { name: string }[])
      .map(({ name }) => /^line-(.*)$/.exec(name)?.[1])
      .filter((name) => name !== undefined);
    expect(stated).toEqual(checked);
  });
});
