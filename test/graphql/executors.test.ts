import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GraphQLObjectType, getNamedType, getNullableType, isLeafType, isObjectType } from 'graphql';
import { buildSchema } from '../../src/schema.ts';
import { viewerOfUser } from '../../src/tokens/authentication.ts';
import { createToken } from '../../src/tokens/token.service.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let application: string;
beforeAll(async () => {
  world = await startWorld();
  application = (await world.register({ name: 'Portal', vendor: 'Acme', url: 'https://acme.example' })).id;
  const viewer = await viewerOfUser(world.app.store, world.users.member.databaseId, ['write']);
  await createToken({ ...world.operator, viewer, loaders: new Map() }, { applicationId: application, description: 'for the portal' });
});
afterAll(() => world.stop());

/** One query for each field of an object type that takes no required argument: its leaves, or the ids below it. */
function fieldsOf(type: GraphQLObjectType): [string, string][] {
  return Object.values(type.getFields())
    .filter((field) => field.args.every((argument) => getNullableType(argument.type) === argument.type))
    .map((field) => [field.name, `${field.name} ${below(getNamedType(field.type), 0)}`]);
}

function below(type: ReturnType<typeof getNamedType>, depth: number): string {
  if (isLeafType(type)) return '';
  if (!isObjectType(type)) return '{ __typename }';
  const leaves = Object.values(type.getFields()).filter(({ type: of }) => isLeafType(getNamedType(of)));
  const objects = Object.values(type.getFields()).filter(({ name }) => depth < 2 && ['nodes', 'edges', 'node', 'pageInfo'].includes(name));
  return `{ ${[...leaves.map(({ name }) => name), ...objects.map(({ name, type: of }) => `${name} ${below(getNamedType(of), depth + 1)}`)].join(' ')} }`;
}

const schema = buildSchema();
const ROOTS: [string, string][] = [
  ['Application', 'applications { nodes { FIELD } }'],
  ['Token', 'tokens { nodes { FIELD } }'],
  ['User', 'users { nodes { FIELD } }'],
  ['Organization', 'organizations(first: 10) { nodes { FIELD } }'],
  ['ActivityEntry', 'activity { nodes { FIELD } }'],
  ['ClientSecret', 'applications { nodes { secrets { FIELD } } }'],
];

describe('every field, asked for alone, says what it says among others', () => {
  const cases = ROOTS.flatMap(([type, root]) =>
    fieldsOf(schema.getType(type) as GraphQLObjectType).map(
      ([name, selection]) => [`${type}.${name}`, root.replace('FIELD', selection)] as const,
    ),
  );
  it.each(cases)('%s', async (_, query) => {
    const { data, errors } = await world.ask.superuser(`{ ${query} }`);
    expect(errors).toBeUndefined();
    expect(data).toBeTruthy();
  });
});

describe('compiled code says what graphql-js says', () => {
  const cases: [string, string, Record<string, unknown>?][] = [
    [
      'of fragments',
      'query { applications { nodes { ...F } } } fragment F on Application { name ...G } fragment G on Application { id organization { name } }',
    ],
    ['of aliases', '{ a: applications(first: 1) { nodes { x: id y: name } } b: applications(last: 1) { nodes { x: clientId } } }'],
    [
      'of @skip and @include',
      'query ($yes: Boolean!) { applications { nodes { id @skip(if: $yes) name @include(if: $yes) ... @include(if: $yes) { clientId } } } }',
      { yes: true },
    ],
    [
      'of node',
      'query ($id: ID!) { node(id: $id) { __typename id ... on Application { name tokens { totalCount } } } }',
      { id: 'APPLICATION' },
    ],
    [
      'of nodes with gaps',
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on User { username } ... on Organization { name } } }',
      { ids: ['ACME', 'rubbish', 'MEMBER'] },
    ],
    ['of errors and their paths', '{ applications { nodes { id tokens(first: 101) { totalCount } } } organizations { totalCount } }'],
    ['of errors in fields that cannot be null', '{ organizations { nodes { name applications(after: "x") { totalCount } } } }'],
    ['of two keys at once', '{ application(id: "x", clientId: "y") { id } }'],
    [
      'of introspection',
      '{ __schema { queryType { name } types { name kind fields { name } } } __type(name: "Application") { description } }',
    ],
    ['of names', '{ __typename applications { __typename edges { __typename cursor node { __typename } } } }'],
    ['of page info', '{ applications(first: 1) { pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor } } }'],
    ['of members and roles', '{ organizations { nodes { viewerRole members { totalCount edges { role node { username } } } } } }'],
    ['of default values in variables', 'query ($first: Int = 1) { applications(first: $first) { nodes { id } } }'],
    ['of a variable of the wrong type', 'query ($first: Int) { applications(first: $first) { nodes { id } } }', { first: 'one' }],
  ];
  it.each(cases)('%s', async (_, query, variables = {}) => {
    const known: Record<string, string> = { APPLICATION: application, ACME: world.acme.id, MEMBER: world.users.member.id };
    const given = JSON.parse(JSON.stringify(variables), (__, value) => known[value] ?? value);
    for (const ask of [world.ask.superuser, world.ask.member]) {
      const { data, errors } = await ask(query, given);
      expect(data ?? errors).toBeTruthy();
    }
  });
});
