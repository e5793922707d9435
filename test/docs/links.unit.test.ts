import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { anchorOf, documents, headingsOf, linksOf, pages, pathsIn, ROOT, read } from './markdown.ts';

const isMissing = (path: string) => !existsSync(join(ROOT, path));
/** Names of files that every feature has, with a letter for the feature, and what the gateway serves itself. */
const isPattern = (path: string) => path.startsWith('X.') || path.endsWith('openapi.json');

/** The headings that README.md had when it was the only page. Others link to them. */
const FORMER = [
  ...['Clientele', 'First five minutes with curl', 'First five minutes with Sandbox', 'Register an application and log a user in'],
  ...['Examples', 'Configuration', 'Databases', 'Command line', 'Errors', 'Codes of user errors', 'Codes of top-level errors'],
  ...['What is limited', 'Who may do what', 'Operations', 'Old activity', 'Backup and upgrade', 'Speed', 'More'],
];

describe.each(documents())('%s', (document) => {
  it('links to files and headings that are there', () => {
    const broken = linksOf(document).filter(
      ({ path, anchor }) => isMissing(path) || (anchor !== undefined && !headingsOf(path).map(anchorOf).includes(anchor)),
    );
    expect(broken).toEqual([]);
  });
});

// that of the benchmark names files as it sees them, and files that it makes
describe.each(documents().filter((document) => !document.startsWith('bench/')))('%s', (document) => {
  it('names no file that is not there', () => {
    expect(pathsIn(document).filter((path) => !isPattern(path) && isMissing(path))).toEqual([]);
  });
});

describe('README.md', () => {
  it('fits on three screens', () => {
    expect(read('README.md').split('\n').length).toBeLessThanOrEqual(150);
  });

  it.each(FORMER)('is still found by its former heading "%s", or leads on from there', (heading) => {
    const moved = new RegExp(`<a id="${anchorOf(heading)}"></a>\\[[^\\]]+\\]\\((docs/[\\w-]+\\.md)#([\\w-]+)\\)`).exec(read('README.md'));
    const [, page = 'README.md', anchor = anchorOf(heading)] = moved ?? [];
    expect(anchor).toBe(anchorOf(heading));
    expect(headingsOf(page)).toContain(heading);
    expect(['README.md', ...pages()]).toContain(page);
  });
});

describe('docs/README.md', () => {
  it('links every page', () => {
    const files = readdirSync(join(ROOT, 'docs'))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`);
    expect(['docs/README.md', ...pages()].sort()).toEqual(files.sort());
  });
});
