import { describe, expect, it } from '@jest/globals';
import { implied, implying, narrow, parseScopes } from '../../src/shared/scopes.ts';
import { effectiveScopes } from '../../src/tokens/token.rules.ts';

const sorted = (scopes: Iterable<string>) => [...scopes].sort();

describe('scopes', () => {
  it.each([
    [[], []],
    [['read'], ['read']],
    [['write'], ['read', 'write']],
    [['admin'], ['admin', 'read', 'write']],
    [['certificate:manage'], ['certificate:manage']],
    [
      ['write', 'certificate:manage'],
      ['certificate:manage', 'read', 'write'],
    ],
  ])('%j imply %j', (scopes, all) => {
    expect(sorted(implied(scopes))).toEqual(all);
  });

  it.each([
    ['read', ['admin', 'read', 'write']],
    ['write', ['admin', 'write']],
    ['admin', ['admin']],
    ['certificate:manage', ['certificate:manage']],
    ['nonsense', ['nonsense']],
  ])('that imply %s are %j', (scope, all) => {
    expect(sorted(implying(scope))).toEqual(all);
  });

  it.each([
    [['write'], ['read'], ['read']],
    [['admin'], ['write'], ['read', 'write']],
    [['read'], ['admin'], ['read']],
    [['certificate:manage'], ['admin'], []],
    [['certificate:manage', 'read'], ['certificate:manage'], ['certificate:manage']],
    [['admin'], [], []],
  ])('%j under %j are %j', (scopes, ceiling, left) => {
    expect(sorted(narrow(scopes, ceiling))).toEqual(left);
  });

  it.each([
    ['read write', ['read', 'write']],
    ['  read\n write\t', ['read', 'write']],
    ['', []],
    ['certificate:manage,discover;configuration', ['certificate:manage', 'certificate:discover', 'configuration']],
    ['certificate:manage;read', ['certificate:manage', 'read']],
    ['read,write', ['read', 'write']],
    ['certificate:manage,', ['certificate:manage']],
  ])('written %j are %j', (text, scopes) => {
    expect(parseScopes(text)).toEqual(scopes);
  });
});

describe('the scope of a token at this moment', () => {
  it.each([
    [['admin'], { application: null, superuser: true }, ['admin', 'read', 'write']],
    [['admin'], { application: null, superuser: false }, ['read', 'write']],
    [['write'], { application: ['read'], superuser: true }, ['read']],
    [['read'], { application: ['admin'], superuser: true }, ['read']],
    [['admin'], { application: ['admin'], superuser: false }, ['read', 'write']],
    [['certificate:manage'], { application: ['read'], superuser: true }, []],
  ])('%j with %j is %j', (scopes, ceilings, effective) => {
    expect(sorted(effectiveScopes(scopes, ceilings))).toEqual(effective);
  });
});
