import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { blocksOf, ROOT, read, tableBelow } from './markdown.ts';

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

  it('states the import rule that is checked', () => {
    const stated = /`shared ← (.*) ← composition`/.exec(read('ARCHITECTURE.md'))?.[1]?.split(' ← ') ?? [];
    const checked = (JSON.parse(read('.dependency-cruiser.json')).forbidden as { name: string }[])
      .map(({ name }) => /^line-(.*)$/.exec(name)?.[1])
      .filter((name) => name !== undefined);
    expect(stated).toEqual(checked);
  });
});
