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

const post = (body: object) =>
  ask(`${world.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify(body),
  });
const get = (parameters: Record<string, string>) =>
  ask(`${world.url}/graphql?${new URLSearchParams(parameters)}`, { headers: { authorization } });

/** Enough uses for an operation to be compiled, and some more. */
const TEN_TIMES = Array.from({ length: 10 }, (_, index) => index);

async function organizations(): Promise<string[]> {
  const { data } = await world.ask.superuser('{ organizations(first: 100) { nodes { name } } }');
  return data.organizations.nodes.map(({ name }: { name: string }) => name);
}

const create = (name: string, operation = 'mutation Create') =>
  `${operation} { createOrganization(input: { name: "${name}" }) { organization { name } userErrors { code } } }`;

describe('an operation name', () => {
  it('that is empty is none, at any use of a document', async () => {
    const query = 'query Who { viewer { username } }';
    for (const _ of TEN_TIMES) {
      for (const operationName of ['', null, undefined]) {
        const { status, json } = await post({ query, operationName });
        expect({ status, json }).toEqual({ status: 200, json: { data: { viewer: { username: 'superuser' } } } });
      }
      expect((await get({ query, operationName: '' })).json).toEqual({ data: { viewer: { username: 'superuser' } } });
    }
  });

  it('that is empty lets nothing past the limits', async () => {
    const query = `{ organizations(first: 100) { nodes { applications(first: 100) { nodes { tokens(first: 100) { nodes { id } } } } } } }`;
    for (const _ of TEN_TIMES) {
      const { status, json } = await post({ query, operationName: '' });
      expect({ status, code: json.errors[0].extensions.code }).toEqual({ status: 400, code: 'QUERY_TOO_COMPLEX' });
    }
  });

  it.each(['', 'Create', undefined])('%j lets no mutation come by GET, and the answer says POST', async (operationName) => {
    const before = await organizations();
    for (const _ of TEN_TIMES) {
      const { status, headers, json } = await get({ query: create('By GET'), ...(operationName !== undefined && { operationName }) });
      expect({ status, allow: headers.allow, code: json.errors[0].extensions.code }).toEqual({
        status: 405,
        allow: 'POST',
        code: 'METHOD_NOT_ALLOWED',
      });
    }
    expect(await organizations()).toEqual(before);
  });

  it.each([' ', 'create', 'Create ', '__proto__', 'constructor', '\0', 1, 0, true, [], ['Create'], {}])(
    '%j that no operation has executes nothing, at any use of a document',
    async (operationName) => {
      const before = await organizations();
      for (const _ of TEN_TIMES) {
        const { status, json } = await post({ query: create('Never'), operationName });
        expect(status).toBe(400);
        expect(json.data).toBeUndefined();
        expect(json.errors[0].extensions.code).toBe(typeof operationName === 'string' ? 'OPERATION_RESOLUTION_FAILURE' : 'BAD_REQUEST');
      }
      expect(await organizations()).toEqual(before);
    },
  );

  it.each(['', null, undefined])('%j for a document of several operations executes none of them', async (operationName) => {
    const before = await organizations();
    const query = `${create('First', 'mutation First')} ${create('Second', 'mutation Second')}`;
    for (const _ of TEN_TIMES) {
      const { status, json } = await post({ query, operationName });
      expect({ status, code: json.errors[0].extensions.code }).toEqual({ status: 400, code: 'OPERATION_RESOLUTION_FAILURE' });
    }
    expect(await organizations()).toEqual(before);
  });

  it('says which of several operations is executed, at any use of a document', async () => {
    const query = 'query A { viewer { username } } query B { scopes { name } } query __proto__ { b: viewer { id } }';
    for (const _ of TEN_TIMES) {
      expect(Object.keys((await post({ query, operationName: 'A' })).json.data)).toEqual(['viewer']);
      expect(Object.keys((await post({ query, operationName: 'B' })).json.data)).toEqual(['scopes']);
      expect(Object.keys((await post({ query, operationName: '__proto__' })).json.data)).toEqual(['b']);
    }
  });

  it('that names one operation weighs and executes that one', async () => {
    const dear = 'organizations(first: 100) { nodes { applications(first: 100) { nodes { tokens(first: 100) { nodes { id } } } } } }';
    const query = `query Cheap { viewer { username } } query Dear { ${dear} }`;
    for (const _ of TEN_TIMES) {
      expect((await post({ query, operationName: 'Cheap' })).json).toEqual({ data: { viewer: { username: 'superuser' } } });
      expect((await post({ query, operationName: 'Dear' })).json.errors[0].extensions.code).toBe('QUERY_TOO_COMPLEX');
    }
  });
});
