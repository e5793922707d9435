import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GrantType } from '../../src/applications/application.rules.ts';
import { type OAuthWorld, startOAuthWorld } from './support/provider.ts';

let world: OAuthWorld;
beforeAll(async () => {
  world = await startOAuthWorld();
});
afterAll(() => world.stop());

describe('the metadata', () => {
  it.each(['openid-configuration', 'oauth-authorization-server'])('names every endpoint below the public address in %s', async (name) => {
    const response = await fetch(`${world.url}/.well-known/${name}`, {
      headers: { 'x-forwarded-host': 'evil.example', host: 'evil.example' },
    });
    const metadata = (await response.json()) as Record<string, unknown>;
    expect(metadata).toMatchObject({
      issuer: world.url,
      authorization_endpoint: `${world.url}/oauth/authorize`,
      token_endpoint: `${world.url}/oauth/token`,
      revocation_endpoint: `${world.url}/oauth/revoke`,
      introspection_endpoint: `${world.url}/oauth/introspect`,
      userinfo_endpoint: `${world.url}/oauth/userinfo`,
      jwks_uri: `${world.url}/oauth/jwks`,
      device_authorization_endpoint: `${world.url}/oauth/device_authorization`,
      pushed_authorization_request_endpoint: `${world.url}/oauth/par`,
      code_challenge_methods_supported: ['S256'],
    });
    expect(metadata.grant_types_supported).not.toContain('password');
  });
});

describe('the token endpoint', () => {
  it('gives a confidential client a token of its own', async () => {
    const client = await world.register({ authorizationGrantType: GrantType.CLIENT_CREDENTIALS, redirectUris: [] });
    const { status, body } = await world.post('/oauth/token', client, { grant_type: 'client_credentials' });
    expect({ status, body }).toEqual({
      status: 200,
      body: { access_token: expect.stringMatching(/^clt_at_/), expires_in: 3600, token_type: 'Bearer', scope: 'write' },
    });
  });

  it('gives tokens for a code', async () => {
    const client = await world.registerPublic();
    const { status, body } = await world.tokensOf(client);
    expect(status).toBe(200);
    expect(body).toMatchObject({ refresh_token: expect.stringMatching(/^clt_rt_/), scope: 'openid write', id_token: expect.any(String) });
    const { data } = await world.as(body.access_token)('{ viewer { username } }');
    expect(data.viewer.username).toBe('member');
  });
});
