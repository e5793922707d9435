import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type OAuthWorld, startOAuthWorld } from '../oauth/support/provider.ts';
import { faultsOf } from '../support/mutate.ts';
import { ask } from '../support/wire.ts';

/** What every object has, so that a name from outside may be taken for it. */
const NAMES = [...new Set([...Object.getOwnPropertyNames(Object.prototype), '__proto__'])];
const ORDINARY = 'ordinary';

let world: OAuthWorld;
let token: string;
const untouched = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));
beforeAll(async () => {
  world = await startOAuthWorld({ PASSWORD_GRANT: 'true' });
  token = await world.tokenOf(world.users.superuser.databaseId, ['admin']);
});
afterEach(() => {
  expect(JSON.stringify(Object.getOwnPropertyNames(Object.prototype))).toBe(untouched);
});
afterAll(() => world.stop());

/** What is answered, without what differs from request to request, and with the ordinary name in place of the other. */
async function answerOf(name: string, path: string, request: Parameters<typeof ask>[1]) {
  const { status, text } = await ask(world.url + path, request);
  const told = text.replaceAll(name, ORDINARY).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id');
  return { status, text: told };
}
const graphql = (body: string, headers: Record<string, string> = {}) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
  body,
});
const form = (fields: string) => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
  body: fields,
});

/** Requests with a name in each place where one can stand. */
const PLACES: Record<string, (name: string) => [path: string, request: Parameters<typeof ask>[1]]> = {
  'an alias': (name) => ['/graphql', graphql(JSON.stringify({ query: `{ ${name}: viewer { ${name}: username } }` }))],
  'a variable': (name) => [
    '/graphql',
    graphql(
      `{"query":${JSON.stringify(`query ($${name}: Int) { users(first: $${name}) { nodes { username } } }`)},"variables":{"${name}":2}}`,
    ),
  ],
  'a variable that is not given': (name) => [
    '/graphql',
    graphql(JSON.stringify({ query: `query ($${name}: Int = 2) { users(first: $${name}) { nodes { username } } }` })),
  ],
  'an operation name': (name) => [
    '/graphql',
    graphql(JSON.stringify({ query: `query ${name} { viewer { username } }`, operationName: name })),
  ],
  'an operation name that is none of the document': (name) => [
    '/graphql',
    graphql(JSON.stringify({ query: 'query Other { viewer { username } }', operationName: name })),
  ],
  'a fragment': (name) => [
    '/graphql',
    graphql(JSON.stringify({ query: `{ viewer { ...${name} } } fragment ${name} on User { username }` })),
  ],
  'a field that there is not': (name) => ['/graphql', graphql(JSON.stringify({ query: `{ ${name} }` }))],
  'an argument that there is not': (name) => ['/graphql', graphql(JSON.stringify({ query: `{ users(${name}: 1) { totalCount } }` }))],
  'a directive that there is not': (name) => ['/graphql', graphql(JSON.stringify({ query: `{ viewer @${name} { username } }` }))],
  'a key of a request': (name) => ['/graphql', graphql(`{"query":"{ viewer { username } }","${name}":{"polluted":true}}`)],
  'a key of the variables': (name) => [
    '/graphql',
    graphql(`{"query":"{ viewer { username } }","variables":{"${name}":{"polluted":true}}}`),
  ],
  'a key of the extensions': (name) => [
    '/graphql',
    graphql(`{"query":"{ viewer { username } }","extensions":{"${name}":{"polluted":true}}}`),
  ],
  'a key of an input': (name) => [
    '/graphql',
    graphql(
      `{"query":"mutation ($input: UpdateUserInput!) { updateUser(input: $input) { userErrors { code } } }","variables":{"input":{"id":"x","${name}":{"polluted":true}}}}`,
    ),
  ],
  'a header': (name) => ['/graphql', graphql('{"query":"{ viewer { username } }"}', { [name]: 'x', 'x-request-id': name })],
  'a header of the authorization server': (name) => ['/oauth/jwks', { headers: { [name]: 'x' } }],
  'a query parameter': (name) => [`/graphql?${name}=x&${name}[polluted]=y`, graphql('{"query":"{ viewer { username } }"}')],
  'a query parameter of the authorization server': (name) => [`/oauth/authorize?${name}=x&${name}=y&${name}[polluted]=z`, {}],
  'a form field': (name) => ['/oauth/token', form(`grant_type=password&${name}=x&${name}[polluted]=y`)],
  'a grant type': (name) => ['/oauth/token', form(`grant_type=${name}`)],
  'a client id': (name) => ['/oauth/token', form(`grant_type=password&client_id=${name}&username=x&password=y`)],
  'a path': (name) => [`/${name}`, {}],
  'a path of the authorization server': (name) => [`/oauth/${name}`, { headers: { accept: 'application/json' } }],
  'an interaction': (name) => [`/oauth/interaction/${name}`, { headers: { accept: 'application/json' } }],
  'the type of a global id': (name) => [
    '/graphql',
    graphql(JSON.stringify({ query: `{ node(id: "${Buffer.from(`${name}:1`).toString('base64url')}") { id } }` })),
  ],
};

describe('a name that every object has', () => {
  it.each(Object.entries(PLACES))('as %s is answered as any other, time and again', async (_, requestOf) => {
    const ordinary = await answerOf(ORDINARY, ...requestOf(ORDINARY));
    expect(ordinary.status).toBeLessThan(500);
    for (const name of NAMES) {
      for (let use = 1; use <= 3; use++) {
        expect({ name, use, ...(await answerOf(name, ...requestOf(name))) }).toEqual({ name, use, ...ordinary });
      }
    }
  });

  it.each(['scope', 'prompt', 'response_mode', 'response_type', 'code_challenge_method', 'display', 'state', 'nonce', 'login_hint'])(
    'as %s of an authorization request does no harm',
    async (parameter) => {
      const client = await world.registerPublic();
      for (const name of NAMES) {
        const { page } = await world.authorize(client, { [parameter]: name });
        expect({ name, isFault: page.status >= 500 }).toEqual({ name, isFault: false });
      }
    },
  );

  it('is no client id that can be chosen', async () => {
    for (const clientId of NAMES) {
      const input = {
        name: `Named ${clientId}`,
        organizationId: world.acme.id,
        clientType: 'PUBLIC',
        authorizationGrantType: 'DEVICE_CODE',
        clientId,
      };
      expect(await faultsOf(world.ask.admin, 'createApplication', input)).toEqual(['INVALID clientId']);
    }
  });

  it('as the client id of an application that there is from before leads to no login, and to no harm for others', async () => {
    const other = await world.registerPublic();
    for (const name of NAMES) {
      const named = await world.registerPublic({ name: `Before ${name}` });
      await world.operator.store.write(({ db }) =>
        db.updateTable('application').set({ client_id: name }).where('id', '=', named.databaseId).execute(),
      );
      const { page } = await world.authorize({ ...named, clientId: name });
      expect({ name, status: page.status, title: page.title }).toEqual({ name, status: 400, title: 'There is no such application' });
      const { status, body } = await world.post('/oauth/device_authorization', { ...named, clientId: name }, {});
      expect({ status, error: body.error }).toEqual({ status: 401, error: 'invalid_client' });
      const { data } = await world.ask.admin('query ($id: ID!) { application(id: $id) { clientId } }', { id: named.id });
      expect(data.application).toEqual({ clientId: name });
    }
    expect((await world.tokensOf(other)).status).toBe(200);
  });
});
