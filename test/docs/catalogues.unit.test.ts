import { describe, expect, it } from '@jest/globals';
import { VARIABLES } from '../../src/config.ts';
import { ERRORS } from '../../src/shared/errors.ts';
import { UserErrorCode } from '../../src/shared/user-errors.ts';
import { withCatalogues } from './catalogues.ts';
import { exampleFiles } from './examples.ts';
import { read, tableBelow } from './markdown.ts';

const named = (heading: string) => tableBelow('README.md', heading).map(([name]) => name);

describe('the README', () => {
  it.each([
    ['environment variable', 'Configuration', Object.keys(VARIABLES)],
    ['code of a user error', 'Codes of user errors', Object.keys(UserErrorCode)],
    ['code of a top-level error', 'Codes of top-level errors', Object.keys(ERRORS)],
  ])('lists every %s, and no other', (_, heading, all) => {
    expect(named(heading).sort()).toEqual(all.sort());
  });

  it('says of each what the code says ("npm run fix" writes it anew)', () => {
    expect(read('README.md')).toBe(withCatalogues(read('README.md'), { VARIABLES, ERRORS, sdl: read('schema.graphql') }));
  });

  it('lists every file of examples, and no other', () => {
    const files = tableBelow('README.md', 'Examples').map(([, link]) => /\(examples\/(.*)\)/.exec(link ?? '')?.[1]);
    expect(files.sort()).toEqual(exampleFiles());
  });
});
