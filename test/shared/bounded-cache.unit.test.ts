import { expect, it } from '@jest/globals';
import { boundedCache } from '../../src/shared/bounded-cache.ts';

it('holds as many entries as it may, and forgets what was not used for longest, whatever it is called', () => {
  const cache = boundedCache<number>(3);
  for (const [index, key] of ['__proto__', 'constructor', '\0'].entries()) cache.set(key, index);
  expect(cache.get('__proto__')).toBe(0);
  cache.set('one more', 3);
  expect([...cache.keys()].sort()).toEqual(['\0', '__proto__', 'one more']);
  for (let index = 0; index < 1_000; index++) cache.set(String(index), index);
  expect(cache.size).toBe(3);
  expect([997, 998, 999].map((index) => cache.get(String(index)))).toEqual([997, 998, 999]);
});
