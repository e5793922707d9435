import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as oauth from 'oauth4webapi';
import { GrantType } from '../../src/applications/application.rules.ts';
import { Browser } from './support/browser.ts';
import { type OAuthWorld, PASSWORD, REDIRECT_URI, startOAuthWorld } from './support/provider.ts';

const insecure = { [oauth.allowInsecureRequests]: true } as const;

let world: OAuthWorld;
let server: oauth.AuthorizationServer;
beforeAll(async () => {
  world = await startOAuthWorld();
  const issuer = new URL(world.url);
  const response = await oauth.discoveryRequest(issuer, { ...insecure, algorithm: 'oauth2' });
  server = await oauth.processDiscoveryResponse(issuer, response);
});
afterAll(() => world.stop());

describe('oauth4webapi', () => {
  it('logs a user in by code and PKCE, and reads the claims of a signature that it checks', async () => {
    const { clientId } = await world.registerPublic();
    const client: oauth.Client = { client_id: clientId };
    const verifier = oauth.generateRandomCodeVerifier();
    const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
    const url = new URL(server.authorization_endpoint as string);
    url.search = new URLSearchParams({
      client_id: clientId,
      redirect_uri: REDIRECT_URI,
      response_type: 'code',
      scope: 'openid read',
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    }).toString();
    const login = await new Browser(world.url).open(url.href);
    const consent = await login.submit({ username: 'member', password: PASSWORD, action: 'login' });
    const back = new URL((await consent.submit({ action: 'allow' })).url);

    const parameters = oauth.validateAuthResponse(server, client, back, state);
    const response = await oauth.authorizationCodeGrantRequest(server, client, oauth.None(), parameters, REDIRECT_URI, verifier, insecure);
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, { expectedNonce: nonce, requireIdToken: true });
    await oauth.validateApplicationLevelSignature(server, response, insecure);
    expect(oauth.getValidatedIdTokenClaims(tokens)?.sub).toBe(world.users.member.id);

    const userinfo = await oauth.userInfoRequest(server, client, tokens.access_token, insecure);
    expect(await oauth.processUserInfoResponse(server, client, world.users.member.id, userinfo)).toEqual({ sub: world.users.member.id });

    const refresh = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), tokens.refresh_token as string, insecure);
    const refreshed = await oauth.processRefreshTokenResponse(server, client, refresh);
    expect(refreshed.scope).toBe('openid read');

    const replay = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), tokens.refresh_token as string, insecure);
    await expect(oauth.processRefreshTokenResponse(server, client, replay)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it.each([
    ['in a header', oauth.ClientSecretBasic],
    ['in the body', oauth.ClientSecretPost],
  ])('gets a token for a client that shows its secret %s, asks about it and revokes it', async (_, authenticate) => {
    const registered = await world.register({ authorizationGrantType: GrantType.CLIENT_CREDENTIALS, redirectUris: [] });
    const client: oauth.Client = { client_id: registered.clientId };
    const proof = authenticate(registered.clientSecret as string);
    const parameters = new URLSearchParams({ scope: 'write' });
    const response = await oauth.clientCredentialsGrantRequest(server, client, proof, parameters, insecure);
    const { access_token } = await oauth.processClientCredentialsResponse(server, client, response);
    const introspect = async () =>
      oauth.processIntrospectionResponse(server, client, await oauth.introspectionRequest(server, client, proof, access_token, insecure));
    expect(await introspect()).toMatchObject({ active: true, client_id: registered.clientId, scope: 'write', iss: world.url });
    await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, proof, access_token, insecure));
    expect(await introspect()).toEqual({ active: false });
  });

  it('connects a device', async () => {
    const { clientId } = await world.registerPublic({ authorizationGrantType: GrantType.DEVICE_CODE, redirectUris: [] });
    const client: oauth.Client = { client_id: clientId };
    const started = await oauth.processDeviceAuthorizationResponse(
      server,
      client,
      await oauth.deviceAuthorizationRequest(server, client, oauth.None(), new URLSearchParams(), insecure),
    );
    const poll = async () =>
      oauth.processDeviceCodeResponse(
        server,
        client,
        await oauth.deviceCodeGrantRequest(server, client, oauth.None(), started.device_code, insecure),
      );
    await expect(poll()).rejects.toMatchObject({ error: 'authorization_pending' });
    const confirm = await (await new Browser(world.url).open(started.verification_uri)).submit({ user_code: started.user_code });
    const login = await confirm.submit({ confirm: 'yes' });
    await (await login.submit({ username: 'member', password: PASSWORD, action: 'login' })).submit({ action: 'allow' });
    expect(await poll()).toMatchObject({ scope: 'write', access_token: expect.stringMatching(/^clt_at_/) });
    await expect(poll()).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('hears that a user does not want the device', async () => {
    const { clientId } = await world.registerPublic({ authorizationGrantType: GrantType.DEVICE_CODE, redirectUris: [] });
    const client: oauth.Client = { client_id: clientId };
    const response = await oauth.deviceAuthorizationRequest(server, client, oauth.None(), new URLSearchParams(), insecure);
    const started = await oauth.processDeviceAuthorizationResponse(server, client, response);
    const confirm = await (await new Browser(world.url).open(started.verification_uri)).submit({ user_code: started.user_code });
    const refused = await confirm.submit({ abort: 'yes' });
    expect(refused.text).toContain('You have cancelled');
    const answer = await oauth.deviceCodeGrantRequest(server, client, oauth.None(), started.device_code, insecure);
    await expect(oauth.processDeviceCodeResponse(server, client, answer)).rejects.toMatchObject({ error: 'access_denied' });
  });
});
