import { describe, expect, it } from '@jest/globals';
import { SOURCES } from '../../../src/declarations/import/sources.rules.ts';
import { CALLBACK, GIVEN, only, RELAXED, SAFE } from './support/reports.ts';

describe('an application of AWX', () => {
  const APPLICATION = { name: 'Portal', client_type: 'confidential', authorization_grant_type: 'authorization-code' };
  const translated = (application: Readonly<Record<string, unknown>>, known = SAFE) =>
    only(SOURCES.awx.translate({ results: [{ ...APPLICATION, redirect_uris: CALLBACK, ...application }] }, known));

  it.each([
    ['authorization-code', 'AUTHORIZATION_CODE'],
    ['password', 'PASSWORD'],
    ['implicit', 'AUTHORIZATION_CODE'],
  ])('of the grant type %s has %s', (authorization_grant_type, grantType) => {
    const { application, changed } = translated({ authorization_grant_type });
    expect(application?.grantTypes).toEqual([grantType]);
    expect(changed.some(({ why }) => why.includes('RFC 9700'))).toBe(authorization_grant_type === 'implicit');
  });

  it.each([`${CALLBACK}  https://b.example/\n`, [CALLBACK, 'https://b.example/']])('has its redirect URIs: %j', (redirect_uris) => {
    expect(translated({ redirect_uris }).application?.redirectUris).toEqual([CALLBACK, 'https://b.example/']);
  });

  it.each([
    ['************', 'masked'],
    ['$encrypted$', 'masked'],
    ['', 'has none'],
  ])('gets another secret for %j', (client_secret, why) => {
    const { clientSecret, changed } = translated({ client_id: 'portal', client_secret });
    expect(clientSecret).toBeUndefined();
    expect(changed).toMatchObject([{ field: 'secret', why: expect.stringContaining(why) }]);
  });

  it('is told that its organization is another, whether it is named or numbered', () => {
    const changes = (application: Readonly<Record<string, unknown>>, known = SAFE) =>
      translated({ client_id: 'portal', client_secret: GIVEN, ...application }, known).changed;
    const change = { field: 'organization', what: 'It is of "Satellite", and becomes one of "Default".' };
    expect(changes({ organization: 'Satellite' })).toMatchObject([change]);
    expect(changes({ organization: 4, summary_fields: { organization: { name: 'Satellite' } } })).toMatchObject([change]);
    expect(changes({ organization: 'DEFAULT' })).toEqual([]);
    expect(changes({ organization: 4 })).toEqual([]);
    expect(changes({ organization: 'Satellite' }, { scopes: SAFE.scopes, redirectUriRules: [] })).toEqual([]);
  });

  it('is left out if it is to be absent, or of a grant type that there is not here', () => {
    expect(translated({ state: 'absent' }).leftOut?.whatToDo).toContain('--prune');
    expect(translated({ authorization_grant_type: 'openid-hybrid' }).leftOut?.whatToDo).toBe('Give it one in authorization_grant_type.');
  });

  it('is found in files of both collections', () => {
    for (const list of ['aap_applications', 'controller_applications'])
      expect(SOURCES.awx.translate({ [list]: [{ ...APPLICATION, redirect_uris: [CALLBACK] }] }, RELAXED)).toMatchObject([
        { path: [list, 0], application: { name: 'Portal' } },
      ]);
  });
});
