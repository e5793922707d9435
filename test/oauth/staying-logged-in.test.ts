import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from './support/browser.ts';
import { type OAuthWorld, PASSWORD, startOAuthWorld } from './support/provider.ts';

let world: OAuthWorld;
beforeAll(async () => {
  world = await startOAuthWorld();
});
afterAll(() => world.stop());

const member = { username: 'member', password: PASSWORD, action: 'login' };

describe('whoever stays logged in', () => {
  it.each([{}, { client_id: true }])('is told so, and is: %j', async (given) => {
    const client = await world.registerPublic();
    const browser = new Browser(world.url);
    const login = await world.authorize(client, {}, browser);
    const back = await (await login.page.submit(member)).submit({ action: 'allow' });
    const { body } = await world.redeem(client, back.parameters.code ?? '', login.verifier);
    const search = new URLSearchParams('client_id' in given ? { client_id: client.clientId } : {});
    const asked = await browser.open(`${world.url}/oauth/logout?${search}`);
    const answered = await asked.submit({});
    expect(answered.title).toBe('You are still signed in');
    expect((await world.authorize(client, {}, browser)).page.parameters.code).toBeDefined();
    const { status } = await world.post('/oauth/token', client, { grant_type: 'refresh_token', refresh_token: body.refresh_token });
    expect(status).toBe(200);
  });

  it('goes to no address that is not registered', async () => {
    const client = await world.registerPublic();
    const browser = new Browser(world.url);
    const login = await world.authorize(client, {}, browser);
    await (await login.page.submit(member)).submit({ action: 'allow' });
    const evil = new URLSearchParams({ post_logout_redirect_uri: 'https://evil.example' });
    const asked = await browser.open(`${world.url}/oauth/logout?${evil}`);
    expect((await asked.submit({})).url).toBe(`${world.url}/oauth/logout/success`);
    evil.set('client_id', client.clientId);
    expect((await browser.open(`${world.url}/oauth/logout?${evil}`)).status).toBe(400);
  });
});
