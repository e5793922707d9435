import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GrantType } from '../../src/applications/application.rules.ts';
import { type Client, type OAuthWorld, startOAuthWorld } from './support/provider.ts';

let world: OAuthWorld;
beforeAll(async () => {
  world = await startOAuthWorld();
});
afterAll(() => world.stop());

const set = async ({ id }: Client, change: Record<string, unknown>) => {
  const { data } = await world.ask.superuser(
    'mutation ($input: UpdateApplicationInput!) { updateApplication(input: $input) { userErrors { code } } }',
    { input: { id, ...change } },
  );
  expect(data.updateApplication.userErrors).toEqual([]);
};
const introspect = async (client: Client, token: string) => (await world.post('/oauth/introspect', client, { token })).body;
const refresh = (client: Client, refresh_token: string, more = {}) =>
  world.post('/oauth/token', client, { grant_type: 'refresh_token', refresh_token, ...more });
const tokensOf = async ({ id }: Client) => {
  const { data } = await world.ask.superuser(
    `query ($id: ID!) { application(id: $id) { tokenCounts { total active revoked } lastUsedAt
      tokens { nodes { id hint scopes state renewable expiresAt createdAt user { username } } } } }`,
    { id },
  );
  return data.application;
};
const createToken = async (client: Client, input = {}) => {
  const { data } = await world.ask.member(
    `mutation ($input: CreateTokenInput!) { createToken(input: $input) { token { id } accessToken refreshToken userErrors { message } } }`,
    { input: { applicationId: client.id, ...input } },
  );
  expect(data.createToken.userErrors).toEqual([]);
  return data.createToken;
};

describe('a token that was issued here', () => {
  it('is a token of the registry', async () => {
    const client = await world.register({ accessValidity: 120 });
    const { body } = await world.tokensOf(client, 'member', 'openid read');
    expect(body).toMatchObject({ expires_in: 120, scope: 'openid read' });
    const { tokenCounts, tokens } = await tokensOf(client);
    expect(tokenCounts).toEqual({ total: 1, active: 1, revoked: 0 });
    expect(tokens.nodes).toMatchObject([
      { hint: body.access_token.slice(-4), scopes: ['openid', 'read'], state: 'ACTIVE', renewable: true, user: { username: 'member' } },
    ]);
    expect(Date.parse(tokens.nodes[0].expiresAt) - Date.parse(tokens.nodes[0].createdAt)).toBeLessThanOrEqual(121_000);
  });

  it('leaves an entry in the activity of its application', async () => {
    const client = await world.register();
    await world.tokensOf(client);
    const { data } = await world.ask.admin('query ($id: ID!) { tokens(filter: { applicationId: $id }) { nodes { id } } }', {
      id: client.id,
    });
    const activity = await world.ask.admin(
      'query ($id: ID!) { activity(filter: { objectId: $id }) { nodes { operation actor { username } changes { field after } } } }',
      { id: data.tokens.nodes[0].id },
    );
    expect(activity.data.activity.nodes).toMatchObject([{ operation: 'ISSUE_TOKEN', actor: { username: 'member' } }]);
    expect(JSON.stringify(activity.data)).not.toContain('clt_');
  });

  it('ends when it is revoked in GraphQL, with its refresh token', async () => {
    const client = await world.registerPublic();
    const { body } = await world.tokensOf(client);
    const { tokens } = await tokensOf(client);
    await world.ask.member('mutation ($id: ID!) { revokeToken(input: { id: $id }) { userErrors { code } } }', { id: tokens.nodes[0].id });
    expect(await introspect(client, body.access_token)).toEqual({ active: false });
    expect(await introspect(client, body.refresh_token)).toEqual({ active: false });
    expect((await refresh(client, body.refresh_token)).body.error).toBe('invalid_grant');
  });

  it('is inactive while its application is disabled', async () => {
    const [client, observer] = [await world.register(), await world.register()];
    const { body } = await world.tokensOf(client);
    expect(await introspect(observer, body.access_token)).toMatchObject({ active: true });
    await set(client, { enabled: false });
    expect(await introspect(observer, body.access_token)).toEqual({ active: false });
    await set(client, { enabled: true });
    expect(await introspect(observer, body.access_token)).toMatchObject({ active: true });
  });

  it('is narrowed when the maximum of its application is', async () => {
    const client = await world.registerPublic();
    const { body } = await world.tokensOf(client, 'member', 'openid write');
    await set(client, { scopes: ['read'], maximumScopes: ['read'] });
    expect((await introspect(client, body.access_token)).scope).toBe('openid read');
    const refreshed = await refresh(client, body.refresh_token);
    expect(refreshed.body.scope).toBe('openid read');
    const { errors } = await world.as(refreshed.body.access_token)('mutation { revokeTokens(input: {}) { revokedTokenCount } }');
    expect(errors?.[0].extensions.code).toBe('FORBIDDEN');
  });

  it('ends with its application, and with its user', async () => {
    const [client, observer] = [await world.register(), await world.register()];
    const { body } = await world.tokensOf(client);
    await world.ask.admin('mutation ($id: ID!) { deleteApplication(input: { id: $id }) { userErrors { code } } }', { id: client.id });
    expect(await introspect(observer, body.access_token)).toEqual({ active: false });
    expect((await world.as(body.access_token)('{ viewer { id } }')).status).toBe(401);
  });

  it('changes the registry only if its application is trusted', async () => {
    const client = await world.registerPublic();
    const { body } = await world.tokensOf(client, 'admin', 'write');
    const change = () =>
      world.as(body.access_token)('mutation ($id: ID!) { updateApplication(input: { id: $id, vendor: "V" }) { userErrors { code } } }', {
        id: client.id,
      });
    expect((await change()).errors?.[0].extensions.code).toBe('FORBIDDEN');
    await set(client, { trusted: true });
    expect((await change()).data.updateApplication.userErrors).toEqual([]);
  });
});

describe('a token that was made in GraphQL', () => {
  it('can be introspected, refreshed and revoked here', async () => {
    const client = await world.register();
    const made = await createToken(client, { scopes: ['read'] });
    expect(await introspect(client, made.accessToken)).toMatchObject({ active: true, scope: 'read', sub: world.users.member.id });
    const refreshed = await refresh(client, made.refreshToken);
    expect(refreshed).toMatchObject({ status: 200, body: { scope: 'read' } });
    expect((await refresh(client, made.refreshToken)).body.error).toBe('invalid_grant');
    expect(await introspect(client, refreshed.body.access_token)).toEqual({ active: false });
    const other = await createToken(client);
    expect((await world.post('/oauth/revoke', client, { token: other.accessToken })).status).toBe(200);
    expect((await world.as(other.accessToken)('{ viewer { id } }')).status).toBe(401);
  });

  it('stays when another family of the same user is revoked for replay', async () => {
    const client = await world.register();
    const [one, other] = [await createToken(client), await createToken(client)];
    await refresh(client, one.refreshToken);
    await refresh(client, one.refreshToken);
    expect(await introspect(client, one.accessToken)).toEqual({ active: false });
    expect(await introspect(client, other.accessToken)).toMatchObject({ active: true });
  });

  it('of nobody’s application is none of a client’s business', async () => {
    const client = await world.register();
    const { data } = await world.ask.member('mutation { createToken(input: {}) { accessToken } }');
    expect(await introspect(client, data.createToken.accessToken)).toEqual({ active: false });
  });
});

describe('a refresh token', () => {
  it('is not issued to an application that is not renewable, nor to one that acts for itself', async () => {
    const client = await world.registerPublic({ renewable: false });
    expect((await world.tokensOf(client)).body).not.toHaveProperty('refresh_token');
    const machine = await world.register({ authorizationGrantType: GrantType.CLIENT_CREDENTIALS, redirectUris: [] });
    const { body } = await world.post('/oauth/token', machine, { grant_type: 'client_credentials' });
    expect(body).not.toHaveProperty('refresh_token');
  });

  it('is refused once its application is not renewable any more', async () => {
    const client = await world.registerPublic();
    const { body } = await world.tokensOf(client);
    await set(client, { renewable: false });
    expect((await refresh(client, body.refresh_token)).body.error).toBe('unauthorized_client');
  });

  it('gives less scope if asked to, never more', async () => {
    const client = await world.registerPublic();
    const { body } = await world.tokensOf(client, 'member', 'openid read');
    expect((await refresh(client, body.refresh_token, { scope: 'openid write' })).body.error).toBe('invalid_scope');
    expect((await refresh(client, body.refresh_token, { scope: 'read' })).body.scope).toBe('read');
  });

  it('ends when the grant does, however often it was refreshed', async () => {
    const client = await world.registerPublic({ grantValidity: 600 });
    let { body } = await world.tokensOf(client);
    const { exp } = await introspect(client, body.refresh_token);
    for (let times = 0; times < 2; times++) ({ body } = await refresh(client, body.refresh_token));
    expect((await introspect(client, body.refresh_token)).exp).toBe(exp);
  });

  it('that has expired is refused', async () => {
    const client = await world.registerPublic();
    const { body } = await world.tokensOf(client);
    await world.operator.store.write(({ db }) =>
      db
        .updateTable('token')
        .set({ refresh_expires_at: new Date(Date.now() - 1_000) as never })
        .where('hint', '=', body.access_token.slice(-4))
        .execute(),
    );
    expect((await refresh(client, body.refresh_token)).body.error).toBe('invalid_grant');
  });

  it('of another client is refused', async () => {
    const [client, other] = [await world.registerPublic(), await world.registerPublic()];
    const { body } = await world.tokensOf(client);
    expect((await refresh(other, body.refresh_token)).body.error).toBe('invalid_grant');
    expect((await refresh(client, body.refresh_token)).status).toBe(200);
  });
});

describe('introspection and revocation', () => {
  it('are for the client’s own tokens, and introspection for those of its organization', async () => {
    const [client, fellow, stranger] = [
      await world.register(),
      await world.register(),
      await world.register({ organizationId: world.other.id }),
    ];
    const outsider = await world.registerPublic();
    const { body } = await world.tokensOf(client);
    expect(await introspect(fellow, body.access_token)).toMatchObject({ active: true, client_id: client.clientId });
    for (const other of [stranger, outsider]) expect(await introspect(other, body.access_token)).toEqual({ active: false });
    const revoked = await world.post('/oauth/revoke', fellow, { token: body.access_token });
    expect({ status: revoked.status, error: revoked.body.error }).toEqual({ status: 400, error: 'invalid_request' });
    expect(await introspect(client, body.access_token)).toMatchObject({ active: true });
  });

  it('say nothing of what is no token', async () => {
    const client = await world.register();
    for (const token of ['rubbish', 'clt_at_', '#digest', 'x'.repeat(5_000)]) {
      expect(await introspect(client, token)).toEqual({ active: false });
      expect((await world.post('/oauth/revoke', client, { token })).status).toBe(200);
    }
  });

  it('need a client', async () => {
    for (const path of ['/oauth/introspect', '/oauth/revoke']) {
      expect((await world.post(path, undefined, { token: 'x' })).body.error).toBe('invalid_request');
    }
  });
});

describe('userinfo', () => {
  const ask = async (token: string) => {
    const response = await fetch(`${world.url}/oauth/userinfo`, {
      headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown>, headers: response.headers };
  };

  it('tells what the scope covers', async () => {
    const client = await world.registerPublic();
    const { body } = await world.tokensOf(client, 'member', 'openid');
    expect((await ask(body.access_token)).body).toEqual({ sub: world.users.member.id });
    const more = await world.tokensOf(client, 'member', 'openid profile');
    expect((await ask(more.body.access_token)).body).toMatchObject({ preferred_username: 'member', name: 'member' });
  });

  it('needs the scope openid, and a token that works', async () => {
    const client = await world.registerPublic();
    const { body } = await world.tokensOf(client, 'member', 'read');
    expect(await ask(body.access_token)).toMatchObject({ status: 403, body: { error: 'insufficient_scope' } });
    const unknown = await ask('clt_at_unknown');
    expect(unknown).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
    expect(unknown.headers.get('www-authenticate')).toContain('invalid_token');
  });
});
