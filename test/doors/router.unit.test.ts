import { describe, expect, it } from '@jest/globals';
import { namedUrl, namesIn, numberIn } from '../../src/doors/awx/names.ts';
import type { Method, Route } from '../../src/doors/door.ts';
import { allowed, routerOf } from '../../src/doors/router.ts';

const route = (method: Method, path: string): Route => ({ method, path, does: 'Nothing.', answer: () => ({ status: 200, body: '' }) });
const routes = [
  route('GET', '/api/v2/things'),
  route('POST', '/api/v2/things'),
  route('GET', '/api/v2/things/:id'),
  route('DELETE', '/api/v2/things/:id'),
];
const find = routerOf({ isCaseSensitive: true, routes });
const findAnyhow = routerOf({ isCaseSensitive: false, routes });

describe('the router of a door', () => {
  it.each([
    ['/api/v2/things', {}],
    ['/api/v2/things/', {}],
    ['/api/v2/things/1', { id: '1' }],
    ['/api/v2/things/1/', { id: '1' }],
    ['/api/v2/%74hings/1', { id: '1' }],
    ['/api/v2/things/A%2Fb%20c%25%2B++%C3%84?/'.replace('?', '%3F'), { id: 'A/b c%+++Ä?' }],
    ['/api/v2/things/__proto__', { id: '__proto__' }],
    [`/api/v2/things/${'a'.repeat(5_000)}`, { id: 'a'.repeat(5_000) }],
  ])('finds %s', (path, params) => {
    expect({ ...find(path)?.params }).toEqual(params);
  });

  it.each(['/api/v2/thing', '/api/v2/things/1/2', '/api/v2/things/%zz', '/api/v2/things/%E2%82', '/api/v2/things/%', '/API/V2/things'])(
    'finds nothing at %s',
    (path) => {
      expect(find(path)).toBeUndefined();
    },
  );

  it('takes capitals for small letters where the system does, but in what changes', () => {
    expect({ ...findAnyhow('/API/V2/%54hings/X')?.params }).toEqual({ id: 'X' });
  });

  it('knows which methods there are at a path', () => {
    expect(['/api/v2/things', '/api/v2/things/1'].map((path) => allowed(find(path) as never))).toEqual([
      'GET, POST, HEAD, OPTIONS',
      'GET, DELETE, HEAD, OPTIONS',
    ]);
  });

  it('refuses two routes for one method of one path', () => {
    expect(() => routerOf({ isCaseSensitive: true, routes: [...routes, route('GET', '/api/v2/things')] })).toThrow('there twice');
  });
});

describe('the name of a URL', () => {
  it.each([
    ['Application (updated)', 'Application'],
    ['A+B', 'C++'],
    ['100%', 'a/b?c=d&e;f:g@h#i'],
    ['[+]', '[]'],
    ['%2B', '+'],
  ])('is read as it was written: "%s" of "%s"', (...names) => {
    const [path] = [`/api/v2/things/${namedUrl(...names).replaceAll(' ', '%20')}/`];
    expect(namesIn(find(path)?.params.id ?? '', 2)).toContainEqual(names);
  });

  it.each([['A+++B', ['A', '+B'], ['A+', 'B']], ['none'], ['a++', ['a', '']]])(
    'is read in every way that there is: %s',
    (text, ...ways) => {
      expect(namesIn(text as string, 2)).toEqual(ways);
    },
  );

  it('is no number, unless it is one that an object can have', () => {
    expect(['1', '999999999999999', '0', '01', '-1', '9007199254740993', '1e3', ' 1', ''].map(numberIn)).toEqual([
      1,
      999_999_999_999_999,
      ...Array(7).fill(undefined),
    ]);
  });
});
