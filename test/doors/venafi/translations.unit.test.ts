import { describe, expect, it } from '@jest/globals';
import { identityOf, userIn } from '../../../src/doors/venafi/identity.ts';
import { hasAdmin, listed, scopesIn, scopeText } from '../../../src/doors/venafi/scopes.ts';
import { timesOf, timesOfToken } from '../../../src/doors/venafi/times.ts';
import { randomFrom } from '../../support/random.ts';

describe('scopes in the grammar of Venafi', () => {
  it('are read and written', () => {
    const scopes = ['certificate:manage', 'certificate:discover', 'configuration'];
    expect(scopesIn('certificate:manage,discover;configuration')).toEqual(scopes);
    expect(scopeText(scopes)).toBe('certificate:manage,discover;configuration');
    expect(scopeText([])).toBe('');
  });

  it('mean by admin the right to administrate, and never what is for superusers alone', () => {
    expect(scopesIn('admin')).toEqual(['write']);
    expect(scopesIn('ADMIN;write')).toEqual(['write']);
    expect(scopesIn('certificate:manage;admin', ['write'])).toEqual(['certificate:manage', 'write']);
    expect(scopeText(['write'])).toBe('admin');
  });

  it('leave the scope for superusers to what has it', () => {
    expect(scopeText(['admin'])).toBe('admin');
    expect(scopesIn('admin', ['admin'])).toEqual(['admin']);
  });

  it('come back as they were', () => {
    const seed = Date.now() % 2 ** 32;
    const random = randomFrom(seed);
    const names = ['read', 'write', 'a', 'a:b', 'a:c', 'a:b:c', 'b', 'b:a', 'c:x', 'configuration'];
    for (let time = 0; time < 500; time++) {
      const scopes = names.filter(() => random.chance(50)).sort(() => random.below(3) - 1);
      expect({ seed, scopes: scopesIn(scopeText(scopes)).sort() }).toEqual({ seed, scopes: scopes.sort() });
    }
  });

  it('are not written out without end', () => {
    const short = `${'a'.repeat(2_000)}:0,${Array.from({ length: 500 }, (_, index) => index).join()}`;
    expect(() => scopesIn(short)).toThrow(/at most 100000 characters, written out/);
    expect(() => hasAdmin(short)).toThrow(/at most 100000 characters, written out/);
    expect(scopesIn(short.slice(1_900))).toHaveLength(500);
  });

  it('are listed with the restrictions of each', () => {
    expect(listed(['read', 'write', 'admin', 'certificate:manage', 'certificate:discover'])).toEqual([
      { Scope: 'read', RestrictionList: [] },
      { Scope: 'admin', RestrictionList: [] },
      { Scope: 'certificate', RestrictionList: ['manage', 'discover'] },
    ]);
  });
});

describe('times in the forms of Venafi', () => {
  it('are whole seconds, and have no fraction', () => {
    const time = new Date('2020-11-09T21:07:25.163Z');
    expect(timesOf('Expires', time)).toEqual({
      Expires: '/Date(1604956045163)/',
      ExpiresISO8601: '2020-11-09T21:07:25Z',
      ExpiresUnixTime: 1604956045,
    });
    expect(Object.keys(timesOfToken('expires', time))).toEqual(['expires', 'expires_ISO8601', 'expires_unix_time']);
  });
});

describe('the prefixed universal id of a user', () => {
  it('is read with braces and without, and is nobody’s where it is rubbish', () => {
    expect(userIn(identityOf(7))).toBe(7);
    expect(userIn(identityOf(7).replace(/[{}]/g, ''))).toBe(7);
    for (const rubbish of ['', 'local:', 'local:{x}', 'local:{__proto__}', 'AD+x:7', '7']) expect(userIn(rubbish)).toBe(0);
  });
});
