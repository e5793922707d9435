import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as oauth from 'oauth4webapi';
import * as oidc from 'openid-client';
import { mutate } from '../../support/mutate.ts';
import { PEOPLE } from '../../support/world.ts';
import { Browser } from '../support/browser.ts';
import { PASSWORD } from '../support/provider.ts';
import { type ConsoleWorld, SCOPE, startConsoleWorld } from './support.ts';

const VIEWER = '{ viewer { username isSuperuser } }';

let world: ConsoleWorld;
beforeAll(async () => {
  world = await startConsoleWorld({ CORS_ORIGINS: 'http://localhost:8080' });
});
afterAll(() => world.stop());

describe('whoever logs in to the console', () => {
  it.each(PEOPLE)('is the %s, who may do there what they may do, and is asked nothing', async (person) => {
    const { accessToken, answer } = await world.enter(person);
    const isSuperuser = person === 'superuser';
    expect(answer.scope.split(' ').sort()).toEqual(['openid', 'read', 'write', ...(isSuperuser ? ['admin'] : [])].sort());
    expect(answer.expires_in).toBeLessThanOrEqual(1_800);
    expect(answer.refresh_token).toBeUndefined();
    const ask = world.as(accessToken);
    expect((await ask(VIEWER)).data).toEqual({ viewer: { username: person, isSuperuser } });
    expect((await ask('{ viewer { grants { scopes application { clientId } } } }')).errors).toBeUndefined();
    const { userErrors } = await mutate(ask, 'updateOrganization', { id: world.acme.id, description: person });
    const mayEdit = person === 'superuser' || person === 'admin';
    expect(userErrors.map(({ code }) => code)).toEqual(mayEdit ? [] : [person === 'stranger' ? 'NOT_FOUND' : 'FORBIDDEN']);
    const { errors } = await ask('mutation { createOrganization(input: { name: "" }) { userErrors { code } } }');
    expect(errors?.[0].extensions.code).toBe(isSuperuser ? undefined : 'FORBIDDEN');
  });

  it('goes on with no page, in a frame of it, while they are signed in', async () => {
    const { browser } = await world.enter('member');
    const { page } = await world.request(browser, { prompt: 'none' });
    expect(page.url.startsWith(`${world.callback}?`)).toBe(true);
    expect(page.parameters).toEqual({ code: expect.any(String), state: 'some state', iss: world.url });
    const { status, body } = await world.renew(browser);
    expect(status).toBe(200);
    expect((await world.as(body.access_token)(VIEWER)).data.viewer.username).toBe('member');
  });

  it('is told in that frame that they are not signed in, and by no page', async () => {
    const { page } = await world.request(new Browser(world.url), { prompt: 'none' });
    expect(page.url.startsWith(`${world.callback}?`)).toBe(true);
    expect(page.parameters).toMatchObject({ error: 'login_required', state: 'some state', iss: world.url });
  });

  it('has an ID token that client libraries take, and userinfo', async () => {
    const config = await oidc.discovery(new URL(world.url), world.console.clientId, undefined, oidc.None(), {
      execute: [oidc.allowInsecureRequests],
    });
    const verifier = oidc.randomPKCECodeVerifier();
    const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
    const address = oidc.buildAuthorizationUrl(config, {
      redirect_uri: world.callback,
      scope: SCOPE,
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const login = await new Browser(world.url).open(address.href);
    const back = await login.submit({ username: 'superuser', password: PASSWORD, action: 'login' });
    const tokens = await oidc.authorizationCodeGrant(config, new URL(back.url), {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
    });
    const { sub = '' } = tokens.claims() ?? {};
    expect(sub).toBe(world.users.superuser.id);
    expect(await oidc.fetchUserInfo(config, tokens.access_token, sub)).toEqual({ sub });
    await oidc.tokenRevocation(config, tokens.access_token);
    expect((await world.as(tokens.access_token)(VIEWER)).status).toBe(401);
  });
});

describe('nobody else gets the tokens of the console', () => {
  const loggedIn = async () => (await world.enter('superuser')).browser;

  it('at another address, be it another port of the same machine', async () => {
    const browser = await loggedIn();
    const { port } = new URL(world.url);
    const addresses = [
      `http://127.0.0.1:${Number(port) + 1}/callback`,
      `http://localhost:${port}/callback`,
      'http://127.0.0.1/callback',
      `${world.callback}/`,
      `${world.callback}?x=y`,
      `${world.url}/callback/../callback`,
      `${world.url}/Callback`,
      `${world.url}/`,
      `http://127.0.0.1:${port}@evil.example/callback`,
      'https://evil.example/callback',
      'about:blank',
      undefined,
    ];
    for (const redirect_uri of addresses) {
      const { page } = await world.request(browser, { prompt: 'none', redirect_uri });
      // one that names none is sent to the only one that there is
      if (redirect_uri === undefined) expect(page.url.startsWith(`${world.callback}?`)).toBe(true);
      else
        expect({ redirect_uri, status: page.status, title: page.title }).toEqual({
          redirect_uri,
          status: 400,
          title: 'You are not sent on',
        });
    }
  });

  it('without PKCE, with a plain challenge, or with the challenge of somebody else', async () => {
    const browser = await loggedIn();
    for (const parameters of [{ code_challenge: undefined }, { code_challenge_method: 'plain' }, { code_challenge_method: undefined }]) {
      const { page } = await world.request(browser, { prompt: 'none', ...parameters });
      expect(page.parameters).toMatchObject({ error: 'invalid_request', state: 'some state' });
      expect(page.parameters.code).toBeUndefined();
    }
    const { page } = await world.request(browser, { prompt: 'none' });
    const { verifier } = await world.request(browser, { prompt: 'none' });
    const injected = await world.redeem(world.console, page.parameters.code ?? '', verifier, { redirect_uri: world.callback });
    expect([injected.status, injected.body.error]).toEqual([400, 'invalid_grant']);
  });

  it('with a secret, by another grant, or in the name of another client', async () => {
    const browser = await loggedIn();
    const { page, verifier } = await world.request(browser, { prompt: 'none' });
    const code = page.parameters.code ?? '';
    const withSecret = { ...world.console, clientSecret: 'clt_sec_anything' };
    const shown = await world.redeem(withSecret, code, verifier, { redirect_uri: world.callback });
    expect([shown.status, shown.body.error]).toEqual([401, 'invalid_client']);
    const other = await world.registerPublic();
    const taken = await world.redeem(other, code, verifier, { redirect_uri: world.callback });
    expect([taken.status, taken.body.error]).toEqual([400, 'invalid_grant']);
    const grants: Record<string, string>[] = [
      { grant_type: 'password', username: 'superuser', password: PASSWORD },
      { grant_type: 'client_credentials' },
      { grant_type: 'refresh_token', refresh_token: 'clt_rt_x' },
      { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: 'x' },
    ];
    for (const fields of grants) {
      const { body } = await world.post('/oauth/token', world.console, fields);
      expect([fields.grant_type, body.error]).toEqual([fields.grant_type, 'unauthorized_client']);
    }
    const device = await world.post('/oauth/device_authorization', world.console, {});
    expect(device.body.error).toBe('unauthorized_client');
  });

  it('from a page of another origin, whatever CORS_ORIGINS allows others', async () => {
    const preflight = async (origin: string) => {
      const { headers } = await fetch(`${world.url}/oauth/token`, {
        method: 'POST',
        headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          client_id: world.console.clientId,
          grant_type: 'authorization_code',
          code: 'x',
          code_verifier: 'x'.repeat(43),
        }),
      });
      return headers.get('access-control-allow-origin');
    };
    expect(await preflight(world.url)).toBe(world.url);
    for (const origin of ['http://localhost:8080', 'https://evil.example', 'null']) expect(await preflight(origin)).toBeNull();
  });

  it('by a form that is sent to it, or a frame of somebody else', async () => {
    const browser = await loggedIn();
    const { page } = await world.request(browser, { prompt: 'none', response_mode: 'form_post' });
    expect(page.text).toContain(`action="${world.callback}"`);
    expect(page.response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    const web = await world.request(browser, { prompt: 'none', response_mode: 'web_message' });
    expect(web.page.text + web.page.url).not.toMatch(/[?&]code=/);
  });
});

it('an application with other scopes than there are is refused them, as every other one', async () => {
  const { page } = await world.request(new Browser(world.url), { prompt: 'none', scope: 'openid everything' });
  expect(page.parameters.error).toBe('invalid_scope');
  // what the gateway says of itself is what the console goes by
  const response = await oauth.discoveryRequest(new URL(world.url), { [oauth.allowInsecureRequests]: true });
  const metadata = await oauth.processDiscoveryResponse(new URL(world.url), response);
  expect(metadata.code_challenge_methods_supported).toEqual(['S256']);
});
