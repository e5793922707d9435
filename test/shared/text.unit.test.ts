import { describe, expect, it } from '@jest/globals';
import { digestOf, matchesDigest, newClientId, newSecret } from '../../src/shared/secrets.ts';
import { fold, searchable } from '../../src/shared/text.ts';

describe('two names', () => {
  it.each([
    ['ACME', 'acme'],
    ['Émile', 'E\u0301MILE'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφος'],
  ])('%s and %s are the same', (one, other) => {
    expect(fold(one)).toBe(fold(other));
  });

  it.each([
    ['emile', 'émile'],
    ['straße', 'strasse'],
    ['a b', 'ab'],
  ])('%s and %s are not the same', (one, other) => {
    expect(fold(one)).not.toBe(fold(other));
  });
});

describe('what is searched', () => {
  it('is each text by itself', () => {
    expect(searchable('Ab', null, 'Cd')).toContain('ab');
    expect(searchable('Ab', null, 'Cd')).not.toContain('abcd');
  });
});

describe('a random secret', () => {
  it('has its prefix and 256 bits, and is never the same', () => {
    const made = Array.from({ length: 100 }, () => newSecret('clt_sec_'));
    expect(new Set(made.map(({ value }) => value)).size).toBe(100);
    for (const { value, digest, hint } of made) {
      expect(Buffer.from(value.slice('clt_sec_'.length), 'base64url')).toHaveLength(32);
      expect(value.endsWith(hint)).toBe(true);
      expect(hint).toHaveLength(4);
      expect(digest).toBe(digestOf(value));
    }
  });

  it('is recognized by its digest, and no other is', () => {
    const { value, digest } = newSecret('clt_rt_');
    expect(matchesDigest(value, digest)).toBe(true);
    expect(matchesDigest(`${value}x`, digest)).toBe(false);
    expect(matchesDigest('', digest)).toBe(false);
    expect(matchesDigest(value, '')).toBe(false);
  });
});

describe('a generated client id', () => {
  it('has 40 URL-safe characters, and is never the same', () => {
    const made = Array.from({ length: 100 }, newClientId);
    expect(new Set(made).size).toBe(100);
    for (const id of made) expect(id).toMatch(/^[A-Za-z0-9_-]{40}$/);
  });
});
