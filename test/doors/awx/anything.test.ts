import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { awx } from '../../../src/doors/awx/door.ts';
import { type Random, randomFrom } from '../../support/random.ts';
import { ask } from '../../support/wire.ts';
import { startWorld, type World } from '../../support/world.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const REQUESTS = 600;

let world: World;
let tokens: string[];
beforeAll(async () => {
  world = await startWorld({ DOORS: 'awx', LIMIT_LOGIN_FAILURES: '1000' });
  for (let index = 0; index < 5; index++) await world.register();
  // so that those that ask are not found by the numbers that are tried
  for (let index = 0; index < 10; index++) await world.tokenOf(world.users.member.databaseId);
  tokens = [await world.tokenOf(world.users.superuser.databaseId, ['admin']), await world.tokenOf(world.users.admin.databaseId, ['write'])];
});
afterAll(() => world.stop());

const TEXTS = [
  '',
  '1',
  '0',
  '-1',
  'Acme',
  'application 1',
  'null',
  'true',
  '%',
  '%25',
  "'",
  '"',
  '\\',
  '*',
  '++',
  'ä',
  '𝒳',
  '__proto__',
  '9'.repeat(40),
  '1e5',
  '2026-01-01',
  'a'.repeat(300),
];
const VALUES: unknown[] = [...TEXTS, 'a\0b', '\ud800', null, true, 0, 1, -5, 1.5, 2 ** 53, [], [1], {}, { a: 1 }, ['x', ['y']]];
const LOOKUPS = [
  '',
  '__exact',
  '__iexact',
  '__contains',
  '__icontains',
  '__startswith',
  '__iendswith',
  '__gt',
  '__lte',
  '__isnull',
  '__in',
  '__regex',
  '__',
];

/** All names of fields that there are, and some that there are not. */
function namesOf(world: ReturnType<typeof awx>): string[] {
  const resources = world.routes.flatMap(({ gives, takes }) => [gives?.resource, takes]);
  const names = resources.flatMap((resource) => Object.keys(resource?.fields ?? {}));
  return [
    ...new Set([
      ...names,
      'organization__name',
      'application__name',
      'organization__id',
      'foo',
      'constructor',
      '__proto__',
      '',
      'search',
      'page',
      'page_size',
      'order_by',
    ]),
  ];
}

describe(`the door of AWX (SEED=${SEED})`, () => {
  it('answers anything in JSON, and nothing by a fault', async () => {
    const random: Random = randomFrom(SEED);
    const door = awx({} as never);
    const names = namesOf(door);
    const statuses = new Set<number>();
    for (let round = 0; round < REQUESTS; round++) {
      const route = random.one(door.routes.filter(({ path }) => path !== '/api/login'));
      const method = random.chance(80) ? route.method : random.one(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']);
      const path = route.path.replace(/:id/, () => encodeURIComponent(random.chance(50) ? String(1 + random.below(8)) : random.one(TEXTS)));
      const query = new URLSearchParams();
      for (let count = random.below(4); count > 0; count--)
        query.append(
          `${random.one(['', '', '', 'or__', 'not__', 'or__not__', 'chain__'])}${random.one(names)}${random.one(LOOKUPS)}`,
          random.one(TEXTS),
        );
      const fields = Array.from({ length: random.below(6) }, () => [random.one(names), random.one(VALUES)]);
      const body = random.chance(90) ? JSON.stringify(Object.fromEntries(fields)) : random.one(['{', '[]', '1', '{}', '\ufeff{}']);
      const hasBody = !['GET', 'DELETE', 'OPTIONS', 'TRACE'].includes(method);
      const url = `${path}${random.chance(50) ? '/' : ''}${query.size > 0 ? `?${query}` : ''}`;
      const answer = await ask(world.url + url, {
        method,
        headers: {
          authorization: `Bearer ${random.one(tokens)}`,
          ...(hasBody && {
            'content-type': random.one(['application/json', 'application/json', 'application/x-www-form-urlencoded', 'text/xml']),
          }),
        },
        ...(hasBody && { body }),
      });
      const isFine = answer.status < 500 && (answer.text === '' || typeof answer.json === 'object');
      expect({ method, url, body, status: answer.status, isFine }).toMatchObject({ isFine: true });
      statuses.add(answer.status);
    }
    expect(world.logged.filter((line) => line.includes('"fault"'))).toEqual([]);
    // it would prove nothing if all were refused alike
    expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 403, 404, 405]));
  });
});
