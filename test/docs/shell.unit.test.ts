import { describe, expect, it } from '@jest/globals';
import { fits } from './shell.ts';

describe('what a document shows', () => {
  it('stands for any text where it has "…", and for nothing else elsewhere', () => {
    expect(fits({ secret: 'clt_sec_…', hint: null }, { secret: 'clt_sec_abc', hint: null })).toBe(true);
    expect(fits({ secret: 'clt_sec_…' }, { secret: 'clt_at_abc' })).toBe(false);
    expect(fits('a.c', 'abc')).toBe(false);
    expect(fits('one\n…\nfour', 'one\ntwo\nthree\nfour')).toBe(true);
  });

  it('is shown in full', () => {
    expect(fits({ a: 1 }, { a: 1, b: 2 })).toBe(false);
    expect(fits({ a: 1, b: 2 }, { a: 1 })).toBe(false);
    expect(fits([{ a: true }], [{ a: true }, { a: true }])).toBe(false);
    expect(fits({ a: true }, { a: false })).toBe(false);
  });
});
