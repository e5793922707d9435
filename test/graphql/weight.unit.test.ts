import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Kind, type OperationDefinitionNode, parse } from 'graphql';
import { readConfig } from '../../src/config.ts';
import { weightOf } from '../../src/graphql/limits.ts';
import { weigh } from '../../src/graphql/weight.ts';
import { buildSchema } from '../../src/schema.ts';
import { randomFrom } from '../support/random.ts';

const schema = buildSchema();
const { LIMIT_COST } = readConfig({});

const costsOf = (text: string): number[] => {
  const document = parse(text);
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return operations.map((operation) => weigh(schema, document, operation, {}).cost);
};

const EXAMPLES = join(import.meta.dirname, '../../examples');
const files = readdirSync(EXAMPLES).filter((name) => name.endsWith('.graphql'));

describe('an everyday operation is legal with room to spare:', () => {
  it.each(files)('%s', (name) => {
    for (const cost of costsOf(readFileSync(join(EXAMPLES, name), 'utf8'))) expect(cost).toBeLessThan(LIMIT_COST / 2);
  });

  it('a page of 100 applications with organization, tokens, users and counts', () => {
    const [cost] = costsOf(`{ applications(first: 100) { totalCount nodes {
      id name description clientId redirectUris scopes organization { id name } tokenCounts { total active expired revoked }
      tokens(first: 10) { totalCount nodes { id hint scopes expiresAt state user { username } } } } } }`);
    expect(cost).toBeLessThan(LIMIT_COST / 2);
  });
});

describe('the weight of a fragment', () => {
  it('is that of what is in it, wherever and however often it is spread', () => {
    const spread = `{ a: applications(first: 7) { ...F } b: applications(last: 70) { ...F ...F } }
      fragment F on ApplicationConnection { totalCount nodes { ...G edges: tokens(first: 3) { nodes { id } } } }
      fragment G on Application { id name }`;
    const inner = 'totalCount nodes { id name edges: tokens(first: 3) { nodes { id } } }';
    const written = `{ a: applications(first: 7) { ${inner} } b: applications(last: 70) { ${inner} ${inner} } }`;
    expect(costsOf(spread)).toEqual(costsOf(written));
  });
});

describe('an object that takes no arguments', () => {
  const page = (edges: string) => `{ applications(first: 100) { ${edges} } }`;

  it('weighs more under a name of its own, because the same could be asked for under hundreds', () => {
    const names = Array.from({ length: 60 }, (_, index) => `e${index}: edges { __typename }`).join(' ');
    expect(costsOf(page(names))[0]).toBeGreaterThan(LIMIT_COST);
  });

  it('weighs as much as ever where arguments choose what it is', () => {
    const [named, plain] = [costsOf('{ mine: tokens(first: 9) { nodes { id } } }'), costsOf('{ tokens(first: 9) { nodes { id } } }')];
    expect(named).toEqual(plain);
  });
});

describe('a mutation that answers for each item of its input', () => {
  const apply = (many: number) => {
    const applications = Array.from({ length: many }, (_, index) => `{ name: "A${index}" }`).join(' ');
    return costsOf(`mutation { applyApplications(input: { organizationId: "a", applications: [${applications}] }) {
      plan { action name changes { field } application { tokens { nodes { id } } } } } }`)[0] as number;
  };

  it('weighs so many times as much', () => {
    const [none, one, ten] = [apply(0), apply(1), apply(10)];
    expect(one).toBeGreaterThan(none);
    expect(ten - none).toBeGreaterThanOrEqual(9.5 * (one - none));
  });
});

describe('the weight of an operation', () => {
  const text = `query ($first: Int, $last: Int = 3, $ids: [ID!]! = ["a"], $filter: ApplicationFilter, $search: String) {
    applications(first: $first, filter: $filter) { totalCount nodes { id tokens(last: $last) { nodes { id } } } }
    users(first: 2, filter: { search: $search }) { nodes { id } }
    nodes(ids: $ids) { id } }`;
  const values = {
    first: [0, 1, 7, 100, '7', null, -1, 1.5],
    last: [0, 1, 100, null, '1'],
    ids: [[], ['a'], ['a', 'b'], 'a', null, ['a'.repeat(300), 'b', 'c']],
    filter: [{}, { search: 'x' }, { search: null }, { scope: 'read', search: 'y' }, null, { nothing: 1 }],
    search: ['x', '', null, 1],
  };
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

  it(`is the same whatever it weighed before (seed ${seed})`, () => {
    const random = randomFrom(seed);
    const document = parse(text);
    const operation = document.definitions[0] as OperationDefinitionNode;
    const seen = new Set<number | undefined>();
    for (let use = 0; use < 2_000; use++) {
      const sent = Object.fromEntries(
        Object.entries(values).flatMap(([name, each]) => (random.chance(70) ? [[name, random.one<unknown>(each)]] : [])),
      );
      const anew = parse(text);
      const expected = weightOf(schema, anew, anew.definitions[0] as OperationDefinitionNode, { ...sent });
      expect({ sent, weight: weightOf(schema, document, operation, sent) }).toMatchObject({
        sent,
        weight: expected && { cost: expected.cost },
      });
      seen.add(expected?.cost);
    }
    expect(seen.size).toBeGreaterThan(50);
  });
});
