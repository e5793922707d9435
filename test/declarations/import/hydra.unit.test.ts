import { describe, expect, it } from '@jest/globals';
import { SOURCES } from '../../../src/declarations/import/sources.rules.ts';
import { CALLBACK, GIVEN, only, SAFE } from './support/reports.ts';

describe('a client of Hydra', () => {
  const translated = (client: Readonly<Record<string, unknown>>, known = SAFE) =>
    only(SOURCES.hydra.translate({ client_id: 'portal', redirect_uris: [CALLBACK], client_secret: GIVEN, ...client }, known));

  it('has the defaults of Hydra where it says nothing, and its secret', () => {
    const { application, clientSecret, changed, lost, faults } = translated({});
    expect(application).toEqual({
      clientId: 'portal',
      name: 'portal',
      clientType: 'CONFIDENTIAL',
      grantTypes: ['AUTHORIZATION_CODE'],
      redirectUris: [CALLBACK],
      skipAuthorization: false,
      renewable: false,
    });
    expect([clientSecret, changed, lost, faults]).toEqual([GIVEN, [], [], []]);
  });

  it('has all that it says', () => {
    const { application, lost } = translated({
      client_name: 'Portal',
      client_uri: 'https://portal.example.org',
      contacts: ['ada@example.org'],
      grant_types: ['client_credentials', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code', 'urn:x:y'],
      post_logout_redirect_uris: ['https://portal.example.org/bye'],
      allowed_cors_origins: ['https://portal.example.org/'],
      scope: 'openid offline read  certificate:manage',
      skip_consent: true,
      client_credentials_grant_access_token_lifespan: '1h30m',
      refresh_token_grant_refresh_token_lifespan: '24h0m0.5s',
      audience: ['a'],
      subject_type: 'public',
      userinfo_signed_response_alg: 'RS256',
      created_at: '2026-01-01T00:00:00Z',
    });
    expect(application).toEqual({
      clientId: 'portal',
      name: 'Portal',
      clientType: 'CONFIDENTIAL',
      grantTypes: ['CLIENT_CREDENTIALS', 'DEVICE_CODE'],
      url: 'https://portal.example.org',
      ownerContact: 'ada@example.org',
      redirectUris: [CALLBACK],
      postLogoutRedirectUris: ['https://portal.example.org/bye'],
      webOrigins: ['https://portal.example.org'],
      skipAuthorization: true,
      renewable: true,
      scopes: ['read'],
      maximumScopes: ['read'],
      accessValidity: 5_400,
      grantValidity: 86_400,
    });
    expect(lost).toEqual(['grant type "urn:x:y"', 'scope "certificate:manage"', 'audience', 'userinfo_signed_response_alg']);
  });

  it.each([
    [{ grant_types: ['implicit'] }],
    [{ response_types: ['code', 'id_token'] }],
    [{ grant_types: ['implicit', 'authorization_code'], response_types: ['token'] }],
  ])('gets a code instead of tokens, and is told so once: %j', (client) => {
    const { application, changed } = translated(client);
    expect(application?.grantTypes).toEqual(['AUTHORIZATION_CODE']);
    expect(changed).toEqual([{ field: 'grantTypes', what: expect.stringContaining('implicit'), why: expect.stringContaining('RFC 9700') }]);
  });

  it('is public if it does not authenticate', () => {
    const { application, clientSecret } = translated({ token_endpoint_auth_method: 'none' });
    expect([application?.clientType, clientSecret]).toEqual(['PUBLIC', undefined]);
  });

  it('authenticates by a secret if it did by a key', () => {
    const { application, clientSecret, changed } = translated({
      token_endpoint_auth_method: 'private_key_jwt',
      jwks_uri: 'https://x.example',
    });
    expect([application?.secret, clientSecret]).toEqual([{ generated: true }, undefined]);
    expect(changed).toContainEqual({ field: 'secret', what: 'It authenticates by a secret.', why: 'There is no "private_key_jwt" here.' });
  });

  it.each([
    ['24h', 86_400],
    ['1h30m', 5_400],
    ['90s', 90],
    ['1500ms', 1],
    ['2.5h', 9_000],
    ['999ns', undefined],
    ['0', undefined],
    ['', undefined],
  ])('has a validity of %j', (duration, seconds) => {
    expect(translated({ authorization_code_grant_access_token_lifespan: duration }).application?.accessValidity).toBe(seconds);
  });

  it.each(['1d', '1h ', 'h', '-1h', '1h'.repeat(60), '999999999h', '1..5h'])('has no validity of %j', (duration) => {
    expect(translated({ authorization_code_grant_access_token_lifespan: duration }).faults).toHaveLength(1);
  });

  it('has the shortest of several validities, and is told so', () => {
    const { application, changed } = translated({
      authorization_code_grant_access_token_lifespan: '2h',
      client_credentials_grant_access_token_lifespan: '1h',
    });
    expect(application?.accessValidity).toBe(3_600);
    expect(changed).toMatchObject([{ field: 'accessValidity', what: 'It is 3600 seconds.' }]);
  });

  it('may be a custom resource, one of a list, and faults name what is written there', () => {
    const resource = (name: string, spec: unknown) => ({ kind: 'OAuth2Client', metadata: { name }, spec });
    const spec = { grantTypes: ['client_credentials'], tokenLifespans: { client_credentials_grant_access_token_lifespan: '1h' } };
    const [first, second, third] = SOURCES.hydra.translate(
      { kind: 'List', items: [resource('a', spec), resource('b', { ...spec, redirectUris: 7 }), resource('c', 7)] },
      SAFE,
    );
    expect(first).toMatchObject({ name: 'a', application: { name: 'a', accessValidity: 3_600, grantTypes: ['CLIENT_CREDENTIALS'] } });
    expect(second?.faults).toEqual([{ path: ['items', 1, 'spec', 'redirectUris'], message: 'Must be a list, not a number.' }]);
    expect(third?.faults).toHaveLength(1);
  });
});
