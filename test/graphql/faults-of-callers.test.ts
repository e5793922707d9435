import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask } from '../support/wire.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let authorization: string;
beforeAll(async () => {
  world = await startWorld();
  authorization = `Bearer ${await world.tokenOf(world.users.superuser.databaseId, ['admin'])}`;
});
afterAll(() => world.stop());

const post = (body: unknown, headers: Record<string, string> = { authorization }) =>
  ask(`${world.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
const get = (parameters: Record<string, string>, headers: Record<string, string> = { authorization }) =>
  ask(`${world.url}/graphql?${new URLSearchParams(parameters)}`, { headers });

const faults = () => world.logged.filter((line) => JSON.parse(line).msg === 'fault');
const VIEWER = '{ viewer { username } }';

/** Requests that are wrong, with the status and code that each must be answered with. */
const WRONG: [string, number, string, object][] = [
  [
    'null for a variable with a default where none may be',
    200,
    'BAD_USER_INPUT',
    { query: 'query ($id: ID = "x") { node(id: $id) { id } }', variables: { id: null } },
  ],
  ['the same in a list', 200, 'BAD_USER_INPUT', { query: 'query ($id: ID = "x") { nodes(ids: [$id]) { id } }', variables: { id: null } }],
  [
    'the same in an input object',
    200,
    'BAD_USER_INPUT',
    {
      query: 'query ($way: OrderDirection = DESC) { applications(orderBy: { field: NAME, direction: $way }) { totalCount } }',
      variables: { way: null },
    },
  ],
  [
    'the same in a directive',
    200,
    'BAD_USER_INPUT',
    { query: 'query ($b: Boolean = true) { viewer { username @skip(if: $b) } }', variables: { b: null } },
  ],
  [
    'the same in a mutation',
    200,
    'BAD_USER_INPUT',
    { query: 'mutation ($id: ID = "x") { revokeToken(input: { id: $id }) { userErrors { code } } }', variables: { id: null } },
  ],
  ['a variable that is missing', 200, 'BAD_USER_INPUT', { query: 'query ($id: ID!) { node(id: $id) { id } }' }],
  [
    'a variable of the wrong type',
    200,
    'BAD_USER_INPUT',
    { query: 'query ($first: Int) { users(first: $first) { totalCount } }', variables: { first: 'one' } },
  ],
  [
    'a variable that sounds like an outage',
    200,
    'BAD_USER_INPUT',
    { query: 'query ($first: Int) { users(first: $first) { totalCount } }', variables: { first: 'Connection terminated' } },
  ],
  [
    'more wrong values than are told',
    200,
    'BAD_USER_INPUT',
    { query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', variables: { ids: Array(80).fill({}) } },
  ],
  [
    'a time that is none',
    200,
    'BAD_USER_INPUT',
    { query: 'query ($t: DateTime) { applications(filter: { unusedSince: $t }) { totalCount } }', variables: { t: 'yesterday' } },
  ],
  ['a page that is too big', 200, 'BAD_USER_INPUT', { query: '{ users(first: 101) { totalCount } }' }],
  ['a subscription', 400, 'GRAPHQL_VALIDATION_FAILED', { query: 'subscription { viewer { id } }' }],
  ['a document without an operation', 400, 'GRAPHQL_VALIDATION_FAILED', { query: 'fragment F on User { id }' }],
  ['variables as text', 400, 'BAD_REQUEST', { query: VIEWER, variables: '{}' }],
  ['variables as a list', 400, 'BAD_REQUEST', { query: VIEWER, variables: [] }],
  ['extensions as text', 400, 'BAD_REQUEST', { query: VIEWER, extensions: '{}' }],
  ['extensions as a list', 400, 'BAD_REQUEST', { query: VIEWER, extensions: [] }],
  ['a batch', 400, 'BAD_REQUEST', [{ query: VIEWER }]],
  ['a persisted query that is no object', 400, 'BAD_REQUEST', { query: VIEWER, extensions: { persistedQuery: 'x' } }],
  [
    'a persisted query of another version',
    400,
    'BAD_REQUEST',
    { query: VIEWER, extensions: { persistedQuery: { version: 2, sha256Hash: 'x' } } },
  ],
  [
    'a persisted query under a wrong hash',
    400,
    'BAD_REQUEST',
    { query: VIEWER, extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } },
  ],
  [
    'a persisted query that is not kept',
    200,
    'PERSISTED_QUERY_NOT_FOUND',
    { extensions: { persistedQuery: { version: 1, sha256Hash: '__proto__' } } },
  ],
];

describe('what is wrong with a request is told as such, is no fault of the server, and is counted under its code', () => {
  it.each(WRONG)('%s', async (_, status, code, body) => {
    for (const use of [1, 2, 3, 4]) {
      const before = await countOf(code);
      const answer = await post(body);
      const codes = answer.json.errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code);
      expect({ use, status: answer.status, codes: [...new Set(codes)] }).toEqual({ use, status, codes: [code] });
      expect(await countOf(code)).toBe(before + codes.length);
    }
    expect(faults()).toEqual([]);
  });

  it('the accepted media types', async () => {
    const { status, json } = await post({ query: VIEWER }, { authorization, accept: 'image/png' });
    expect({ status, code: json.errors[0].extensions.code }).toEqual({ status: 406, code: 'NOT_ACCEPTABLE' });
  });

  it('a body that is too large', async () => {
    const before = await countOf('PAYLOAD_TOO_LARGE');
    expect((await post({ query: VIEWER, more: 'x'.repeat(256_000) })).status).toBe(413);
    expect(await countOf('PAYLOAD_TOO_LARGE')).toBe(before + 1);
  });
});

/** What `/metrics` says of errors with a code. */
async function countOf(code: string): Promise<number> {
  const { text } = await ask(`${world.url}/metrics`);
  return Number(new RegExp(`^clientele_graphql_errors_total\\{code="${code}"\\} (\\d+)$`, 'm').exec(text)?.[1]);
}

describe('without a token', () => {
  const NEEDS_ONE = [
    '{ viewer { username } }',
    '{ applications { totalCount } }',
    'mutation { revokeTokens(input: {}) { userErrors { code } } }',
  ];

  it.each(NEEDS_ONE)('%s is 401, with the way to authenticate', async (query) => {
    for (const _ of [1, 2, 3]) {
      const { status, headers, json } = await post({ query }, {});
      expect({ status, challenge: headers['www-authenticate'], code: json.errors[0].extensions.code }).toEqual({
        status: 401,
        challenge: 'Bearer',
        code: 'UNAUTHENTICATED',
      });
    }
  });

  it('a query by GET is 401, too', async () => {
    const { status, headers } = await get({ query: VIEWER }, { 'apollo-require-preflight': 'true' });
    expect({ status, challenge: headers['www-authenticate'] }).toEqual({ status: 401, challenge: 'Bearer' });
  });

  it('what needs none is answered with 200 beside what does', async () => {
    const { status, headers, json } = await post({ query: '{ scopes { name } viewer { username } }' }, {});
    expect({ status, challenge: headers['www-authenticate'] }).toEqual({ status: 200, challenge: undefined });
    expect(json.data.scopes).not.toEqual([]);
    expect(json.errors[0].extensions.code).toBe('UNAUTHENTICATED');
  });
});

describe('a GET', () => {
  it('with a token needs no further header, because no form can make it', async () => {
    const { status, json } = await get({ query: VIEWER, variables: '', extensions: '' });
    expect({ status, json }).toEqual({ status: 200, json: { data: { viewer: { username: 'superuser' } } } });
  });
});

describe('a document that is known by its hash', () => {
  it('is executed by the hash alone once it was sent along, by POST and by GET', async () => {
    const query = '{ viewer { username } scopes { name } }';
    const extensions = { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') } };
    expect((await post({ extensions })).json.errors[0].message).toBe('PersistedQueryNotFound');
    const { json } = await post({ query, extensions });
    expect(json.data.viewer).toEqual({ username: 'superuser' });
    for (const _ of [1, 2, 3]) {
      expect((await post({ extensions })).json).toEqual(json);
      expect((await get({ extensions: JSON.stringify(extensions) })).json).toEqual(json);
    }
  });

  it('is no way to a mutation by GET', async () => {
    const query = 'mutation { createOrganization(input: { name: "By hash" }) { organization { id } } }';
    const extensions = { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') } };
    await post({ query: `${query} `, extensions });
    await post({ query, extensions });
    expect((await get({ extensions: JSON.stringify(extensions) })).status).toBe(405);
  });
});

describe('what is said to be wrong', () => {
  const filter = (text: string) => Object.fromEntries(Array.from({ length: 15_000 }, (_, index) => [`${text}${index}`, 1]));

  it.each([
    [
      'many fields that an input has not',
      { query: 'query ($f: ApplicationFilter) { applications(filter: $f) { totalCount } }', variables: { f: filter('x') } },
    ],
    [
      'the same in a mutation',
      { query: 'mutation ($i: CreateTokenInput!) { createToken(input: $i) { accessToken } }', variables: { i: filter('x') } },
    ],
    [
      'a long value of the wrong type',
      { query: 'query ($n: Int) { applications(first: $n) { totalCount } }', variables: { n: 'x'.repeat(200_000) } },
    ],
    ['the same in the document', { query: `{ applications(first: "${'x'.repeat(200_000)}") { totalCount } }` }],
    ['a long name that there is not', { query: `{ ${'x'.repeat(200_000)} }` }],
  ])('of %s is short, every time', async (_, body) => {
    for (const _ of [1, 2, 3]) {
      const { text, json } = await post(body);
      expect(json.errors[0].extensions.code).toMatch(/^(BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED)$/);
      expect(text.length).toBeLessThan(20_000);
    }
  });
});
