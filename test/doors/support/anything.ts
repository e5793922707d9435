import { expect } from '@jest/globals';
import type { Door } from '../../../src/doors/door.ts';
import type { Random } from '../../support/random.ts';
import { ask } from '../../support/wire.ts';

/** Texts that programs trip over. */
export const TEXTS = [
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
  '..',
  'ä',
  '𝒳',
  '__proto__',
  '9'.repeat(40),
  '1e5',
  '2026-01-01',
  'a'.repeat(300),
];
const VALUES: unknown[] = [...TEXTS, 'a\0b', '\ud800', null, true, 0, 1, -5, 1.5, 2 ** 53, [], [1], {}, { a: 1 }, ['x', ['y']]];

/** What is sent to a door. */
export interface Anything {
  readonly door: Door;
  readonly requests: number;
  readonly tokens: readonly string[];
  /** Names of fields and parameters beside those of the door. */
  readonly names: readonly string[];
  /** What may follow a name in an address, and what may precede it. */
  readonly suffixes?: readonly string[];
  readonly prefixes?: readonly string[];
  /** Texts that say something here, such as ids of what there is. */
  readonly texts: readonly string[];
  /** Paths that are left alone. */
  readonly without?: readonly string[];
}

/** All names of fields that a door has. */
const namesOf = ({ routes }: Door): string[] =>
  routes.flatMap(({ gives, takes }) => [gives?.resource, takes]).flatMap((resource) => Object.keys(resource?.fields ?? {}));

/**
 * Sends requests to a door, of which hardly one makes sense. Each has to be answered in JSON, and none by a fault.
 * @returns the statuses that came
 */
export async function sendAnything(url: string, random: Random, what: Anything): Promise<number[]> {
  const { door, tokens, suffixes = [''], prefixes = [''], without = [] } = what;
  const names = [...new Set([...namesOf(door), ...what.names, 'foo', 'constructor', '__proto__', ''])];
  const routes = door.routes.filter(({ path }) => !without.includes(path));
  const textOf = () => random.one(random.chance(50) ? what.texts : TEXTS);
  const statuses = new Set<number>();
  for (let request = 0; request < what.requests; request++) {
    const route = random.one(routes);
    const method = random.chance(80) ? route.method : random.one(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']);
    const path = route.path.replace(/:\w+/, () => encodeURIComponent(textOf()));
    const query = new URLSearchParams();
    for (let count = random.below(4); count > 0; count--)
      query.append(`${random.one(prefixes)}${random.one(names)}${random.one(suffixes)}`, textOf());
    const own = random.chance(70) ? Object.keys(route.takes?.fields ?? {}) : [];
    const fieldsOf = (depth: number): object => {
      const of = own.length > 0 && depth === 0 ? own : names;
      const someValue = () => (depth < 2 && random.chance(15) ? fieldsOf(depth + 1) : random.chance(30) ? textOf() : random.one(VALUES));
      return Object.fromEntries(Array.from({ length: random.below(6) }, () => [random.one(of), someValue()]));
    };
    const body = random.chance(90) ? JSON.stringify(fieldsOf(0)) : random.one(['', '{', '[]', '1', '{}', '\ufeff{}']);
    const hasBody = !['GET', 'DELETE', 'OPTIONS', 'TRACE'].includes(method);
    const target = `${path}${random.chance(50) ? '/' : ''}${query.size > 0 ? `?${query}` : ''}`;
    const answer = await ask(url + target, {
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
    expect({ method, target, body, status: answer.status, isFine }).toMatchObject({ isFine: true });
    statuses.add(answer.status);
  }
  return [...statuses];
}
