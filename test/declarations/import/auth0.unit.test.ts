import { describe, expect, it } from '@jest/globals';
import { SOURCES } from '../../../src/declarations/import/sources.rules.ts';
import { CALLBACK, only, SAFE } from './support/reports.ts';

describe('a client of Auth0', () => {
  const translated = (client: Readonly<Record<string, unknown>>, tenant: Readonly<Record<string, unknown>> = {}) =>
    only(SOURCES.auth0.translate({ clients: [{ name: 'My Portal', callbacks: [CALLBACK], ...client }], ...tenant }, SAFE));

  it.each([
    ['spa', 'PUBLIC', ['AUTHORIZATION_CODE'], true],
    ['native', 'PUBLIC', ['AUTHORIZATION_CODE'], true],
    ['regular_web', 'CONFIDENTIAL', ['AUTHORIZATION_CODE'], true],
    ['non_interactive', 'CONFIDENTIAL', ['CLIENT_CREDENTIALS'], false],
    [undefined, 'CONFIDENTIAL', ['AUTHORIZATION_CODE'], true],
  ])('of the type %s is %s with %j', (app_type, clientType, grantTypes, renewable) => {
    const { application } = translated({ app_type });
    expect(application).toMatchObject({
      clientId: 'my-portal',
      name: 'My Portal',
      clientType,
      grantTypes,
      renewable,
      skipAuthorization: true,
    });
  });

  it('has all that it says', () => {
    const { application, lost } = translated({
      app_type: 'regular_web',
      token_endpoint_auth_method: 'none',
      description: 'The portal.',
      initiate_login_uri: 'https://portal.example.org/login',
      grant_types: ['implicit', 'password', 'refresh_token'],
      allowed_logout_urls: ['https://portal.example.org'],
      web_origins: ['https://a.example'],
      allowed_origins: ['https://a.example', 'https://b.example'],
      is_first_party: false,
      jwt_configuration: { alg: 'RS256', lifetime_in_seconds: 36_000, scopes: { a: 1 } },
      mobile: { ios: { team_id: 'x' } },
    });
    expect(application).toEqual({
      clientId: 'my-portal',
      name: 'My Portal',
      clientType: 'PUBLIC',
      grantTypes: ['AUTHORIZATION_CODE', 'PASSWORD'],
      description: 'The portal.',
      url: 'https://portal.example.org/login',
      redirectUris: [CALLBACK],
      postLogoutRedirectUris: ['https://portal.example.org'],
      webOrigins: ['https://a.example', 'https://b.example'],
      skipAuthorization: false,
      renewable: true,
      accessValidity: 36_000,
    });
    expect(lost).toEqual(['jwt_configuration scopes', 'mobile']);
  });

  it.each(['clientGrants', 'client_grants'])('has the scopes of its %s', (key) => {
    const grants = [
      { client_id: 'My Portal', audience: 'https://api.example.org', scope: ['read', 'orders'] },
      { client_id: 'Another', audience: 'https://other.example.org', scope: ['write'] },
    ];
    const { application, lost } = translated({}, { [key]: grants });
    expect(application).toMatchObject({ scopes: ['read'], maximumScopes: ['read'] });
    expect(lost).toEqual(['scope "orders"', 'audience: "https://api.example.org"']);
    const { faults } = translated({}, { [key]: [{ client_id: 'My Portal', scope: 'read' }] });
    expect(faults).toEqual([{ path: [key, 0, 'scope'], message: 'Must be a list, not a text.' }]);
  });

  it.each([
    ['My Portal', 'my-portal'],
    ['  Ünïcode — Portal!  ', 'unicode-portal'],
    ['A', /^client-[0-9a-f]{12}$/],
    ['日本語', /^client-[0-9a-f]{12}$/],
    ['constructor', /^client-[0-9a-f]{12}$/],
    ['x'.repeat(255), 'x'.repeat(255)],
  ])('is given a client id that is made from its name: %s', (name, clientId) => {
    const made = translated({ name }).application?.clientId;
    expect(made).toEqual(typeof clientId === 'string' ? clientId : expect.stringMatching(clientId));
    expect(translated({ name }).application?.clientId).toBe(made);
  });

  it('is a fault if another has the same made from its name', () => {
    const [, second] = SOURCES.auth0.translate(
      ['My Portal', 'My-Portal'].map((name) => ({ name, callbacks: [CALLBACK] })),
      SAFE,
    );
    expect(second?.faults).toEqual([{ path: [1], message: 'Has the client id "my-portal", as 0 has.' }]);
  });

  it.each([
    [{ global: true }, 'for itself'],
    [{ app_type: 'resource_server' }, 'takes tokens'],
    [{ app_type: 'box' }, '"box", which there is not here'],
    [{ callbacks: undefined }, 'needs a redirect URI, and it has none.'],
    [{ grant_types: ['urn:x'] }, 'no grant type'],
  ])('is left out, with why: %j', (client, why) => {
    expect(translated(client)).toMatchObject({ leftOut: { why: expect.stringContaining(why) }, faults: [] });
  });
});
