import { describe, expect, it } from '@jest/globals';
import { SOURCE_NAMES } from '../../src/cli/import.ts';
import { VARIABLES } from '../../src/config.ts';
import { SOURCES } from '../../src/declarations/import/sources.rules.ts';
import { awx } from '../../src/doors/awx/door.ts';
import { easir } from '../../src/doors/easir/door.ts';
import { venafi } from '../../src/doors/venafi/door.ts';
import { ERRORS } from '../../src/shared/errors.ts';
import { UserErrorCode } from '../../src/shared/user-errors.ts';
import { catalogues, withCatalogues } from './catalogues.ts';
import { exampleFiles } from './examples.ts';
import { read, tableBelow } from './markdown.ts';

const DOORS = [awx, venafi, easir].map((door) => door({} as never));
const sources = { VARIABLES, ERRORS, SOURCES, DOORS, sdl: read('schema.graphql') };

describe('the documents', () => {
  it.each([
    ['environment variable', 'docs/configuration.md', 'Configuration', Object.keys(VARIABLES)],
    ['code of a user error', 'docs/errors.md', 'Codes of user errors', Object.keys(UserErrorCode)],
    ['code of a top-level error', 'docs/errors.md', 'Codes of top-level errors', Object.keys(ERRORS)],
  ])('list every %s, and no other', (_, document, heading, all) => {
    const named = tableBelow(document, heading).map(([name]) => name);
    expect(named.sort()).toEqual(all.sort());
  });

  it.each(catalogues(sources))('say below "$heading" what the code says ("npm run fix" writes it anew)', ({ document }) => {
    expect(read(document)).toBe(withCatalogues(document, sources));
  });

  it('and the command line know the same systems from which clients come', () => {
    expect(SOURCE_NAMES).toEqual(Object.keys(SOURCES));
  });

  it('list every file of examples, and no other', () => {
    const files = tableBelow('docs/first-steps.md', 'Examples').map(([, link]) => /\(\.\.\/examples\/(.*)\)/.exec(link ?? '')?.[1]);
    expect(files.sort()).toEqual(exampleFiles());
  });
});
