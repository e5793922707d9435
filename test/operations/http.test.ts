import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, type WireRequest } from '../support/wire.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let graphql: (request: WireRequest) => ReturnType<typeof ask>;
let authorization: string;
beforeAll(async () => {
  world = await startWorld();
  authorization = `Bearer ${await world.tokenOf(world.users.member.databaseId)}`;
  graphql = (request) => ask(`${world.url}/graphql`, request);
});
afterAll(() => world.stop());

const JSON_TYPE = { 'content-type': 'application/json' };
const json = (value: unknown): WireRequest => ({ method: 'POST', headers: JSON_TYPE, body: JSON.stringify(value) });

describe('over HTTP', () => {
  it('an unknown path is 404, as JSON', async () => {
    const { status, json: body } = await ask(`${world.url}/api`);
    expect({ status, body }).toEqual({
      status: 404,
      body: { errors: [{ message: 'There is nothing at /api. The API is at /graphql.', extensions: { code: 'NOT_FOUND' } }] },
    });
  });

  it.each(['/constructor', '/__proto__', '//', '/%00', '/graphql/', '/toString'])('%s is an unknown path too', async (path) => {
    const { status, json: body } = await ask(world.url + path);
    expect({ status, code: body.errors[0].extensions.code }).toEqual({ status: 404, code: 'NOT_FOUND' });
  });

  it('malformed JSON is 400, as JSON', async () => {
    const { status, headers, json: body } = await graphql({ method: 'POST', headers: JSON_TYPE, body: '{"query": ' });
    expect({ status, body }).toEqual({
      status: 400,
      body: { errors: [{ message: 'The request body is not JSON.', extensions: { code: 'BAD_REQUEST' } }] },
    });
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it.each(['', 'null', '"text"', '{}', '{"query": 1}', '{"query": "{ scopes { name } }", "variables": []}'])(
    '%j as a body is 400, as JSON',
    async (body) => {
      const answer = await graphql({ method: 'POST', headers: JSON_TYPE, body });
      expect(answer.status).toBe(400);
      expect(answer.json.errors[0].extensions.code).toBe('BAD_REQUEST');
    },
  );

  it.each(['query Scopes { scopes { name } }', 'query A { scopes { name } } query B { scopes { name } }'])(
    'an operation name that %j does not have is 400, and executes nothing',
    async (query) => {
      const answer = await graphql(json({ query, operationName: 'Other' }));
      expect({ status: answer.status, body: answer.json }).toEqual({
        status: 400,
        body: { errors: [{ message: 'Unknown operation named "Other".', extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }] },
      });
    },
  );

  it('a body over 256 kB is 413, as JSON, whether its length is announced or not', async () => {
    const body = JSON.stringify({ query: `{ scopes { name } } #${'x'.repeat(256_000)}` });
    const announced: Record<string, string> = { 'content-length': String(body.length) };
    for (const headers of [announced, { 'transfer-encoding': 'chunked' }]) {
      const { status, json: answer } = await graphql({ method: 'POST', headers: { ...JSON_TYPE, ...headers }, body });
      expect({ status, answer }).toEqual({
        status: 413,
        answer: { errors: [{ message: 'The request body may have at most 256000 bytes.', extensions: { code: 'PAYLOAD_TOO_LARGE' } }] },
      });
    }
  });

  it.each<Record<string, string>>([{}, { 'content-encoding': 'identity' }])(
    'a body in UTF-8 is read, whatever its charset is called: %j',
    async (headers) => {
      for (const type of ['', '; charset=utf-8', ';charset=UTF-8', '; charset="Utf-8"', '; charset=utf8', '; x=y', '; charset=']) {
        const request = json({ query: '{ scopes { name } }' });
        expect(await graphql({ ...request, headers: { 'content-type': `application/json${type}`, ...headers } })).toMatchObject({
          status: 200,
        });
      }
    },
  );

  it.each<Record<string, string>>([
    { 'content-encoding': 'gzip' },
    { 'content-encoding': 'GZIP' },
    { 'content-encoding': 'br' },
    { 'content-encoding': 'identity, gzip' },
    { 'content-encoding': 'unheard-of' },
    { 'content-type': 'application/json; charset=utf-16' },
    { 'content-type': 'application/json;CHARSET="ISO-8859-1"' },
    { 'content-type': 'application/json; charset=unheard-of' },
  ])('a body that we cannot read is 415, as JSON: %j', async (headers) => {
    const answer = await graphql({ ...json({ query: '{ scopes { name } }' }), headers: { ...JSON_TYPE, ...headers } });
    expect({ status: answer.status, code: answer.json.errors[0].extensions.code }).toEqual({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
    expect(answer.headers['accept-encoding']).toBe('identity');
  });

  it('a body may begin with a byte order mark, and what it says comes through as it is', async () => {
    const body = `\ufeff${JSON.stringify({ query: '{ __typename @include(if: "Grüße 🎉") }' })}`;
    const { status, text } = await graphql({ method: 'POST', headers: JSON_TYPE, body });
    expect({ status, isTold: text.includes('Grüße 🎉') }).toEqual({ status: 400, isTold: true });
  });

  it.each([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['application/json', 'application/json'],
    ['text/html, */*;q=0.1', 'application/json'],
    ['application/graphql-response+json', 'application/graphql-response+json'],
    ['application/graphql-response+json, application/json;q=0.9', 'application/graphql-response+json'],
  ])('to who accepts %j is answered in %s, by POST and by GET', async (accept, type) => {
    const headers: Record<string, string> = accept === undefined ? {} : { accept };
    const posted = await graphql({ ...json({ query: '{ __typename }' }), headers: { ...JSON_TYPE, ...headers } });
    expect({ status: posted.status, type: posted.headers['content-type'] }).toEqual({ status: 200, type: `${type}; charset=utf-8` });
    const url = `${world.url}/graphql?query=%7B__typename%7D&operationName=`;
    const got = await ask(url, { headers: { ...headers, authorization } });
    // a browser that opens the address gets a page
    const isPage = accept?.startsWith('text/html');
    expect(got.headers['content-type']).toBe(isPage ? 'text/html; charset=utf-8' : `${type}; charset=utf-8`);
    if (!isPage) expect(got.json).toEqual({ data: { __typename: 'Query' } });
  });

  it('batches of operations are refused', async () => {
    const { status, json: body } = await graphql(json([{ query: '{ scopes { name } }' }, { query: '{ scopes { name } }' }]));
    expect(status).toBe(400);
    expect(body.errors[0]).toMatchObject({ message: expect.stringContaining('batching'), extensions: { code: 'BAD_REQUEST' } });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'a %s request, which any web page can make, is refused',
    async (type) => {
      const { status, json: body } = await graphql({ ...json({ query: '{ scopes { name } }' }), headers: { 'content-type': type } });
      expect(status).toBe(400);
      expect(body.errors[0]).toMatchObject({ message: expect.stringContaining('CSRF'), extensions: { code: 'BAD_REQUEST' } });
    },
  );

  it('a GET that any web page can make is refused, and one with a header of its own is answered', async () => {
    const url = `${world.url}/graphql?query=${encodeURIComponent('{ scopes { name } }')}`;
    expect((await ask(url)).status).toBe(400);
    const { status, json: body } = await ask(url, { headers: { 'apollo-require-preflight': 'yes' } });
    expect({ status, errors: body.errors }).toEqual({ status: 200, errors: undefined });
  });

  it('a mutation by GET is 405', async () => {
    const query = encodeURIComponent('mutation { revokeTokens(input: {}) { userErrors { code } } }');
    const { status, headers } = await ask(`${world.url}/graphql?query=${query}`, {
      headers: { authorization, 'apollo-require-preflight': 'yes' },
    });
    expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: 'POST' });
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'HEAD'])('%s is 405', async (method) => {
    const { status, headers, text } = await graphql({ method, headers: JSON_TYPE });
    expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: 'GET, POST' });
    if (method !== 'HEAD') expect(JSON.parse(text).errors[0].extensions.code).toBe('METHOD_NOT_ALLOWED');
  });
});

describe('a bearer token', () => {
  it.each(['Bearer', 'Bearer  ', 'Bearer a b', 'Basic dTpw', 'Bearer clt_at_unknown', 'Bearer "quoted"'])(
    '"%s" is 401 and invalid_token',
    async (header) => {
      const {
        status,
        headers,
        json: body,
      } = await graphql({ ...json({ query: '{ scopes { name } }' }), headers: { ...JSON_TYPE, authorization: header } });
      expect(status).toBe(401);
      expect(headers['www-authenticate']).toMatch(/^Bearer error="invalid_token", error_description="[^"]+"$/);
      expect(body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
      expect(body.data).toBeUndefined();
    },
  );

  it('is not taken from the address', async () => {
    const token = authorization.slice('Bearer '.length);
    const { json: body } = await ask(`${world.url}/graphql?query={viewer{username}}&access_token=${token}`, {
      headers: { 'apollo-require-preflight': 'yes' },
    });
    expect(body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
  });
});
