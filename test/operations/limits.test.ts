import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import type { Ask } from '../support/gateway.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let superuser: Ask;
let nobody: Ask;
beforeAll(async () => {
  world = await startWorld();
  superuser = world.ask.superuser;
  nobody = world.as(undefined);
});
afterAll(() => world.stop());

async function expectTooComplex(query: string, message: RegExp, variables?: Record<string, unknown>) {
  const { status, data, errors } = await superuser(query, variables);
  expect({ status, data, codes: errors?.map(({ extensions }) => extensions.code) }).toEqual({
    status: 400,
    data: undefined,
    codes: ['QUERY_TOO_COMPLEX'],
  });
  expect(errors?.[0].message).toMatch(message);
}

const threeLevels = (arguments_: string, variables = '') => `query All${variables} {
  organizations(${arguments_}) { nodes { applications(${arguments_}) { nodes { tokens(${arguments_}) { nodes { id } } } } } }
}`;

describe('the cost limit', () => {
  it('lets the page of 100 applications with organization and 10 tokens each pass', async () => {
    const { status, errors } = await superuser(`{
      applications(first: 100) { totalCount nodes { name organization { name } tokens(first: 10) { totalCount nodes { id user { username } } } tokenCounts { total } } }
    }`);
    expect({ status, errors }).toEqual({ status: 200, errors: undefined });
  });

  it('does not let three nested levels of 100 pass', () =>
    expectTooComplex(threeLevels('first: 100'), /^The operation asks for up to \d{7} objects; at most 20000 are allowed\. .*"first"/));

  it.each([
    ['in a variable', '($size: Int)', 'first: $size', { size: 100 }],
    ['in the default of a variable', '($size: Int = 100)', 'first: $size', {}],
    ['from the end', '', 'last: 100', {}],
    ['beside a null', '', 'first: null, last: 100', {}],
  ])('finds the size of a page %s', (_, declared, given, variables) =>
    expectTooComplex(threeLevels(given, declared), /^The operation asks for up to \d{7} objects/, variables),
  );

  describe.each([
    ['first', '$size: Int', (size: string) => `first: ${size}`],
    ['last beside a first of null', '$size: Int', (size: string) => `first: null, last: ${size}`],
    ['first with a default', '$size: Int = 1', (size: string) => `first: ${size}`],
  ])('for a size in %s', (_, declared, given) => {
    it.each<[unknown]>([['100'], [[100]], [1.5], [true], [{}], [''], ['1e2'], [2 ** 31], [-1], [0], [1], [null], [undefined]])(
      'is not switched off by %j at first use',
      async (first) => {
        // every document is a new one, whose first use is this
        const query = `${threeLevels(given('$size'), `(${declared})`)} # ${JSON.stringify(first)} ${given('')}`;
        const { status } = await superuser(query, { size: first });
        expect([200, 400]).toContain(status);
        for (let use = 2; use <= 4; use++) await expectTooComplex(query, /^The operation asks for up to \d{7} objects/, { size: 100 });
      },
    );
  });

  it('is not switched off by a size that another variable has had', async () => {
    const query = `query ($a: Int, $b: Int, $c: Int) { organizations(first: $a) { nodes { applications(first: $b) { nodes { tokens(first: $c) { nodes { id } } } } } } }`;
    for (const variables of [
      { a: 1, b: 1, c: 100 },
      { a: '1,1', b: 100 },
      { a: null, b: 'null', c: 1 },
    ])
      await superuser(query, variables);
    await expectTooComplex(query, /^The operation asks for up to \d{7} objects/, { a: 100, b: 100, c: 100 });
  });

  describe('for a list of ids', () => {
    const query = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Organization { applications { nodes { tokens { nodes { id } } } } } } }`;

    it.each<[unknown]>([['100'], [[]], [['a']], [{ length: 1 }], [null], ['a,'.repeat(99)]])('is not switched off by %j', async (ids) => {
      const fresh = `${query} # ${JSON.stringify(ids)}`;
      await superuser(fresh, { ids });
      const hundred = Array.from({ length: 100 }, (_, index) => `${index}`);
      await expectTooComplex(fresh, /^The operation asks for up to \d{5} objects/, { ids: hundred });
    });
  });

  it('counts what is asked for under many names each time', () => {
    const aliases = Array.from(
      { length: 21 },
      (_, index) => `a${index}: applications(first: 100) { nodes { tokens(first: 10) { nodes { id } } } }`,
    );
    return expectTooComplex(`{ ${aliases.join(' ')} }`, /^The operation asks for up to \d{5} objects/);
  });

  it('counts what is in fragments', () =>
    expectTooComplex(
      `{ organizations(first: 100) { ...A } }
      fragment A on OrganizationConnection { nodes { applications(first: 100) { ...B } } }
      fragment B on ApplicationConnection { edges { node { ... on Node { ... on Application { tokens(first: 100) { nodes { id } } } } } } }`,
      /^The operation asks for up to \d{7} objects/,
    ));

  const named = (count: number, selection: string) =>
    `{ ${Array.from({ length: count }, (_, index) => `a${index}: ${selection.replaceAll('#', String(index))}`).join(' ')} }`;

  it.each([
    ['searches that are counted', 125, 'applications(filter: { search: "a#" }) { totalCount }'],
    ['searches', 30, 'applications(filter: { search: "a#" }) { nodes { id } }'],
    ['searches of users', 60, 'users(search: "a#") { nodes { id } }'],
    ['filters', 30, 'tokens(filter: { state: REVOKED }, first: #) { nodes { id } }'],
    ['counts', 30, 'tokens(first: 1) { totalCount }'],
    ['pages of activity', 30, 'activity(first: #) { nodes { id } }'],
    ['counts of tokens by state', 60, 'application(clientId: "a#") { tokenCounts { total } }'],
    ['names for one value', 1, `applications(first: 100) { nodes ${named(250, 'createdAt')} }`],
  ])('counts %s, however few objects they find', (_, count, selection) =>
    expectTooComplex(named(count, selection), /^The operation asks for up to \d{5,6} objects; at most 20000 are allowed\. .*count/),
  );

  it('counts lists in lists, however few objects they find', () =>
    expectTooComplex(
      `${named(15, 'applications(first: 1) { nodes { ...F } }')} fragment F on Application ${named(14, 'tokens(first: #) { nodes { id } }')}`,
      /^The operation asks for up to \d{5} objects/,
    ));

  it('counts mutations', async () => {
    const mutations = named(60, 'revokeToken(input: { id: "none" }) { userErrors { code } }');
    await expectTooComplex(`mutation ${mutations}`, /^The operation asks for up to \d{5} objects/);
  });

  it('counts what is asked of the schema, and lets the question of tools pass', async () => {
    await expectTooComplex(
      named(60, '__schema { types { fields { name args { name } } } }'),
      /^The operation asks for up to \d{5} objects/,
    );
    expect((await superuser(getIntrospectionQuery())).errors).toBeUndefined();
  });

  it('lets a few searches that are counted pass', async () => {
    const { errors } = await superuser(named(5, 'applications(filter: { search: "a#" }) { totalCount nodes { id } }'));
    expect(errors).toBeUndefined();
  });

  it('weighs the operation that is to run alone', async () => {
    const response = await fetch(`${world.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: `query Small { scopes { name } } ${threeLevels('first: 100')}`, operationName: 'Small' }),
    });
    expect(response.status).toBe(200);
  });
});

describe('the depth limit', () => {
  const nested = (levels: number): string =>
    levels === 0 ? 'id' : `organization { applications(first: 1) { nodes { ${nested(levels - 1)} } } }`;

  it('refuses what is deeper than 15 levels', () =>
    expectTooComplex(`{ applications(first: 1) { nodes { ${nested(5)} } } }`, /^The operation has 18 levels; at most 15 are allowed\.$/));

  it('lets through what is not', async () => {
    const { errors } = await superuser(`{ applications(first: 1) { nodes { ${nested(3)} } } }`);
    expect(errors).toBeUndefined();
  });

  it('lets the introspection of tools pass', async () => {
    const { errors } = await nobody(
      '{ __schema { types { fields { type { name ofType { name ofType { name ofType { name ofType { name } } } } } } } } }',
    );
    expect(errors).toBeUndefined();
  });
});

describe('a document that is made to hurt', () => {
  const bomb = (levels: number) =>
    `{ ...F0 } ${Array.from(
      { length: levels },
      (_, index) =>
        `fragment F${index} on Query { ${index + 1 < levels ? `...F${index + 1} x: __typename ...F${index + 1}` : '__typename'} }`,
    ).join(' ')}`;
  const aliased = (levels: number) =>
    `{ applications { nodes { ...F0 } } } ${Array.from({ length: levels }, (_, index) => {
      const next = index + 1 < levels ? `{ ...F${index + 1} }` : '{ id }';
      return `fragment F${index} on Organization { a: applications { nodes { organization ${next} } } b: applications { nodes { organization ${next} } } }`;
    }).join(' ')}`.replace('nodes { ...F0 }', 'nodes { organization { ...F0 } }');

  it.each(['plain', 'aliased'])('of 24 levels of fragments, each spreading the next twice (%s), is 400 at once', async (kind) => {
    for (const ask of [nobody, superuser]) {
      const { status, data, errors } = await ask(kind === 'plain' ? bomb(24) : aliased(24));
      expect({ status, data }).toEqual({ status: 400, data: undefined });
      expect(errors?.[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    }
  });

  it('of fragments that go round in circles is 400', async () => {
    const { status } = await nobody('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }');
    expect(status).toBe(400);
  });

  it('of too many words is 400', async () => {
    const { status, errors } = await nobody(`{ ${'__typename '.repeat(10_000)} }`);
    expect({ status, code: errors?.[0].extensions.code }).toEqual({ status: 400, code: 'GRAPHQL_PARSE_FAILED' });
    expect(errors?.[0].message).toMatch(/token/);
  });

  it('with many faults is told of the first five', async () => {
    const { status, errors } = await nobody(`{ ${Array.from({ length: 20 }, (_, index) => `wrong${index}`).join(' ')} }`);
    expect(status).toBe(400);
    expect(errors?.filter(({ message }) => message.includes('Cannot query field'))).toHaveLength(5);
    expect(errors?.length).toBeLessThanOrEqual(6);
  });
});

describe('a misspelt field', () => {
  const misspelt = [
    '{ aplications { totalCount } }',
    '{ applications(filtre: {}) { totalCount } }',
    '{ applications(orderBy: { field: NAMES }) { totalCount } }',
  ];

  it.each(misspelt)('is not set right for somebody without a token: %s', async (query) => {
    const { status, errors } = await nobody(query);
    expect(status).toBe(400);
    expect(JSON.stringify(errors)).not.toMatch(/did you mean/i);
  });

  it.each(misspelt)('is set right for somebody with one: %s', async (query) => {
    expect(JSON.stringify((await superuser(query)).errors)).toMatch(/Did you mean/);
  });

  it('is not set right through a variable either', async () => {
    const query = 'query ($order: ApplicationOrder) { applications(orderBy: $order) { totalCount } }';
    const { errors } = await nobody(query, { order: { feild: 'NAME' } });
    expect(errors?.length).toBeGreaterThan(0);
    expect(JSON.stringify(errors)).not.toMatch(/did you mean/i);
  });
});
