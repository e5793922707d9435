import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  execute,
  type GraphQLFormattedError,
  GraphQLList,
  type GraphQLOutputType,
  getOperationAST,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { ClientType, GrantType } from '../../../src/applications/application.rules.ts';
import { compilable } from '../../../src/graphql/compilable.ts';
import { present, withCode } from '../../../src/graphql/errors.ts';
import { createContext } from '../../../src/query/context.ts';
import { buildSchema } from '../../../src/schema.ts';
import { authenticate } from '../../../src/tokens/authentication.ts';
import { grant } from '../../support/grant.ts';
import { mint } from '../../support/mint.ts';
import { randomFrom } from '../../support/random.ts';
import { keptAlive, post } from '../../support/wire.ts';
import { startWorld, type World } from '../../support/world.ts';
import { asText, type Comparable, comparable, isSame, maySayBoth, type Said, textOf } from './comparable.ts';
import { type RandomRequest, randomRequest } from './documents.ts';
import { reduced } from './reduce.ts';

const DOCUMENTS = Number(process.env.FUZZ_DOCUMENTS ?? 2_500);
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000_000);
/** How many documents are one test. */
const BATCH = 25;

const schema = buildSchema();
/** The same, but that anything may be null: so each error is told, and none with what it is in. */
const nullable = buildSchema();
const nullableOf = (type: GraphQLOutputType): GraphQLOutputType => {
  if (isNonNullType(type)) return nullableOf(type.ofType);
  return isListType(type) ? new GraphQLList(nullableOf(type.ofType)) : type;
};
for (const type of Object.values(nullable.getTypeMap()))
  if (isObjectType(type)) for (const field of Object.values(type.getFields())) field.type = nullableOf(field.type);
const tokens: (string | undefined)[] = [];
const ids: string[] = [];
let world: World;

beforeAll(async () => {
  world = await startWorld({ LOG_LEVEL: 'error' });
  const { acme, other, users } = world;
  const applications = [
    await world.register({ name: 'Portal', vendor: 'Acme', url: 'https://acme.example', description: 'a portal' }),
    await world.register({ name: 'Trusted', trusted: true, maximumScopes: ['write'], accessValidity: 60 }),
    await world.register({ name: 'Robot', authorizationGrantType: GrantType.CLIENT_CREDENTIALS, redirectUris: [] }),
    await world.register({ name: 'Phone', clientType: ClientType.PUBLIC, enabled: false }),
    await world.register({ name: 'Foreign', organizationId: other.id }),
  ] as const;
  const lasting = { expiresIn: 1_000_000 };
  for (const person of ['superuser', 'systemAuditor', 'admin', 'auditor', 'member', 'stranger'] as const) {
    const personal = await mint(world, { user: users[person], scopes: person === 'superuser' ? ['admin'] : ['write'], ...lasting });
    tokens.push(personal.accessToken);
    for (const application of applications.slice(0, 2)) {
      const { accessToken } = await mint(world, { user: users[person], application, ...lasting });
      if (person === 'admin' || person === 'superuser') tokens.push(accessToken);
    }
    await mint(world, { user: users[person], application: applications[4], expiresIn: -1 });
    await grant(world, users[person], applications[0]);
  }
  tokens.push((await mint(world, { application: applications[2], ...lasting })).accessToken);
  tokens.push((await mint(world, { user: users.member, scopes: ['read'], ...lasting })).accessToken, undefined);
  const { data } = await world.ask.superuser(`{ tokens(first: 50) { nodes { id } } activity(first: 5) { nodes { id } }
    applications { nodes { secrets { id } } } users { nodes { grants { id } } } }`);
  const found = JSON.stringify(data).matchAll(/"id":"([^"]+)"/g);
  ids.push(acme.id, other.id, ...Object.values(users).map(({ id }) => id), ...applications.map(({ id }) => id));
  ids.push(...[...found].map(([, id]) => id as string).filter((_, index) => index % 3 === 0));
});
afterAll(() => world.stop());

/** What the gateway says, three times. */
async function saidByGateway({ query, variables }: RandomRequest, token: string | undefined): Promise<Comparable[]> {
  const said: Comparable[] = [];
  for (const _ of [1, 2, 3]) {
    const by = token ? { authorization: `Bearer ${token}` } : undefined;
    said.push(comparable((await post(world.url, query, by, variables, keptAlive)).json as Said));
  }
  return said;
}

/** What graphql-js says, of rows with all of their columns. */
async function interpreted({ query, variables }: RandomRequest, token: string | undefined, by = schema) {
  const document = parse(query);
  const found = await authenticate(world.app.store, token && `Bearer ${token}`);
  if ('invalid' in found) throw new Error(found.invalid);
  const contextValue = createContext({ store: world.app.store, settings: world.operator.settings, viewer: found.viewer });
  const { data, errors } = await execute({ schema: by, document, variableValues: variables, contextValue });
  return { data, errors: errors?.map((error): GraphQLFormattedError => present(withCode(error.toJSON(), error), contextValue)) };
}

let uses = 0;
const counts = { compared: 0, withData: 0, withErrors: 0, refused: 0, compiled: 0 };

/** What is wrong with the answers to a request; undefined if they are all the same, and no fault of the server. */
async function wrongWith(request: RandomRequest, token: string | undefined): Promise<string | undefined> {
  let wrong: string | undefined;
  // something may have been stamped between the answers, so what differs is asked once more, as another document
  for (const _ of [1, 2, 3]) {
    const unused = { ...request, query: `${request.query}\n# ${++uses}` };
    const gateway = await saidByGateway(unused, token);
    const answer = gateway[0] as Comparable;
    const first = textOf(answer);
    const isRefused = /"(QUERY_TOO_COMPLEX|GRAPHQL_VALIDATION_FAILED)"/.test(first);
    const expected = isRefused ? answer : comparable(await interpreted(unused, token));
    counts.compared += 1;
    counts.refused += Number(isRefused);
    counts.withData += Number(/^\{"data":\{/.test(first));
    counts.withErrors += Number(first.includes(' errors: '));
    const document = parse(request.query);
    counts.compiled += Number(compilable(document, getOperationAST(document) as OperationDefinitionNode) !== undefined);
    const isFault = /"(INTERNAL_SERVER_ERROR|SERVICE_UNAVAILABLE)"/.test(gateway.map(textOf).join());
    if (!isFault && gateway.every((said) => isSame(said, expected))) return undefined;
    // which of several errors is told where all of them are within what is null, depends on time
    if (!isFault) {
      const { errors = [] } = await interpreted(unused, token, nullable);
      const mayBe = new Set(errors.map(asText));
      if (gateway.every((said) => maySayBoth(said, expected, mayBe))) return undefined;
    }
    wrong = [...gateway.map((said, index) => `use ${index + 1}: ${textOf(said)}`), `graphql-js: ${textOf(expected)}`].join('\n');
  }
  return wrong;
}

describe(`compiled code and graphql-js say the same of random documents (FUZZ_SEED=${SEED})`, () => {
  const batches = Array.from({ length: Math.ceil(DOCUMENTS / BATCH) }, (_, index) => index);
  it.each(batches)('batch %i', async (batch) => {
    const random = randomFrom(SEED + batch);
    for (let number = 0; number < BATCH; number += 1) {
      const request = randomRequest(random, schema, ids);
      const token = random.one(tokens);
      const wrong = await wrongWith(request, token);
      if (!wrong) continue;
      const smallest = await reduced(schema, request, async (candidate) => Boolean(await wrongWith(candidate, token)));
      const viewer = tokens.indexOf(token);
      const asked = `${smallest.query}\n${JSON.stringify(smallest.variables)}\nby token ${viewer}`;
      throw new Error(
        `FUZZ_SEED=${SEED} batch ${batch}: the answers differ on\n${asked}\n${(await wrongWith(smallest, token)) ?? `once, of\n${request.query}\n${wrong}`}`,
      );
    }
  });

  it('asks for data and for errors, is compiled more often than not, and seldom refused', () => {
    expect(counts.compiled).toBeGreaterThan(counts.compared / 2);
    expect(counts.withData).toBeGreaterThan(counts.compared / 2);
    expect(counts.withErrors).toBeGreaterThan(counts.compared / 20);
    expect(counts.refused).toBeLessThan(counts.compared / 5);
  });
});
