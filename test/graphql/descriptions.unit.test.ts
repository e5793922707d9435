import { describe, expect, it } from '@jest/globals';
import { type GraphQLNamedType, isEnumType, isIntrospectionType, isScalarType, isSpecifiedScalarType } from 'graphql';
import { buildSchema } from '../../src/schema.ts';

interface Part {
  readonly name: string;
  readonly description?: string | null | undefined;
}

/** Whatever of a type somebody who explores the schema can point at. */
function partsOf(type: GraphQLNamedType): Part[] {
  const below = (parts: readonly Part[]) => parts.map(({ name, description }) => ({ name: `${type.name}.${name}`, description }));
  if (isEnumType(type)) return [type, ...below(type.getValues())];
  if (!('getFields' in type)) return [type];
  const fields: readonly (Part & { readonly args?: readonly Part[] })[] = Object.values(type.getFields());
  return [type, ...below(fields), ...fields.flatMap(({ args = [] }) => below(args))];
}

const schema = buildSchema();
const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type));

describe('for somebody who explores the schema', () => {
  it.each(types.map((type) => [type.name, type] as const))('%s and all of its parts are described', (_, type) => {
    const parts = partsOf(type);
    expect(parts.filter(({ description }) => !description?.trim()).map(({ name }) => name)).toEqual([]);
  });

  it('the schema itself is', () => expect(schema.description).toMatch(/^A registry of OAuth 2 applications: /));

  it.each(types.filter(isScalarType).map((type) => [type.name, type] as const))('%s says where its format is written down', (_, type) => {
    expect(URL.parse(type.specifiedByURL ?? '')?.protocol).toBe('https:');
  });
});
