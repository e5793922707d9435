import { composeServices } from '@apollo/composition';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema as buildSdl, type GraphQLObjectType, type GraphQLUnionType, parse, validateSchema } from 'graphql';
import { printSubgraph } from '../../src/federation.resolver.ts';
import { buildSchema } from '../../src/schema.ts';
import { toGlobalId } from '../../src/shared/ids.ts';
import { randomFrom } from '../support/random.ts';
import { type Made, PEOPLE, startWorld, type World } from '../support/world.ts';

const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000_000);

let world: World;
let portal: Made & { clientId: string };
let foreign: Made & { clientId: string };
const ids: string[] = [];
beforeAll(async () => {
  world = await startWorld({ FEDERATION: 'true', LOG_LEVEL: 'trace' });
  portal = await world.register({ name: 'Portal' });
  foreign = await world.register({ name: 'Foreign', organizationId: world.other.id });
  const { data } = await world.ask.superuser(`{ tokens(first: 20) { nodes { id } } activity(first: 20) { nodes { id } }
    applications { nodes { id secrets { id } } } users { nodes { id } } organizations { nodes { id } } }`);
  ids.push(...[...JSON.stringify(data).matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id as string));
  ids.push(...['Application', 'User', 'Organization', 'Nothing'].map((type) => toGlobalId(type, 9_999)), 'rubbish', '');
});
afterAll(() => world.stop());

const ENTITIES = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
  __typename ... on Node { id } ... on Application { name clientId organization { name } } ... on User { username } } }`;
const NODES =
  'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Application { name clientId organization { name } } ... on User { username } } }';
/** Some references to applications, of another subgraph. */
const byClientId = (...clientIds: unknown[]) => ({
  representations: clientIds.map((clientId) => ({ __typename: 'Application', clientId })),
});

/** What another team has of our applications: it knows them by their client id. */
const REVIEWS = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key", "@shareable"])
  type Query { reviews(first: Int): ReviewConnection! }
  type ReviewConnection { nodes: [Review!]! pageInfo: PageInfo! }
  type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type Review @key(fields: "id") { id: ID! text: String! application: Application! author: User }
  type Application @key(fields: "clientId") { clientId: String! reviews: [Review!]! }
  type User @key(fields: "id") { id: ID! reviews: [Review!]! }
`;

describe('the API as a subgraph', () => {
  it('is composed with another one that extends Application and User', async () => {
    const { data } = await world.ask.member('{ _service { sdl } }');
    const { errors, schema, supergraphSdl } = composeServices([
      { name: 'clientele', url: `${world.url}/graphql`, typeDefs: parse(data._service.sdl) },
      { name: 'reviews', url: 'http://reviews.example/graphql', typeDefs: parse(REVIEWS) },
    ]);
    expect(errors).toBeUndefined();
    const api = schema?.toAPISchema().toGraphQLJSSchema() as ReturnType<typeof buildSdl>;
    const fieldsOf = (type: string) => Object.keys((api.getType(type) as GraphQLObjectType).getFields());
    expect(fieldsOf('Application')).toEqual(expect.arrayContaining(['name', 'tokens', 'clientId', 'reviews']));
    expect(fieldsOf('Query')).toEqual(expect.arrayContaining(['applications', 'nodes', 'reviews']));
    expect(supergraphSdl).toContain('@join__type(graph: CLIENTELE, key: "clientId")');
  });

  it('says of itself what "clientele schema --subgraph" prints, and is a schema without what only routers ask for', async () => {
    const { data } = await world.ask.member('{ _service { sdl } }');
    expect(data._service.sdl).toBe(printSubgraph(buildSchema()));
    const definitions =
      'directive @link(url: String, import: [String]) on SCHEMA directive @shareable on OBJECT directive @key(fields: String) repeatable on OBJECT';
    const sdl = buildSdl(`${data._service.sdl}\n${definitions}`);
    expect(validateSchema(sdl)).toEqual([]);
    expect(Object.keys(sdl.getTypeMap()).filter((name) => /^_(?!_)/.test(name))).toEqual([]);
    expect(Object.keys(sdl.getQueryType()?.getFields() ?? {})).toEqual(Object.keys(buildSchema().getQueryType()?.getFields() ?? {}).sort());
  });

  it('has a key for each type of which there are objects, and no other entities', () => {
    const schema = buildSchema({ federated: true });
    const nodes = schema.getPossibleTypes(schema.getType('Node') as never).map(({ name }) => name);
    expect(
      (schema.getType('_Entity') as GraphQLUnionType)
        .getTypes()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(nodes.sort());
    const sdl = printSubgraph(schema);
    for (const name of nodes) expect(sdl).toContain(`type ${name} implements Node @key(fields: "id")`);
  });

  it('is none unless that is wanted', async () => {
    const plain = buildSchema();
    expect(plain.getQueryType()?.getFields()).not.toHaveProperty('_entities');
    expect(plain.getType('_Entity')).toBeUndefined();
  });
});

describe('_entities', () => {
  it.each(PEOPLE)(`shows %s what "nodes" shows, and nothing else (FUZZ_SEED=${SEED})`, async (person) => {
    const random = randomFrom(SEED);
    for (let round = 0; round < 10; round += 1) {
      const asked = Array.from({ length: random.below(30) }, () => random.one(ids));
      const typeOf = (id: string) => /^([A-Za-z]+):/.exec(Buffer.from(id, 'base64url').toString())?.[1];
      const known = asked.filter((id) => !['Nothing', undefined].includes(typeOf(id)));
      const representations = known.map((id) => ({ __typename: typeOf(id), id }));
      const [entities, nodes] = [await world.ask[person](ENTITIES, { representations }), await world.ask[person](NODES, { ids: known })];
      expect(entities.data._entities).toEqual(nodes.data.nodes);
      expect(entities.errors).toEqual(nodes.errors);
    }
  });

  it('finds applications by their client id, in the order of the representations, with null for what one may not see', async () => {
    const { data } = await world.ask.member(ENTITIES, byClientId(foreign.clientId, portal.clientId, 'nobody', portal.clientId));
    expect(data._entities.map((found: { name: string } | null) => found?.name ?? null)).toEqual([null, 'Portal', null, 'Portal']);
    const all = await world.ask.superuser(ENTITIES, byClientId(foreign.clientId, portal.clientId));
    expect(all.data._entities.map(({ name }: { name: string }) => name)).toEqual(['Foreign', 'Portal']);
  });

  it('shows no object of one type as one of another', async () => {
    const representations = [
      { __typename: 'User', id: portal.id },
      { __typename: 'Application', id: world.users.member.id },
    ];
    expect((await world.ask.superuser(ENTITIES, { representations })).data).toEqual({ _entities: [null, null] });
  });

  it('leaves fields aside that are no key', async () => {
    const representations = [{ __typename: 'Application', id: portal.id, clientId: 'another', name: 'Not so', constructor: 1 }];
    expect((await world.ask.member(ENTITIES, { representations })).data._entities[0].name).toBe('Portal');
  });

  it('reads all of one kind by one statement', async () => {
    const statements = async (count: number) => {
      const clientIds = Array.from({ length: count }, (_, index) => (index === 0 ? portal.clientId : `nobody-${index}`));
      const { lines } = await world.ask.member(ENTITIES, byClientId(...clientIds));
      return lines.filter((line) => JSON.parse(line).msg === 'statement').length;
    };
    await statements(1);
    expect(await statements(100)).toBe(await statements(1));
  });

  it('needs a token', async () => {
    const { status, errors } = await world.as(undefined)(ENTITIES, byClientId(portal.clientId));
    expect({ status, code: errors?.[0].extensions.code }).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
    expect((await world.as(undefined)('{ _service { sdl } }')).errors?.[0].extensions.code).toBe('UNAUTHENTICATED');
  });

  it.each<[string, unknown, RegExp]>([
    ['no object', 'x', /_Any takes an object with a "__typename"/],
    ['null', null, /null|non-nullable/i],
    ['a list', [[]], /_Any takes an object/],
    ['no type', { id: 'x' }, /_Any takes an object/],
    ['a type that is no text', { __typename: 1 }, /_Any takes an object/],
    ['an unknown type', { __typename: 'Review', id: 'x' }, /in the place 0, there is no entity of the type "Review"/],
    ['a name that all objects have', { __typename: 'constructor', id: 'x' }, /there is no entity of the type "constructor"/],
    ['another one', { __typename: '__proto__', id: 'x' }, /there is no entity/],
    ['no key', { __typename: 'Application', name: 'Portal' }, /in the place 0, "Application" needs "id" or "clientId"/],
    ['no key of its type', { __typename: 'User', clientId: 'x' }, /"User" needs "id"\./],
    ['a key that is no text', { __typename: 'Application', id: 1 }, /"id" must be a text/],
    ['a key that is null', { __typename: 'Application', clientId: null }, /"clientId" must be a text/],
    ['a key that is too long', { __typename: 'Application', clientId: 'x'.repeat(256) }, /at most 255 characters/],
  ])('tells what is wrong with %s', async (_, representation, message) => {
    for (const _use of [1, 2, 3]) {
      const { status, data, errors } = await world.ask.member(ENTITIES, { representations: [representation] });
      expect({ status, data: data?._entities ?? null }).toEqual({ status: 200, data: null });
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
      expect(errors?.[0].message).toMatch(message);
    }
  });

  it('takes what stands in the document itself', async () => {
    const query = `{ _entities(representations: [{ __typename: "Application", clientId: "${portal.clientId}" }]) { ... on Application { name } } }`;
    for (const _ of [1, 2, 3]) expect((await world.ask.member(query)).data).toEqual({ _entities: [{ name: 'Portal' }] });
  });

  it('takes 100 at once, and weighs them', async () => {
    const tooMany = Array(101).fill('x');
    expect((await world.ask.member(ENTITIES, byClientId(...tooMany))).errors?.[0].message).toMatch(/at most 100 at once, not 101/);
    const heavy =
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Application { tokens(first: 100) { nodes { id user { id } } } } } }';
    expect((await world.ask.member(heavy, byClientId(portal.clientId))).errors).toBeUndefined();
    const { errors } = await world.ask.member(heavy, byClientId(...tooMany.slice(1)));
    expect(errors?.[0].extensions.code).toBe('QUERY_TOO_COMPLEX');
  });
});
