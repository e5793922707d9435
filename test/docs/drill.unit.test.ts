import { expect, it } from '@jest/globals';
import { read, tableBelow } from './markdown.ts';

it('docs/databases.md shows every step of the drill, in its order', () => {
  const steps = [...read('test/drill/main.ts').matchAll(/\bpart: '([^']+)',\s*what: '([^']+)'/g)].map(
    ([, part, what]) => `${part} ${what}`,
  );
  expect(tableBelow('docs/databases.md', 'What a drill shows').map(([name]) => name)).toEqual(steps);
});
