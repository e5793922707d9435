import { describe, expect, it } from '@jest/globals';
import { SOURCES } from '../../../src/declarations/import/sources.rules.ts';
import { changesOf, translated } from './support/keycloak.ts';
import { GIVEN, SAFE } from './support/reports.ts';

describe('a client of Keycloak', () => {
  it('has the defaults of Keycloak where it says nothing', () => {
    const { application, faults } = translated({ publicClient: undefined, secret: GIVEN });
    expect(faults).toEqual([]);
    expect(application).toEqual({
      clientId: 'portal',
      name: 'portal',
      clientType: 'CONFIDENTIAL',
      grantTypes: ['AUTHORIZATION_CODE'],
      redirectUris: ['https://portal.example.org/callback'],
      skipAuthorization: true,
      enabled: true,
      renewable: true,
    });
  });

  it('is found in a realm, in several, in a list, and alone', () => {
    const client = { clientId: 'portal', publicClient: true, redirectUris: ['https://portal.example.org/'] };
    const other = { ...client, clientId: 'other' };
    const found = (document: unknown) =>
      SOURCES.keycloak.translate(document, SAFE).map(({ path, application }) => [path.join('.'), application?.clientId]);
    expect(found({ clients: [client] })).toEqual([['clients.0', 'portal']]);
    expect(
      found([
        { realm: 'a', clients: [client] },
        { realm: 'b', clients: [other] },
      ]),
    ).toEqual([
      ['0.clients.0', 'portal'],
      ['1.clients.0', 'other'],
    ]);
    expect(found([client, other])).toEqual([
      ['0', 'portal'],
      ['1', 'other'],
    ]);
    expect(found(client)).toEqual([['', 'portal']]);
  });

  it('may use every flow that is on', () => {
    const flows = { directAccessGrantsEnabled: true, serviceAccountsEnabled: true, publicClient: false };
    const device = { 'oauth2.device.authorization.grant.enabled': 'true' };
    expect(translated({ ...flows, attributes: device }).application?.grantTypes).toEqual([
      ...['AUTHORIZATION_CODE', 'PASSWORD', 'CLIENT_CREDENTIALS', 'DEVICE_CODE'],
    ]);
  });

  it('gets a code instead of tokens by the implicit flow, and is told so', () => {
    const report = translated({ standardFlowEnabled: false, implicitFlowEnabled: true });
    expect(report.application?.grantTypes).toEqual(['AUTHORIZATION_CODE']);
    expect(changesOf(report, 'grantTypes')).toMatchObject([{ why: expect.stringContaining('RFC 9700, section 2.1.2') }]);
  });

  it('cannot act for itself if it is public', () => {
    const report = translated({ serviceAccountsEnabled: true });
    expect(report.application?.grantTypes).toEqual(['AUTHORIZATION_CODE']);
    expect(changesOf(report, 'grantTypes')).toMatchObject([{ what: 'CLIENT_CREDENTIALS is left out.' }]);
  });

  it.each(['account', 'account-console', 'admin-cli', 'broker', 'realm-management', 'security-admin-console', 'master-realm'])(
    'is left out if Keycloak has it for itself: %s, whatever placeholders are in it',
    (clientId) => {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Keycloak writes it so
      const report = translated({ clientId, name: '${client_account}', rootUrl: '${authBaseUrl}', redirectUris: ['/x/*'] });
      expect(report).toMatchObject({ leftOut: { why: expect.stringContaining('for itself') }, faults: [] });
    },
  );

  it.each([
    [{ bearerOnly: true }, 'takes tokens, and gets none', 'serviceAccountsEnabled'],
    [{ protocol: 'saml' }, 'not OpenID Connect', 'OpenID Connect'],
    [{ standardFlowEnabled: false }, 'None of its flows', 'standardFlowEnabled, directAccessGrantsEnabled'],
    [{ clientId: 'urn:portal' }, 'Its client id is none here. Must have 3 to 255 characters', 'another'],
    [{ clientId: '__proto__' }, 'No application can be called "__proto__"', 'another'],
    [{ clientId: 'por\0tal' }, 'Must have 3 to 255', 'another'],
  ])('is left out, with why and what to do: %j', (client, why, whatToDo) => {
    const report = translated(client);
    expect(report).not.toHaveProperty('application');
    expect(report.leftOut).toEqual({ why: expect.stringContaining(why), whatToDo: expect.stringContaining(whatToDo) });
  });

  it('is called by its client id where its name can be none', () => {
    const report = translated({ name: 'a\u0007b' });
    expect(report.name).toBe('a\\u0007b');
    expect(report.application?.name).toBe('portal');
    expect(changesOf(report, 'name')).toHaveLength(1);
  });

  it('has the validities of its attributes, or else of its realm', () => {
    const realm = { accessTokenLifespan: 300, ssoSessionMaxLifespan: 36_000 };
    expect(translated({}, SAFE, realm).application).toMatchObject({ accessValidity: 300, grantValidity: 36_000 });
    const attributes = { 'access.token.lifespan': '60', 'client.session.max.lifespan': '600' };
    expect(translated({ attributes }, SAFE, realm).application).toMatchObject({ accessValidity: 60, grantValidity: 600 });
    expect(translated({ attributes: { 'access.token.lifespan': '-1' } }, SAFE, realm).application).toMatchObject({ accessValidity: 300 });
    expect(translated({}).application).not.toHaveProperty('accessValidity');
  });

  it('has those of its scopes that there are here, but not what superusers may do', () => {
    const known = { ...SAFE, scopes: ['read', 'write', 'admin', 'certificate:manage'] };
    const scopes = {
      defaultClientScopes: ['openid', 'profile', 'roles', 'certificate:manage'],
      optionalClientScopes: ['read', 'admin', 'orders'],
    };
    const report = translated(scopes, known);
    expect(report.application).toMatchObject({ scopes: ['certificate:manage'], maximumScopes: ['certificate:manage', 'read'] });
    expect(report.lost).toEqual(['scope "orders"']);
    expect(changesOf(report, 'maximumScopes')).toMatchObject([{ what: '"admin" is left out.' }]);
    expect(translated({ defaultClientScopes: ['orders'] }, known).application).not.toHaveProperty('scopes');
  });

  it('asks for consent where it did', () => {
    expect(translated({ consentRequired: true, enabled: false }).application).toMatchObject({ skipAuthorization: false, enabled: false });
  });

  it('loses what there is not here, by name', () => {
    const attributes = { 'saml.encrypt': 'true', 'backchannel.logout.url': 'https://x.example', 'jwks.url': '', 'acr.loa.map': '{}' };
    const protocolMappers = [{ name: 'branch' }, { name: 'a"\u001b' }];
    const { lost } = translated({ protocolMappers, attributes, authorizationServicesEnabled: true }, SAFE, {
      roles: { client: { portal: [{ name: 'viewer' }] } },
    });
    expect(lost).toEqual([
      'protocolMappers: "branch", "a\\"\\u001b"',
      ...['attributes saml.encrypt', 'attributes backchannel.logout.url', 'attributes acr.loa.map'],
      ...['authorizationServicesEnabled', 'roles: "viewer"'],
    ]);
  });
});

describe('the secret of a client of Keycloak', () => {
  const secretOf = (client: Readonly<Record<string, unknown>>) => translated({ publicClient: false, ...client });

  it('is taken, and in no other part of the report', () => {
    const { clientSecret, ...report } = secretOf({ secret: GIVEN });
    expect(clientSecret).toBe(GIVEN);
    expect(report.application).not.toHaveProperty('secret');
    expect(JSON.stringify(report)).not.toContain(GIVEN.slice(0, 20));
  });

  it.each([
    ['**********', 'masked'],
    ['too-short-1234567', 'at least 24 characters'],
    ['abababababababababababababab', 'at least 12 different'],
    [`${GIVEN} with space`, 'no space'],
    [undefined, 'The input has none.'],
  ])('is generated anew, and said so: %s', (secret, why) => {
    const { clientSecret, ...report } = secretOf({ secret });
    expect(clientSecret).toBeUndefined();
    expect(report.application?.secret).toEqual({ generated: true });
    expect(changesOf(report, 'secret')).toEqual([{ field: 'secret', what: 'It is generated anew.', why: expect.stringContaining(why) }]);
    if (secret !== undefined) expect(JSON.stringify(report)).not.toContain(secret);
  });

  it('is generated anew for a client that authenticated otherwise', () => {
    const report = secretOf({ clientAuthenticatorType: 'client-jwt', secret: GIVEN });
    expect(report.clientSecret).toBeUndefined();
    expect(changesOf(report, 'secret')).toMatchObject([{}, { why: 'There is no "client-jwt" here.' }]);
  });

  it('is none for a public client', () => {
    const { clientSecret, lost } = translated({ secret: GIVEN });
    expect([clientSecret, lost]).toEqual([undefined, ['secret, as a public client has none']]);
  });
});
