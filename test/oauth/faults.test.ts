import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { GrantType } from '../../src/applications/application.rules.ts';
import { type OAuthWorld, startOAuthWorld } from './support/provider.ts';

let world: OAuthWorld;
let read: OAuthWorld['app']['store']['read'];
beforeAll(async () => {
  world = await startOAuthWorld();
  read = world.app.store.read.bind(world.app.store);
});
afterEach(() => {
  world.app.store.read = read;
});
afterAll(() => world.stop());

const breakDatabase = (error: object) => {
  world.app.store.read = () => {
    throw Object.assign(new Error('select digest from somewhere'), error);
  };
};

describe('without its database, the OAuth server', () => {
  it('asks programs and people to come back, and serves again as soon as it can', async () => {
    const client = await world.register({ authorizationGrantType: GrantType.CLIENT_CREDENTIALS, redirectUris: [] });
    const { page: login } = await world.authorize(await world.registerPublic());
    breakDatabase({ code: 'ECONNREFUSED' });
    const { status, headers, body } = await world.post('/oauth/token', client, { grant_type: 'client_credentials' });
    expect({ status, body }).toEqual({ status: 503, body: { error: 'server_error', error_description: expect.any(String) } });
    expect(headers.get('retry-after')).toBe('5');
    const interaction = await login.submit({ username: 'member', password: 'correct horse', action: 'login' });
    expect(interaction.status).toBe(503);
    expect(interaction.title).toBe('Something went wrong on the server');
    world.app.store.read = read;
    expect((await world.post('/oauth/token', client, { grant_type: 'client_credentials' })).status).toBe(200);
  });
});

describe('a fault of the OAuth server', () => {
  it('says no more than the request id, under which the log has it', async () => {
    const client = await world.registerPublic();
    breakDatabase({});
    const { page } = await world.authorize(client);
    expect(page.status).toBe(500);
    expect(page.text).not.toContain('digest from somewhere');
    const requestId = page.response.headers.get('x-request-id') as string;
    expect(page.text).toContain(requestId);
    const line = world.logged.find((logged) => logged.includes(requestId) && logged.includes('fault'));
    expect(line).toContain('digest from somewhere');
  });
});

describe('an address below /oauth/ where nothing is', () => {
  it('is said to be none, to programs in JSON', async () => {
    const response = await fetch(`${world.url}/oauth/nothing`, { headers: { accept: 'application/json' } });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: 'not_found' });
  });
});

describe('a page of another origin', () => {
  const send = (client: { clientId: string }, origin: string) =>
    fetch(`${world.url}/oauth/token`, {
      method: 'POST',
      headers: { origin },
      body: new URLSearchParams({ client_id: client.clientId, grant_type: 'refresh_token', refresh_token: 'x' }),
    });

  it('may use a public client from where its users are sent back to', async () => {
    const client = await world.registerPublic({ redirectUris: ['https://front.example.org/callback'] });
    const allowed = await send(client, 'https://front.example.org');
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://front.example.org');
    expect(await allowed.json()).toMatchObject({ error: 'invalid_grant' });
  });

  it.each(['https://evil.example', 'null', 'https://front.example.org.evil.example'])('may not from %s', async (origin) => {
    const client = await world.registerPublic({ redirectUris: ['https://front.example.org/callback'] });
    const refused = await send(client, origin);
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
    expect(refused.status).toBe(400);
  });
});
