import { describe, expect, it } from '@jest/globals';
import type { KeyUse } from '../../src/oauth/key.entity.ts';
import { keySetOf } from '../../src/oauth/keys.rules.ts';

const NOW = new Date('2030-01-01T00:00:00Z');
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const generation = (number: number, activeFrom: Date) =>
  (['signing', 'cookies'] as KeyUse[]).map((use) => ({
    use,
    generation: number,
    activeFrom,
    jwk: { kid: `key ${number}`, k: `cookie ${number}` },
  }));
const kids = (at: Date, ...keys: ReturnType<typeof generation>[]) => {
  const { jwks, cookieKeys } = keySetOf(keys.flat(), at);
  return { signing: jwks.keys.map(({ kid }) => kid), cookieKeys };
};

describe('a set of keys', () => {
  it('signs with the latest key, and goes on to publish the earlier ones', () => {
    expect(kids(NOW, generation(1, later(-60)), generation(2, later(-30)))).toEqual({
      signing: ['key 2', 'key 1'],
      cookieKeys: ['cookie 2', 'cookie 1'],
    });
  });

  it('publishes a key before it signs, so that everybody knows it by then', () => {
    const keys = [generation(1, later(-60)), generation(2, later(5))];
    expect(kids(NOW, ...keys).signing).toEqual(['key 1', 'key 2']);
    expect(kids(later(5), ...keys).signing).toEqual(['key 2', 'key 1']);
  });

  it('forgets all but three generations', () => {
    const keys = [1, 2, 3, 4].map((number) => generation(number, later(number - 60)));
    expect(kids(NOW, ...keys).signing).toEqual(['key 4', 'key 3', 'key 2']);
  });

  it('is known by its order, so that a process sees when another key begins to sign', () => {
    const keys = [...generation(1, later(-60)), ...generation(2, later(5))];
    expect(keySetOf(keys, NOW).fingerprint).not.toBe(keySetOf(keys, later(5)).fingerprint);
    expect(keySetOf(keys, NOW).fingerprint).toBe(keySetOf(keys.toReversed(), NOW).fingerprint);
  });
});
