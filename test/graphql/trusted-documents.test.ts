import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { scratchDirectory } from '../support/process.ts';
import { ask } from '../support/wire.ts';
import { startWorld, type World } from '../support/world.ts';

const VIEWER = 'query Viewer { viewer { username } }';
const REVOKE = 'mutation Revoke($input: RevokeTokensInput!) { revokeTokens(input: $input) { userErrors { code } } }';
const OTHER = 'query Other { viewer { id } }';
const UNKNOWN_FIELD = 'query Unknown { viewer { nothing } }';

const scratch = scratchDirectory();
const worlds: Record<string, World> = {};
const tokens: Record<string, string> = {};
beforeAll(async () => {
  const operations = [
    { id: 'viewer-1', name: 'Viewer', type: 'query', body: VIEWER },
    { id: 'revoke-1', name: 'Revoke', type: 'mutation', body: REVOKE },
    { id: 'unknown-1', name: 'Unknown', type: 'query', body: UNKNOWN_FIELD },
  ];
  writeFileSync(join(scratch.path, 'web.json'), JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }));
  for (const mode of ['', 'log', 'only']) {
    const world = await startWorld({ PERSISTED_DOCUMENTS: scratch.path, PERSISTED_DOCUMENTS_MODE: mode });
    worlds[mode] = world;
    tokens[mode] = await world.tokenOf(world.users.member.databaseId);
  }
});
afterAll(async () => {
  for (const world of Object.values(worlds)) await world.stop();
  scratch.remove();
});

const persisted = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const post = (mode: string, body: object, headers: Record<string, string> = { authorization: `Bearer ${tokens[mode]}` }) =>
  ask(`${worlds[mode]?.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const get = (mode: string, parameters: Record<string, string>) =>
  ask(`${worlds[mode]?.url}/graphql?${new URLSearchParams(parameters)}`, { headers: { authorization: `Bearer ${tokens[mode]}` } });
const MEMBER = { data: { viewer: { username: 'member' } } };
const codeOf = ({ status, json }: { status: number; json: { errors: { extensions: { code: string } }[] } }) => [
  status,
  json.errors[0]?.extensions.code,
];

describe.each(['', 'log', 'only'])('a document that is trusted, in mode "%s"', (mode) => {
  it('is asked for by its id, by its hash and by its text, by POST and by GET', async () => {
    for (const id of ['viewer-1', hashOf(VIEWER)]) {
      expect((await post(mode, { extensions: persisted(id) })).json).toEqual(MEMBER);
      const { headers, json } = await get(mode, { extensions: JSON.stringify(persisted(id)) });
      expect({ json, caching: headers['cache-control'] }).toEqual({ json: MEMBER, caching: 'private, no-cache' });
    }
    expect((await post(mode, { query: VIEWER })).json).toEqual(MEMBER);
    expect((await post(mode, { query: VIEWER, extensions: persisted(hashOf(VIEWER)) })).json).toEqual(MEMBER);
    expect((await get(mode, { query: VIEWER })).json).toEqual(MEMBER);
  });

  it('has the rights of whoever asks, and its variables', async () => {
    expect(codeOf(await post(mode, { extensions: persisted('viewer-1') }, {}))).toEqual([401, 'UNAUTHENTICATED']);
    const { json } = await post(mode, { extensions: persisted('revoke-1'), variables: { input: { tokenIds: 1 } } });
    expect(json.errors[0].extensions.code).toBe('BAD_USER_INPUT');
  });

  it('is no way to a mutation by GET', async () => {
    expect(codeOf(await get(mode, { extensions: JSON.stringify(persisted('revoke-1')), variables: '{"input":{}}' }))).toEqual([
      405,
      'METHOD_NOT_ALLOWED',
    ]);
  });

  it('that does not fit the schema is told as such', async () => {
    expect(codeOf(await post(mode, { extensions: persisted('unknown-1') }))).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
  });
});

describe('where there are no others', () => {
  it.each([
    ['another document', OTHER],
    ['one that differs by a space', `${VIEWER} `],
    ['introspection', '{ __schema { queryType { name } } }'],
    ['what is no GraphQL, which is not even read', '{ viewer'],
    ['what does not fit the schema, of which nothing is told', '{ viewer { usernam } }'],
  ])('%s is refused', async (_, query) => {
    for (const answer of [
      await post('only', { query }),
      await post('only', { query, extensions: persisted(hashOf(query)) }),
      await get('only', { query }),
      await get('only', { query, extensions: JSON.stringify(persisted(hashOf(query))) }),
    ]) {
      expect(codeOf(answer)).toEqual([403, 'QUERY_NOT_IN_SAFELIST']);
      expect(answer.json).toEqual({
        errors: [expect.objectContaining({ message: 'The document is none of those that this server executes.' })],
      });
    }
  });

  it('an id that there is not is told as Apollo’s clients expect it, who then send the document', async () => {
    for (const id of ['nothing', '__proto__', hashOf(OTHER)])
      expect(codeOf(await post('only', { extensions: persisted(id) }))).toEqual([200, 'PERSISTED_QUERY_NOT_FOUND']);
  });

  it('two documents in one address are not one of them', async () => {
    const url = `${worlds.only?.url}/graphql?${new URLSearchParams({ query: VIEWER })}&${new URLSearchParams({ query: OTHER })}`;
    expect(codeOf(await ask(url, { headers: { authorization: `Bearer ${tokens.only}` } }))).toEqual([400, 'BAD_REQUEST']);
  });

  it('a client that reads errors as GraphQL over HTTP says gets them as such', async () => {
    const { headers } = await post('only', { query: OTHER }, { accept: 'application/graphql-response+json' });
    expect(headers['content-type']).toBe('application/graphql-response+json; charset=utf-8');
  });

  it('refusals are counted', async () => {
    const countOf = async () => Number(/\{code="QUERY_NOT_IN_SAFELIST"\} (\d+)/.exec((await ask(`${worlds.only?.url}/metrics`)).text)?.[1]);
    const before = await countOf();
    await post('only', { query: OTHER });
    expect(await countOf()).toBe(before + 1);
  });

  it('a browser that opens the address still gets its page', async () => {
    const { status, headers } = await ask(`${worlds.only?.url}/graphql`, { headers: { accept: 'text/html' } });
    expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'text/html; charset=utf-8' });
  });
});

describe('where others are logged', () => {
  const linesOf = (mode: string) => worlds[mode]?.logged.map((line) => JSON.parse(line)).filter(({ hash }) => hash !== undefined) ?? [];

  it('each is, once', async () => {
    for (const _ of [1, 2, 3]) expect((await post('log', { query: OTHER })).json.data).toBeDefined();
    expect(linesOf('log')).toEqual([
      expect.objectContaining({ level: 40, operation: 'Other', hash: hashOf(OTHER), document: 'query Other { viewer { id } }' }),
    ]);
  });

  it('but not what cannot be executed, nor where nobody wants to know', async () => {
    const before = linesOf('log').length;
    await post('log', { query: '{ nothing }' });
    await post('', { query: OTHER });
    expect(linesOf('log').length).toBe(before);
    expect(linesOf('')).toEqual([]);
  });
});
