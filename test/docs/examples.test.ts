import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Ask } from '../support/gateway.ts';
import { startWorld, type World } from '../support/world.ts';
import { exampleFiles, examples, prepareExamples, variablesOf } from './examples.ts';

let world: World;
let ask: Ask;
beforeAll(async () => {
  world = await startWorld();
  ask = await prepareExamples(world);
});
afterAll(() => world.stop());

/** The lists in an answer that are empty, of the object in each list that shows the most. */
function emptyLists(value: unknown, path: string): string[] {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) {
    if (value.length === 0) return [path];
    return value.map((item) => emptyLists(item, path)).reduce((least, paths) => (paths.length < least.length ? paths : least));
  }
  return Object.entries(value).flatMap(([key, inner]) => emptyLists(inner, `${path}.${key}`));
}

describe.each(exampleFiles())('examples/%s', (file) => {
  const operations = examples().filter((example) => example.file === file);

  it.each(operations)('$name is answered without errors, and shows something', async (example) => {
    const { data, errors } = await ask(example.source, await variablesOf(world, ask, example));
    expect(errors).toBeUndefined();
    for (const [field, value] of Object.entries(data as Record<string, { userErrors?: unknown[] }>)) {
      expect(value).not.toBeNull();
      if (example.operation === 'mutation') expect(value.userErrors).toEqual([]);
      else expect(emptyLists(value, field)).toEqual([]);
    }
  });
});

it('every operation has a name of its own, so that Sandbox can offer them', () => {
  const names = examples().map(({ name }) => name);
  expect(names).not.toContain('');
  expect(names).toEqual([...new Set(names)]);
});
