import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask } from '../support/wire.ts';
import { startWorld, type World } from '../support/world.ts';

const FRONT_END = 'https://front.example.org';

let world: World;
let admin: string;
let stranger: string;
beforeAll(async () => {
  world = await startWorld({ CORS_ORIGINS: FRONT_END });
  admin = `Bearer ${await world.tokenOf(world.users.admin.databaseId)}`;
  stranger = `Bearer ${await world.tokenOf(world.users.stranger.databaseId)}`;
  await world.register({ name: 'Portal' });
});
afterAll(() => world.stop());

const get = (query: string, headers: Record<string, string> = { authorization: admin }, more: Record<string, string> = {}) =>
  ask(`${world.url}/graphql?${new URLSearchParams({ query, ...more })}`, { headers });
const withoutToken = { 'apollo-require-preflight': 'true' };
const NAMES = '{ applications { nodes { name } } }';

describe('an answer to a GET', () => {
  it('that depends on the token is kept by nobody but the client, which asks each time whether it still holds', async () => {
    const { status, headers } = await get(NAMES);
    expect({ status, caching: headers['cache-control'], vary: headers.vary }).toEqual({
      status: 200,
      caching: 'private, no-cache',
      vary: 'Accept, Authorization',
    });
  });

  it('is not sent again to a client that has it', async () => {
    const first = await get(NAMES);
    const tag = String(first.headers.etag);
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const { status, text, headers } = await get(NAMES, { authorization: admin, 'if-none-match': known });
      expect({ known, status, text, length: headers['content-length'] }).toEqual({ known, status: 304, text: '', length: undefined });
      expect(headers).toMatchObject({ etag: tag, 'cache-control': 'private, no-cache', vary: 'Accept, Authorization' });
    }
    for (const known of ['"other"', tag.slice(1, -1), '']) {
      expect(await get(NAMES, { authorization: admin, 'if-none-match': known })).toMatchObject({ status: 200, text: first.text });
    }
  });

  it('is sent again once it is another one, and to whoever may see something else', async () => {
    const tag = String((await get(NAMES)).headers.etag);
    expect((await get(NAMES, { authorization: stranger, 'if-none-match': tag })).status).toBe(200);
    await world.register({ name: 'Another' });
    const { status, headers, text } = await get(NAMES, { authorization: admin, 'if-none-match': tag });
    expect(status).toBe(200);
    expect(headers.etag).not.toBe(tag);
    expect(text).toContain('Another');
  });

  it('varies by what CORS and the answer itself depend on', async () => {
    expect((await get(NAMES, { authorization: admin, origin: FRONT_END })).headers.vary).toBe('Origin, Accept, Authorization');
    expect((await get('{ scopes { name } }', { ...withoutToken, origin: FRONT_END })).headers.vary).toBe('Origin, Accept');
  });
});

describe('what is the same for everybody may be kept by everybody for five minutes', () => {
  it.each([
    '{ scopes { name } }',
    '{ __typename }',
    '{ __schema { queryType { name } } s: scopes { name } }',
    '{ ... on Query { ...F } } fragment F on Query { scopes { name } }',
  ])('%s', async (query) => {
    for (const headers of [withoutToken, { authorization: admin }]) {
      const { status, headers: answered } = await get(query, headers);
      expect({ status, caching: answered['cache-control'], vary: answered.vary }).toEqual({
        status: 200,
        caching: 'public, max-age=300',
        vary: 'Accept',
      });
    }
  });

  it.each([
    '{ scopes { name } viewer { id } }',
    '{ ... { ...F } } fragment F on Query { viewer { id } }',
    '{ scopes { name } ... on Query { viewer { id } } }',
  ])('but not with anything else: %s', async (query) => {
    expect((await get(query)).headers['cache-control']).toBe('private, no-cache');
  });
});

describe('what went wrong is kept by nobody', () => {
  it.each<[string, number, string, Record<string, string>]>([
    ['an error beside data', 200, '{ scopes { name } viewer { id } }', withoutToken],
    ['a missing token', 401, '{ viewer { id } }', withoutToken],
    ['a token that does not work', 401, '{ viewer { id } }', { authorization: 'Bearer wrong' }],
    ['a document that is none', 400, '{', withoutToken],
    ['a document that does not fit', 400, '{ nothing }', withoutToken],
    ['no document', 400, '', withoutToken],
    ['a request that a page of somebody else could make', 400, '{ scopes { name } }', {}],
    ['a mutation', 405, 'mutation { revokeTokens(input: {}) { userErrors { code } } }', { authorization: '' }],
    ['a media type that there is not', 406, '{ scopes { name } }', { ...withoutToken, accept: 'image/png' }],
  ])('%s', async (_, expected, query, headers) => {
    const given = headers.authorization === '' ? { authorization: admin } : headers;
    const { status, headers: answered } = await get(query, { ...given, 'if-none-match': '*' });
    expect({ status, caching: answered['cache-control'], etag: answered.etag }).toEqual({
      status: expected,
      caching: 'no-store',
      etag: undefined,
    });
  });

  it('a method or an address that there is not', async () => {
    expect((await ask(`${world.url}/graphql`, { method: 'PUT' })).headers['cache-control']).toBe('no-store');
    expect((await ask(`${world.url}/nowhere`)).headers['cache-control']).toBe('no-store');
  });
});
