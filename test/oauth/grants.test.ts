import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createUser } from '../../src/users/user.service.ts';
import type { Made } from '../support/world.ts';
import { type OAuthWorld, startOAuthWorld } from './support/provider.ts';

const GRANTS = `{ viewer { grants { id application { name } scopes createdAt expiresAt lastUsedAt } } }`;
const REVOKE = `mutation ($input: RevokeGrantInput!) {
  revokeGrant(input: $input) { revokedId revokedTokenCount userErrors { field code message } }
}`;

let world: OAuthWorld;
beforeAll(async () => {
  world = await startOAuthWorld({ LOG_LEVEL: 'trace' });
});
afterAll(() => world.stop());

async function granted() {
  const client = await world.registerPublic();
  const { body } = await world.tokensOf(client);
  const { data } = await world.ask.member(GRANTS);
  const grant = data.viewer.grants[0];
  return { client, tokens: body, grant };
}

describe('a list of users with their grants', () => {
  const LIST = `query ($first: Int) { users(first: $first, search: "fellow") { nodes { username grants { application { name } lastUsedAt } } } }`;
  type Listed = { readonly username: string; readonly grants: readonly object[] };

  it('shows those of each, however many others have, by three statements for 25 users', async () => {
    const { acme, operator, app } = world;
    const fellows: Made[] = [];
    for (let index = 0; index < 99; index++) {
      const { user } = await createUser(operator, { username: `fellow${index}`, password: 'correct horse' });
      fellows.push(user as Made);
    }
    const names = Array.from({ length: 520 }, (_, index) => `Of many ${index}`);
    const applications = await Promise.all(names.map((name) => world.register({ name, organizationId: acme.id })));
    const give = (user: Made | undefined, given: readonly Made[]) => {
      const values = given.map((application) => ({
        user_id: user?.databaseId,
        application_id: application.databaseId,
        scopes: '["write"]',
        consented: '["write"]',
        created_at: new Date(),
        expires_at: new Date(Date.now() + 60_000),
      }));
      return app.store.write(({ db }) =>
        db
          .insertInto('oauth_grant')
          .values(values as never)
          .execute(),
      );
    };
    const [first, ...others] = fellows;
    for (const other of others) await give(other, applications.slice(0, 1));
    await give(first, applications);
    const statements: number[] = [];
    for (const count of [1, 100]) {
      const { data, lines } = await world.ask.superuser(LIST, { first: count });
      statements.push(lines.filter((line) => /"sql":"select/.test(line)).length);
      const nodes: readonly Listed[] = data.users.nodes;
      expect(nodes).toHaveLength(count === 1 ? 1 : 99);
      for (const { username, grants } of nodes) {
        expect({ username, grants: grants.length }).toEqual({ username, grants: username === 'fellow0' ? 500 : 1 });
      }
    }
    expect(statements[1]).toBeLessThanOrEqual((statements[0] ?? 0) + 3 * 3);
  });
});

describe('a grant', () => {
  it('is listed for the user who gave it', async () => {
    const { grant } = await granted();
    expect(grant).toMatchObject({ application: { name: expect.any(String) }, scopes: ['openid', 'write'] });
    const lifetime = Date.parse(grant.expiresAt) - Date.parse(grant.createdAt);
    expect(Math.round(lifetime / 1000)).toBe(30 * 24 * 60 * 60);
    expect(Date.parse(grant.lastUsedAt)).toBeGreaterThanOrEqual(Date.parse(grant.createdAt));
  });

  it('is found again by its id, by its user alone', async () => {
    const { grant } = await granted();
    const query = '($id: ID!) { node(id: $id) { id } }';
    expect((await world.ask.member(`query ${query}`, { id: grant.id })).data.node).toEqual({ id: grant.id });
    expect((await world.ask.admin(`query ${query}`, { id: grant.id })).data.node).toBeNull();
  });

  it('is not shown to fellow members', async () => {
    await granted();
    const { data } = await world.ask.admin('query ($id: ID!) { user(id: $id) { grants { id } } }', { id: world.users.member.id });
    expect(data.user.grants).toEqual([]);
  });

  it('is listed for its application, to its user and to superusers alone, and says whose it is', async () => {
    const { client, grant } = await granted();
    const query = 'query ($id: ID!) { application(id: $id) { grants { totalCount nodes { id user { username } } } } }';
    const seen = { totalCount: 1, nodes: [{ id: grant.id, user: { username: 'member' } }] };
    for (const person of ['member', 'superuser'] as const)
      expect((await world.ask[person](query, { id: client.id })).data.application.grants).toEqual(seen);
    for (const person of ['admin', 'auditor', 'systemAuditor'] as const)
      expect((await world.ask[person](query, { id: client.id })).data.application.grants).toEqual({ totalCount: 0, nodes: [] });
  });

  it('is not listed for its application once it has run out', async () => {
    const { client, grant } = await granted();
    await world.app.store.write(({ db }) =>
      db
        .updateTable('oauth_grant')
        .set({ expires_at: new Date(Date.now() - 1) })
        .where('application_id', '=', client.databaseId)
        .execute(),
    );
    const query = 'query ($id: ID!) { application(id: $id) { grants { totalCount nodes { id } } } }';
    expect((await world.ask.superuser(query, { id: client.id })).data.application.grants).toEqual({ totalCount: 0, nodes: [] });
    expect(grant.id).toBeTruthy();
  });

  it('spares the user the question the next time, and asks again after it was revoked', async () => {
    const { client, grant } = await granted();
    const again = await world.authorize(client);
    const page = await again.page.submit({ username: 'member', password: 'correct horse', action: 'login' });
    expect(page.parameters.code).toBeDefined();
    await world.ask.member(REVOKE, { input: { id: grant.id } });
    const asked = await world.authorize(client);
    const consent = await asked.page.submit({ username: 'member', password: 'correct horse', action: 'login' });
    expect(consent.title).toMatch(/^Application.* wants access to your account$/);
  });

  it.each(['id', 'applicationId'])('ends with its tokens and codes when it is revoked by %s', async (key) => {
    const { client, tokens, grant } = await granted();
    const { code, verifier } = await world.logIn(client);
    const { data } = await world.ask.member(REVOKE, { input: { [key]: key === 'id' ? grant.id : client.id } });
    expect(data.revokeGrant).toEqual({ revokedId: grant.id, revokedTokenCount: 1, userErrors: [] });
    expect((await world.as(tokens.access_token)('{ viewer { id } }')).status).toBe(401);
    const refreshed = await world.post('/oauth/token', client, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token });
    expect(refreshed.body.error).toBe('invalid_grant');
    expect((await world.redeem(client, code, verifier)).body.error).toBe('invalid_grant');
    const left = await world.ask.member(GRANTS);
    expect(left.data.viewer.grants.map(({ id }: { id: string }) => id)).not.toContain(grant.id);
  });

  it('leaves an entry when it is given and when it is revoked', async () => {
    const { grant } = await granted();
    await world.ask.member(REVOKE, { input: { id: grant.id } });
    const { data } = await world.ask.member(
      'query ($id: ID!) { activity(filter: { objectId: $id }) { nodes { operation objectType actor { username } changes { field before after } } } }',
      { id: grant.id },
    );
    expect(data.activity.nodes).toEqual([
      {
        operation: 'DELETE',
        objectType: 'Grant',
        actor: { username: 'member' },
        changes: [{ field: 'scopes', before: 'openid write', after: null }],
      },
      {
        operation: 'CREATE',
        objectType: 'Grant',
        actor: { username: 'member' },
        changes: [{ field: 'scopes', before: null, after: 'openid write' }],
      },
    ]);
  });

  it('of somebody else cannot be revoked, and looks like none', async () => {
    const { grant } = await granted();
    for (const person of ['admin', 'auditor', 'stranger'] as const) {
      const { data } = await world.ask[person](REVOKE, { input: { id: grant.id } });
      expect(data.revokeGrant.userErrors).toEqual([{ field: ['id'], code: 'NOT_FOUND', message: 'There is no such grant.' }]);
    }
  });

  it.each([{}, { id: 'rubbish', applicationId: 'rubbish' }])('is named by exactly one of two ids, not by %j', async (input) => {
    const { data } = await world.ask.member(REVOKE, { input });
    expect(data.revokeGrant.userErrors).toMatchObject([{ field: [], code: 'REQUIRED' }]);
  });
});
