import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { buildSchema } from '../../src/schema.ts';
import { startWorld, type World } from '../support/world.ts';

/** Texts that PostgreSQL cannot hold. */
const UNSTORABLE = ['a\0b', 'a\ud800b', '\udc00'];

const schema = buildSchema();
const operations = [schema.getQueryType(), schema.getMutationType()].flatMap((type, index) =>
  Object.values(type?.getFields() ?? {}).map((field) => ({ kind: ['query', 'mutation'][index], field })),
);

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const ids = () => ({ Organization: world.acme.id, User: world.users.stranger.id });

/** A value that a type takes, with no more than it needs; the organization and the user are real ones. */
function plain(type: GraphQLInputType, name: string): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [];
  if (isEnumType(nullable)) return nullable.getValues()[0]?.name;
  if (isInputObjectType(nullable)) {
    const needed = Object.values(nullable.getFields()).filter((field) => isNonNullType(field.type));
    return Object.fromEntries(needed.map((field) => [field.name, plain(field.type, field.name)]));
  }
  if (nullable.name === 'ID') return /organization/i.test(name) ? ids().Organization : ids().User;
  return { Int: 1, Boolean: true, Float: 1, DateTime: '2100-01-01T00:00:00Z' }[nullable.name] ?? 'plain';
}

/** All values of a type with the text in one place of it, and where that is. */
function* spoilt(type: GraphQLInputType, name: string, text: string): Generator<{ path: string; value: unknown }> {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    for (const { path, value } of spoilt(nullable.ofType as GraphQLInputType, name, text)) yield { path: `${path}[0]`, value: [value] };
  } else if (isInputObjectType(nullable)) {
    for (const field of Object.values(nullable.getFields())) {
      for (const { path, value } of spoilt(field.type, field.name, text)) {
        yield { path: `${name}.${path}`, value: { ...(plain(nullable, name) as object), [field.name]: value } };
      }
    }
  } else if (!isEnumType(nullable) && ['String', 'ID'].includes(nullable.name)) yield { path: name, value: text };
}

function* requests(kind: string | undefined, field: GraphQLField<unknown, unknown>, text: string) {
  const type = getNamedType(field.type);
  const hasCount = isObjectType(type) && 'totalCount' in type.getFields();
  const declared = field.args.map((arg) => `$${arg.name}: ${arg.type}`).join(', ');
  const given = field.args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const query = `${kind} (${declared}) { ${field.name}(${given}) { __typename ${hasCount ? 'totalCount' : ''} } }`;
  const needed = Object.fromEntries(
    field.args.filter(({ type }) => isNonNullType(type)).map((arg) => [arg.name, plain(arg.type, arg.name)]),
  );
  for (const arg of field.args) {
    for (const { path, value } of spoilt(arg.type, arg.name, text)) yield { path, query, variables: { ...needed, [arg.name]: value } };
  }
}

describe('a text that no database holds', () => {
  it.each(operations.filter(({ field }) => field.args.length > 0).map(({ kind, field }) => [field.name, kind, field] as const))(
    'is no fault of the server in any argument of %s',
    async (_, kind, field) => {
      const token = await world.tokenOf(world.users.superuser.databaseId, ['admin']);
      for (const text of UNSTORABLE) {
        for (const { path, query, variables } of requests(kind, field, text)) {
          const response = await fetch(`${world.url}/graphql`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
            body: JSON.stringify({ query, variables }),
          });
          const { errors } = (await response.json()) as { errors?: { extensions: { code: string }; message: string }[] };
          const codes = errors?.map(({ extensions }) => extensions.code).filter((code) => code !== 'BAD_USER_INPUT');
          expect({ path, text, status: response.status, codes: codes ?? [] }).toEqual({ path, text, status: response.status, codes: [] });
        }
      }
      expect(world.logged.filter((line) => line.includes('"msg":"fault"'))).toEqual([]);
    },
  );

  it('finds nothing, and is refused where it would be kept', async () => {
    const search = { search: UNSTORABLE[0] };
    const { data } = await world.ask.superuser(
      'query ($search: String) { users(search: $search) { totalCount } organizations(search: $search) { totalCount } applications(filter: { search: $search }) { totalCount } }',
      search,
    );
    expect(data).toEqual({ users: { totalCount: 0 }, organizations: { totalCount: 0 }, applications: { totalCount: 0 } });
  });
});
