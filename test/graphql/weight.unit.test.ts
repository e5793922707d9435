import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Kind, parse } from 'graphql';
import { readConfig } from '../../src/config.ts';
import { weigh } from '../../src/graphql/weight.ts';
import { buildSchema } from '../../src/schema.ts';

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
