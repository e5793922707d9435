import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mint } from '../support/mint.ts';
import { ask } from '../support/wire.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let member: string;
let stranger: string;
beforeAll(async () => {
  world = await startWorld();
  member = await world.tokenOf(world.users.member.databaseId);
  stranger = await world.tokenOf(world.users.stranger.databaseId);
});
afterAll(() => world.stop());

const hashOf = (query: string) => createHash('sha256').update(query).digest('hex');
const byHash = (query: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(query) } } });
const headersOf = (token: string | undefined) => ({
  'apollo-require-preflight': 'true',
  ...(token && { authorization: `Bearer ${token}` }),
});
const post = (body: unknown, token: string | undefined = member) =>
  ask(`${world.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headersOf(token) },
    body: JSON.stringify(body),
  });
const get = ({ query, extensions }: { query?: string; extensions?: unknown }, token: string | undefined = member) =>
  ask(`${world.url}/graphql?${new URLSearchParams({ ...(query && { query }), extensions: JSON.stringify(extensions) })}`, {
    headers: headersOf(token),
  });
const NOT_FOUND = { message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } };

let count = 0;
/** A document that nobody has sent yet. */
const fresh = () => `query Fresh${++count} { viewer { username } }`;

describe('a document that is kept under its hash', () => {
  it.each([
    ['POST', post],
    ['GET', get],
  ] as const)('may be sent along by %s', async (_, send) => {
    const query = fresh();
    const unknown = await send(byHash(query));
    expect({ status: unknown.status, json: unknown.json }).toEqual({ status: 200, json: { errors: [expect.objectContaining(NOT_FOUND)] } });
    const first = await send({ query, ...byHash(query) });
    expect(first.json).toEqual({ data: { viewer: { username: 'member' } } });
    for (const again of [post, get]) expect((await again(byHash(query))).json).toEqual(first.json);
  });

  it('is answered to everybody with what they may see', async () => {
    const query = fresh();
    await post({ query, ...byHash(query) });
    expect((await post(byHash(query), stranger)).json).toEqual({ data: { viewer: { username: 'stranger' } } });
    expect(
      (
        await ask(`${world.url}/graphql?${new URLSearchParams({ extensions: JSON.stringify(byHash(query).extensions) })}`, {
          headers: { 'apollo-require-preflight': 'true' },
        })
      ).status,
    ).toBe(401);
  });

  it('may come with a document that is empty or null, as some clients send it', async () => {
    const query = fresh();
    await post({ query, ...byHash(query) });
    for (const empty of ['', null])
      expect((await post({ query: empty, ...byHash(query) })).json).toEqual({ data: { viewer: { username: 'member' } } });
  });

  it('may be one of several operations', async () => {
    const query = `query A${++count} { viewer { username } } query B { scopes { name } }`;
    await post({ query, operationName: 'B', ...byHash(query) });
    const { json } = await post({ operationName: `A${count}`, ...byHash(query) });
    expect(json).toEqual({ data: { viewer: { username: 'member' } } });
  });

  it('may be one of a client that acts for itself', async () => {
    const application = await world.register({ authorizationGrantType: 'CLIENT_CREDENTIALS' as never, redirectUris: [] });
    const { accessToken } = await mint(world, { application });
    const query = `query Own${++count} { applications { totalCount } }`;
    await post({ query, ...byHash(query) }, accessToken);
    expect((await post(byHash(query), accessToken)).json.data).toBeDefined();
  });
});

describe('nothing is kept', () => {
  const isKept = async (query: string) => (await post(byHash(query))).json.errors?.[0].message !== NOT_FOUND.message;

  it('of what somebody sends without a token, whom it is answered to all the same', async () => {
    const query = `query Anybody${++count} { scopes { name } }`;
    const anybody = async (body: unknown) =>
      ask(`${world.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    expect((await anybody({ query, ...byHash(query) })).json.data.scopes).not.toEqual([]);
    expect(await isKept(query)).toBe(false);
  });

  it.each([
    ['is no GraphQL', '{ viewer { '],
    ['does not fit the schema', '{ viewer { nothing } }'],
    ['asks for too much', '{ applications(first: 100) { nodes { tokens(first: 100) { nodes { user { applications: username } } } } } }'],
  ])('of a document that %s', async (_, query) => {
    expect((await post({ query, ...byHash(query) })).json.errors).toBeDefined();
    expect(await isKept(query)).toBe(false);
  });

  it('under a hash that is not its own', async () => {
    const [query, other] = [fresh(), fresh()];
    for (const send of [post, get]) {
      const { status, json } = await send({ query, ...byHash(other) });
      expect({ status, code: json.errors[0].extensions.code }).toEqual({ status: 400, code: 'BAD_REQUEST' });
    }
    expect(await isKept(other)).toBe(false);
    expect(await isKept(query)).toBe(false);
  });
});

describe('however much one user has kept, what others have stays', () => {
  it('with a hundred long documents', async () => {
    const query = fresh();
    await post({ query, ...byHash(query) });
    const long = (index: number) => `query Long${index} { viewer { username } } # ${'x'.repeat(150_000)}`;
    for (let index = 0; index < 100; index += 1) await post({ query: long(index), ...byHash(long(index)) }, stranger);
    expect((await post(byHash(long(99)), stranger)).json.data).toBeDefined();
    expect((await post(byHash(long(0)), stranger)).json.errors).toEqual([expect.objectContaining(NOT_FOUND)]);
    expect((await post(byHash(query))).json.data).toBeDefined();
  });
});

describe('what is no name of a document is told as such', () => {
  it.each([
    ['text', 'x'],
    ['a list', []],
    ['a number', 1],
    ['of no version', { sha256Hash: 'x' }],
    ['of another version', { version: '1', sha256Hash: 'x' }],
    ['without a hash', { version: 1 }],
    ['with a hash that is no text', { version: 1, sha256Hash: { toString: 'x' } }],
    ['with a hash that is null', { version: 1, sha256Hash: null }],
  ])('%s', async (_, persistedQuery) => {
    for (const query of ['{ viewer { id } }', undefined]) {
      for (const send of [post, get]) {
        const { status, json } = await send({ ...(query && { query }), extensions: { persistedQuery } });
        expect({ status, code: json.errors[0].extensions.code }).toEqual({ status: 400, code: 'BAD_REQUEST' });
      }
    }
  });

  it('names that all objects have are unknown ones', async () => {
    for (const sha256Hash of ['__proto__', 'constructor', 'toString']) {
      const { status, json } = await get({ extensions: { persistedQuery: { version: 1, sha256Hash } } });
      expect({ status, json }).toEqual({ status: 200, json: { errors: [expect.objectContaining(NOT_FOUND)] } });
    }
    const body =
      '{"query":"{ viewer { username } }","extensions":{"__proto__":{"persistedQuery":1},"constructor":1},"__proto__":{"query":1}}';
    const headers = { 'content-type': 'application/json', ...headersOf(member) };
    expect((await ask(`${world.url}/graphql`, { method: 'POST', headers, body })).json).toEqual({
      data: { viewer: { username: 'member' } },
    });
  });

  it('a mutation by GET is refused by its hash as by its text', async () => {
    const query = `mutation M${++count} { revokeTokens(input: {}) { userErrors { code } } }`;
    const byText = await get({ query, ...byHash(query) });
    await post({ query, ...byHash(query) });
    const { status, headers, json } = await get(byHash(query));
    expect({ status, allow: headers.allow, code: json.errors[0].extensions.code }).toEqual({
      status: 405,
      allow: 'POST',
      code: 'METHOD_NOT_ALLOWED',
    });
    expect(byText.status).toBe(405);
  });
});
