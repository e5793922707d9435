import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from '../../src/database/migrate.ts';
import { DatabaseStore } from '../../src/database/store.ts';
import { toGlobalId } from '../../src/shared/ids.ts';
import { type Client, type OAuthWorld, startOAuthWorld } from '../oauth/support/provider.ts';
import { clienteleHere } from '../support/command.ts';
import { databaseName, emptyLastingDatabase, execute } from '../support/database.ts';
import { scratchDirectory } from '../support/process.ts';

/** The largest number of 32 bits. */
const LARGEST = 2 ** 31 - 1;
/** Tables whose rows have numbers. */
const TABLES = ['organization', 'user', 'application', 'client_secret', 'token', 'activity_entry', 'oauth_artifact', 'oauth_grant'];

const scratch = scratchDirectory();
let url: string;
let world: OAuthWorld;
beforeAll(async () => {
  url = await emptyLastingDatabase(scratch.path);
  const store = await DatabaseStore.open({ url });
  await migrate(store);
  await store.close();
  for (const table of TABLES) {
    const last = LARGEST - 2;
    await execute(
      url,
      databaseName === 'sqlite'
        ? `insert into sqlite_sequence (name, seq) values ('${table}', ${last})`
        : `select setval('${table}_id_seq', ${last})`,
    );
  }
  world = await startOAuthWorld({ DATABASE_URL: url });
});
afterAll(async () => {
  await world.stop();
  scratch.remove();
});

const ask = async (query: string, variables = {}) => {
  const { data, errors } = await world.ask.superuser(query, variables);
  expect(errors).toBeUndefined();
  return data;
};
const refresh = (client: Client, refresh_token: string) =>
  world.post('/oauth/token', client, { grant_type: 'refresh_token', refresh_token });
const stateOf = async (client: Client, token: string) => (await world.post('/oauth/introspect', client, { token })).body.active;
/** A whole list, by pages of a few. */
const walk = async (list: string, fields: string, filter = '') => {
  const found: { id: string; fullDatabaseId: number }[] = [];
  for (let after = 'null'; ; ) {
    const page = (
      await ask(`{ ${list}(first: 7, after: ${after}${filter}) { nodes { id ${fields} } pageInfo { endCursor hasNextPage } } }`)
    )[list];
    found.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return found;
    after = JSON.stringify(page.pageInfo.endCursor);
  }
};

describe('numbers of more than 32 bits', () => {
  it('page, and lead back to their objects', async () => {
    await world.tokensOf(await world.register());
    for (const [list, type] of [
      ['activity', 'ActivityEntry'],
      ['tokens', 'Token'],
      ['users', 'User'],
      ['organizations', 'Organization'],
      ['applications', 'Application'],
    ] as const) {
      const all = await walk(list, 'fullDatabaseId');
      const numbers = all.map(({ fullDatabaseId }) => fullDatabaseId);
      expect(new Set(numbers).size).toBe(numbers.length);
      expect(all.map(({ id }) => id)).toEqual(numbers.map((number) => toGlobalId(type, number)));
      const { nodes } = await ask(`query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on ${type} { fullDatabaseId } } }`, {
        ids: all.slice(0, 100).map(({ id }) => id),
      });
      expect(nodes).toEqual(all.slice(0, 100));
      if (list === 'activity' || list === 'tokens' || list === 'users') expect(Math.max(...numbers)).toBeGreaterThan(LARGEST);
      if (list === 'activity' || list === 'tokens') expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
    }
  });

  it('are no Int, which an answer says of itself, and leaves the rest', async () => {
    const { data, errors, status } = await world.ask.superuser(
      '{ newest: activity(first: 1) { nodes { databaseId } } viewer { username } }',
    );
    expect({ data, status }).toEqual({ data: null, status: 200 });
    expect(errors).toMatchObject([{ path: ['newest', 'nodes', 0, 'databaseId'], extensions: { code: 'OUT_OF_RANGE' } }]);
    const oldest = await ask('{ activity(last: 1) { nodes { databaseId fullDatabaseId } } }');
    expect(oldest.activity.nodes).toEqual([{ databaseId: LARGEST - 1, fullDatabaseId: LARGEST - 1 }]);
  });

  it('are those of tokens that refresh, end by replay with all that came of them, and are revoked', async () => {
    const client = await world.register({ trusted: true });
    const first = (await world.tokensOf(client, 'admin', 'write')).body;
    const second = (await refresh(client, first.refresh_token)).body;
    const minted = await world.as(second.access_token)(
      'mutation { createToken(input: { scopes: ["read"] }) { accessToken token { id fullDatabaseId } userErrors { message } } }',
    );
    expect(minted.data.createToken.userErrors).toEqual([]);
    expect(minted.data.createToken.token.fullDatabaseId).toBeGreaterThan(LARGEST);
    expect((await world.as(minted.data.createToken.accessToken)('{ viewer { username } }')).data.viewer.username).toBe('admin');
    expect((await refresh(client, first.refresh_token)).status).toBe(400);
    expect([await stateOf(client, second.access_token), await stateOf(client, first.access_token)]).toEqual([false, false]);
    expect((await world.as(minted.data.createToken.accessToken)('{ viewer { username } }')).status).toBe(401);

    const other = (await world.tokensOf(client, 'member', 'write')).body;
    const { tokens } = await ask('query ($id: ID!) { tokens(first: 1, filter: { applicationId: $id }) { nodes { id } } }', {
      id: client.id,
    });
    const revoked = await ask(
      'mutation ($id: ID!) { revokeToken(input: { id: $id }) { token { id state } userErrors { code } } }',
      tokens.nodes[0],
    );
    expect(revoked.revokeToken).toEqual({ token: { id: tokens.nodes[0].id, state: 'REVOKED' }, userErrors: [] });
    expect(await stateOf(client, other.access_token)).toBe(false);
    const { activity } = await ask(
      'query ($id: ID!) { activity(filter: { objectId: $id }) { nodes { operation objectId } } }',
      tokens.nodes[0],
    );
    expect(activity.nodes).toMatchObject([{ operation: 'REVOKE_TOKEN' }, { operation: 'ISSUE_TOKEN', objectId: tokens.nodes[0].id }]);
  });

  it('are those of users, applications and grants that change, and go with what they have', async () => {
    const client = await world.register({ clientType: 'PUBLIC' as never });
    expect([client.databaseId, world.users.member.databaseId].every((number) => number > LARGEST)).toBe(true);
    await world.tokensOf(client, 'member');
    const grantsOf = async () => (await world.ask.member('{ viewer { grants { fullDatabaseId application { id } } } }')).data.viewer.grants;
    expect(await grantsOf()).toContainEqual({ fullDatabaseId: expect.any(Number), application: { id: client.id } });
    const { updateApplication } = await ask(
      `mutation ($id: ID!) { updateApplication(input: { id: $id, description: "new" }) {
        application { description version createdBy { id } } userErrors { code } } }`,
      client,
    );
    expect(updateApplication).toMatchObject({ application: { description: 'new', version: 2 }, userErrors: [] });
    const { deleteApplication } = await ask(
      'mutation ($id: ID!) { deleteApplication(input: { id: $id }) { deletedId userErrors { code } } }',
      client,
    );
    expect(deleteApplication).toEqual({ deletedId: client.id, userErrors: [] });
    expect(await grantsOf()).not.toContainEqual(expect.objectContaining({ application: { id: client.id } }));
  });

  it('are archived, purged, and revoked from the command line', async () => {
    const environment = { DATABASE_URL: url };
    const made = JSON.parse(
      (await clienteleHere(['token', 'create', '--user', 'admin', '--scopes', 'read', '--json'], environment)).stdout,
    );
    const told = await clienteleHere(['token', 'revoke', made.token.id, '--json'], environment);
    expect(JSON.parse(told.stdout).token).toMatchObject({ id: made.token.id, state: 'REVOKED' });
    const all = (await walk('activity', 'fullDatabaseId')).toReversed();
    const file = join(scratch.path, 'archive.jsonl.gz');
    const { code, stdout } = await clienteleHere(
      ['purge', '--activity-before', new Date().toISOString(), '--to', file, '--json'],
      environment,
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ activityEntries: all.length });
    const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n');
    const archived = lines.map((line) => JSON.parse(line));
    expect(archived.map(({ id, databaseId }) => ({ id, fullDatabaseId: databaseId }))).toEqual(all);
    expect(archived.at(-1)).toMatchObject({ operation: 'REVOKE_TOKEN', objectId: made.token.id });
    expect((await ask('{ activity { totalCount } }')).activity.totalCount).toBe(0);
  });

  it.each([LARGEST + 1_000_000, Number.MAX_SAFE_INTEGER])('that nothing has are found missing, and nothing worse: %d', async (number) => {
    const types = ['ActivityEntry', 'Token', 'User', 'Organization', 'Application', 'Grant', 'ClientSecret'];
    const ids = types.map((type) => toGlobalId(type, number));
    expect((await ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })).nodes).toEqual(ids.map(() => null));
  });
});
