import { describe, expect, it } from '@jest/globals';
import { fromGlobalId, NO_ID, numberOf, toGlobalId } from '../../src/shared/ids.ts';

const encoded = (text: string) => Buffer.from(text, 'latin1').toString('base64url');

describe('a global id', () => {
  it.each([1, 42, 2 ** 31 - 1, 2 ** 31, Number.MAX_SAFE_INTEGER])('leads back to the type and the number %d', (databaseId) => {
    expect(fromGlobalId(toGlobalId('Application', databaseId))).toEqual({ type: 'Application', databaseId });
    expect(numberOf('Application', toGlobalId('Application', databaseId))).toBe(databaseId);
  });

  it('of another type is none', () => {
    expect(numberOf('User', toGlobalId('Application', 1))).toBe(NO_ID);
  });

  it.each([
    '',
    '1',
    'rubbish',
    encoded('Application'),
    encoded('Application:'),
    encoded('Application:0'),
    encoded('Application:-1'),
    encoded('Application:01'),
    encoded('Application:1.5'),
    encoded('Application:9007199254740992'),
    encoded('Application:99999999999999999'),
    encoded('Application:1 '),
    encoded(':1'),
    encoded('Appl ication:1'),
    `${toGlobalId('Application', 1)}=`,
    `${toGlobalId('Application', 1)}!`,
    ` ${toGlobalId('Application', 1)}`,
    '\0',
    '\ud800',
  ])('is never %j', (id) => {
    expect(fromGlobalId(id)).toBeUndefined();
  });

  it('is written in one way alone', () => {
    // the last character of base64url has bits to spare
    const id = toGlobalId('User', 12);
    const twin = id.slice(0, -1) + String.fromCharCode(id.charCodeAt(id.length - 1) + 1);
    expect(Buffer.from(twin, 'base64url').toString().startsWith('User:12')).toBe(true);
    expect(fromGlobalId(twin)).toBeUndefined();
  });
});
