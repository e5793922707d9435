import { describe, expect, it } from '@jest/globals';
import { digestOf, matchesDigest, newClientId, newSecret } from '../../src/shared/secrets.ts';
import { fold, keyOf, normalized, searchable, trimmed } from '../../src/shared/text.ts';
import { lengthOfPassword } from '../../src/users/password.rules.ts';
import { randomFrom } from '../support/random.ts';

describe('two names', () => {
  it.each([
    ['ACME', 'acme'],
    ['Émile', 'E\u0301MILE'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφος'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφοσ'],
    ['ǰ', 'J\u030C'],
    ['ΐ', '\u03AA\u0301'],
    ['\u1FD3', 'ΐ'],
    ['straße', 'STRASSE'],
    ['straße', 'STRAẞE'],
    ['ﬃ', 'FFI'],
    ['ſ', 'S'],
    ['ᾳ', 'ΑΙ'],
    ['K', '\u212A'],
  ])('%s and %s are the same', (one, other) => {
    expect(fold(one)).toBe(fold(other));
  });

  it.each([
    ['emile', 'émile'],
    ['ı', 'i'],
    ['é', 'è'],
    ['a b', 'ab'],
  ])('%s and %s are not the same', (one, other) => {
    expect(fold(one)).not.toBe(fold(other));
  });
});

describe('every character', () => {
  it('is the same in its capital, in its small form and decomposed, and folded twice as once', () => {
    const unlike: string[] = [];
    for (let code = 0; code <= 0x10ffff; code++) {
      const character = String.fromCodePoint(code);
      // the dotless i has a capital that is not its own
      if (!character.isWellFormed() || character === 'ı') continue;
      const folded = fold(character);
      const forms = [character.toUpperCase(), character.toLowerCase(), character.normalize('NFD'), folded];
      if (forms.some((form) => form !== character && fold(form) !== folded)) unlike.push(code.toString(16));
    }
    expect(unlike).toEqual([]);
  });

  it('is the same as another one where regular expressions that ignore case say so', () => {
    const unlike: string[] = [];
    for (let code = 0; code <= 0x10ffff; code++) {
      const character = String.fromCodePoint(code);
      const folded = fold(character);
      if (folded.length !== character.length || character === folded || !character.isWellFormed()) continue;
      const isSame = new RegExp(`^${character}$`, 'iu').test(folded) || fold(character.normalize('NFC')) === folded;
      if (!isSame) unlike.push(code.toString(16));
    }
    expect(unlike).toEqual([]);
  });
});

describe('a name', () => {
  it.each([
    [' a b ', 'a b'],
    ['\u200b\u2060a\u00ad\u3164', 'a'],
    ['\u202eabc\u202c', 'abc'],
    ['\ufeff\u0085a\u3000', 'a'],
    ['I ❤\ufe0f', 'I ❤\ufe0f'],
    ['🏴\u{e0067}\u{e0062}\u{e007f}', '🏴\u{e0067}\u{e0062}\u{e007f}'],
    ['\u200b \u2800\ufe0f', ''],
    ['', ''],
  ])('%j is trimmed to %j', (name, kept) => {
    expect(trimmed(name)).toBe(kept);
    expect(keyOf(name)).toBe(fold(kept));
  });

  it('is trimmed in a time that grows no faster than its length', () => {
    const text = `a${' '.repeat(1_000_000)}a${' '.repeat(1_000_000)}`;
    expect(trimmed(text)).toHaveLength(1_000_002);
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
    const made = Array.from({ length: 1_000 }, () => newSecret('clt_sec_'));
    expect(new Set(made.map(({ value }) => value)).size).toBe(1_000);
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
    const made = Array.from({ length: 1_000 }, newClientId);
    expect(new Set(made).size).toBe(1_000);
    for (const id of made) expect(id).toMatch(/^[A-Za-z0-9_-]{40}$/);
  });
});

describe('a text that is normalized', () => {
  it('is what it is otherwise, wherever its marks are', () => {
    const seed = Date.now();
    const random = randomFrom(seed);
    const pieces = [
      ...'aeﾊｶ각각ำำǖǖか',
      '\u0301',
      '\u0323',
      '\u3099',
      '\uFF9E',
      '\u093C',
      '\u{10F46}',
      '\u0E4D',
      '\uD800',
      '\u1100',
      '\u1161',
      '\u11A8',
    ];
    for (let round = 0; round < 500; round++) {
      const text = Array.from({ length: 600 }, () => random.one(pieces)).join('');
      for (const form of ['NFC', 'NFKC'] as const) expect([seed, normalized(text, form)]).toEqual([seed, text.normalize(form)]);
    }
  });

  it('has no marks put in order but those of one letter, so that a long text takes no longer than its length', () => {
    const marks = ['\u0301', '\u0323'] as const;
    const within = `a${marks[0].repeat(128)}${marks[1].repeat(128)}`;
    expect(normalized(within, 'NFC')).toBe(within.normalize('NFC'));
    // all of them together take a minute
    const beyond = `a${marks[0].repeat(1_000_000)}${marks[1].repeat(1_000_000)}`;
    expect(normalized(beyond, 'NFC')).toHaveLength(beyond.length - 1);
    expect(lengthOfPassword(beyond)).toBe(beyond.length - 1);
  });
});
