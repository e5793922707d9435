import { describe, expect, it } from '@jest/globals';
import { blocksOf, read } from './markdown.ts';

const blocks = blocksOf('CONTRIBUTING.md');
const excerpts = blocks.filter(({ language }) => language === 'ts');
const commands = blocks.filter(({ language }) => language === 'sh').flatMap(({ text }) => text.split('\n'));

/** The lines of a text without what indents them. */
const lines = (text: string) =>
  `\n${text
    .split('\n')
    .map((line) => line.trim())
    .join('\n')}\n`;

describe('CONTRIBUTING.md', () => {
  it('has no block that would go untested', () => {
    // what is added, add-a-field.unit.test.ts adds
    expect(blocks.filter(({ language, heading }) => !['ts', 'sh'].includes(language) && heading !== 'Add a field')).toEqual([]);
    expect(excerpts.filter(({ source }) => source === undefined)).toEqual([]);
  });

  it.each(excerpts)('quotes $source as it is, below "$heading" in line $line', ({ source = '', text }) => {
    expect(lines(read(source))).toContain(lines(text));
  });

  it('names commands that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const inline = [...read('CONTRIBUTING.md').matchAll(/`(npm [^`]+)`/g)].map(([, command]) => command as string);
    const names = [...commands, ...inline].map((command) => /^npm (?:run )?([\w:]+)/.exec(command)?.[1]);
    expect(names).toEqual(expect.arrayContaining(['check', 'test', 'fix']));
    expect(names.filter((name) => !name || !(name in scripts))).toEqual([]);
  });
});
