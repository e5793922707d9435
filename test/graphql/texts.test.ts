import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLObjectType,
  getNamedType,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import { buildSchema } from '../../src/schema.ts';
import { startWorld, type World } from '../support/world.ts';

const schema = buildSchema();

interface Text {
  readonly where: string;
  readonly path: readonly string[];
  readonly description: string;
  /** A query with a text in its place. */
  readonly query: (text: string) => string;
}

/** How to get from a query to an object of a type. */
const WAYS: Readonly<Record<string, string>> = {
  Query: '{ FIELD }',
  Application: '{ applications { nodes { FIELD } } }',
  Organization: '{ organizations { nodes { FIELD } } }',
  User: '{ users { nodes { FIELD } } }',
};

function textsOf(type: GraphQLObjectType): Text[] {
  return Object.values(type.getFields()).flatMap((field) => {
    const write = (path: readonly string[], isList: boolean, text: string) => {
      const value = path.slice(1).reduceRight((inner, name) => `{ ${name}: ${inner} }`, isList ? `["${text}"]` : `"${text}"`);
      return (WAYS[type.name] as string).replace('FIELD', `${field.name}(${path[0]}: ${value}) { __typename }`);
    };
    const below = (parts: readonly (GraphQLArgument | GraphQLInputField)[], path: readonly string[]): Text[] =>
      parts.flatMap((part): Text[] => {
        const [named, here] = [getNamedType(part.type), [...path, part.name]];
        if (isInputObjectType(named)) return below(Object.values(named.getFields()), here);
        if (named.name !== 'ID' && named.name !== 'String') return [];
        const isList = String(part.type).startsWith('[');
        const where = `${type.name}.${field.name}(${here.join('.')})`;
        return [{ where, path: here, description: part.description ?? '', query: (text) => write(here, isList, text) }];
      });
    return below(field.args, []);
  });
}

const texts = Object.values(schema.getTypeMap())
  .filter((type) => isObjectType(type) && type !== schema.getMutationType() && !type.name.startsWith('__'))
  .flatMap((type) => textsOf(type as GraphQLObjectType));

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.register();
});
afterAll(() => world.stop());

describe('a text that a query is asked with has a limit that its description says, and that is kept before the database is asked:', () => {
  it('all of them are tried', () => expect(texts.length).toBeGreaterThan(30));

  it.each(texts.map((text) => [text.where, text] as const))('%s', async (_, { path, description, query }) => {
    const maximum = Number(/At most (\d+) characters\.$/.exec(description)?.[1]);
    expect(maximum).toBeGreaterThan(0);
    for (const length of [maximum + 1, 200_000]) {
      const { status, errors } = await world.ask.superuser(query('x'.repeat(length)));
      expect({ status, code: errors?.[0].extensions.code, argument: errors?.[0].extensions.argument }).toEqual({
        status: 200,
        code: 'BAD_USER_INPUT',
        argument: path.join('.'),
      });
    }
  });

  it('characters are counted, not the units of UTF-16', async () => {
    const search = (text: string) =>
      world.ask.superuser('query ($text: String) { applications(filter: { search: $text }) { totalCount } }', { text });
    expect((await search('😀'.repeat(100))).data.applications.totalCount).toBe(0);
    expect((await search('😀'.repeat(101))).errors?.[0].message).toBe(
      'Argument "filter.search": must have at most 100 characters; it has 101.',
    );
  });
});
