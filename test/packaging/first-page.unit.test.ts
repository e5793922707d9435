import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const CONSOLE = 'dist/console';
const ASSETS = join(CONSOLE, 'assets');
/** Bytes that the first page may have. */
const MOST = 180_000;

const textOf = (name: string) => readFileSync(join(ASSETS, name), 'utf8');
/** How many bytes of it are sent. */
const sizeOf = (name: string) => statSync(join(ASSETS, existsSync(join(ASSETS, `${name}.br`)) ? `${name}.br` : name)).size;
const namesIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name as string);

/** The files that are loaded with these, because they import them. */
function loadedWith(names: readonly string[], found = new Set<string>()): Set<string> {
  for (const name of names.filter((name) => !found.has(name))) {
    found.add(name);
    if (name.endsWith('.js')) loadedWith(namesIn(textOf(name), /(?:\bfrom|\bimport)\s*["'`]\.\/([\w.-]+)["'`]/g), found);
  }
  return found;
}

/** The one file that says something. */
function fileWith(extension: string, said: string): string {
  const names = readdirSync(ASSETS).filter((name) => name.endsWith(extension) && textOf(name).includes(said));
  expect([said, names]).toEqual([said, [expect.any(String)]]);
  return names[0] as string;
}

it('the first page is compiled while it is loaded, and comes without the component library', () => {
  const preloaded = namesIn(readFileSync(join(CONSOLE, 'index.html'), 'utf8'), /modulepreload[^>]*\.\/assets\/([\w.-]+)/g);
  expect(preloaded).toContain(fileWith('.js', 'that nobody has used for 90 days'));
  expect(preloaded.filter((name) => !textOf(name).startsWith('//# allFunctionsCalledOnLoad\n'))).toEqual([]);
  const ofLibrary = readdirSync(ASSETS).filter((name) => name.endsWith('.js') && textOf(name).includes('@mantine/core/'));
  expect(ofLibrary).not.toEqual([]);
  expect(preloaded.filter((name) => ofLibrary.includes(name))).toEqual([]);
});

it(`the first page of the console comes in at most ${MOST} bytes`, () => {
  const named = namesIn(readFileSync(join(CONSOLE, 'index.html'), 'utf8'), /\.\/assets\/([\w.-]+)/g);
  expect(named.length).toBeGreaterThan(1);
  const overview = [fileWith('.js', 'that nobody has used for 90 days'), fileWith('.css', '.overview-section')];
  const sizes = [...loadedWith([...named, ...overview])].map((name) => [name, sizeOf(name)] as const);
  const sum = sizes.reduce((sum, [, size]) => sum + size, 0);
  const told = sizes.toSorted(([, a], [, b]) => b - a).map(([name, size]) => `${size} ${name}`);
  expect({ isSmall: sum <= MOST, sum, files: sum <= MOST ? [] : told }).toEqual({ isSmall: true, sum, files: [] });
});
