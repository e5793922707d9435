import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Kind, parse } from 'graphql';
import { DOCUMENTS } from '../../bench/work.ts';
import { CompiledOperations, loadCompiler } from '../../src/graphql/compiler.ts';
import { ParsedDocuments, PersistedDocuments } from '../../src/graphql/documents.ts';
import { buildSchema } from '../../src/schema.ts';

const schema = buildSchema();
beforeAll(loadCompiler);
const EXAMPLES = new URL('../../examples/', import.meta.url);

/** The operations of a document that are executed by compiled code. */
function compiledOf(text: string): [name: string, isCompiled: boolean][] {
  const document = parse(text);
  const operations = new CompiledOperations(schema, 1);
  return document.definitions.flatMap((operation) =>
    operation.kind === Kind.OPERATION_DEFINITION
      ? [[operation.name?.value ?? '', Boolean(operations.use({ document, operation, context: {}, hash: text }).run)] as const]
      : [],
  ) as [string, boolean][];
}

describe('what everybody asks every day is compiled', () => {
  it.each(Object.entries(DOCUMENTS))('%s', (name, text) => expect(compiledOf(text)).toEqual([[name, true]]));

  it.each(readdirSync(EXAMPLES).filter((file) => file.endsWith('.graphql')))('%s', (file) => {
    for (const [name, isCompiled] of compiledOf(readFileSync(new URL(file, EXAMPLES), 'utf8')))
      expect({ name, isCompiled }).toEqual({ name, isCompiled: true });
  });
});

describe('what the compiler does not do rightly is executed by graphql-js', () => {
  it.each([
    ['directives', '{ viewer { id @skip(if: false) } }'],
    ['directives on fragments', '{ viewer { ... @include(if: true) { id } } }'],
    ['directives in fragments', '{ viewer { ...F } } fragment F on User { id @include(if: true) }'],
    ['an alias __proto__', '{ __proto__: viewer { id } }'],
    ['an alias that every object has', '{ viewer { constructor: id } }'],
    ['a variable that every object has', 'query ($toString: ID!) { node(id: $toString) { id } }'],
    ['introspection', '{ __schema { queryType { name } } }'],
    [
      'several mutations',
      'mutation { a: revokeTokens(input: {}) { userErrors { code } } b: revokeTokens(input: {}) { userErrors { code } } }',
    ],
    ['more selections than are worth it', `{ ${Array.from({ length: 301 }, (_, index) => `a${index}: __typename`).join(' ')} }`],
  ])('%s', (_, text) => expect(compiledOf(text).map(([, isCompiled]) => isCompiled)).toEqual([false]));
});

describe('what is kept of documents is bounded, however many come', () => {
  const text = (index: number) => `query N${index} { viewer { a${index}: username ${'id '.repeat(200)} } } # ${'x'.repeat(index % 1000)}`;
  const EVER_NEW = Array.from({ length: 1_000 }, (_, index) => index);

  it('parsed documents: 12 MB, and only those that came again', async () => {
    const documents = new ParsedDocuments();
    for (const index of EVER_NEW) await documents.set(String(index), parse(text(index)));
    expect(documents.size).toBe(0);
    for (const index of EVER_NEW) await documents.set(String(index), parse(text(index)));
    expect(documents.size).toBeGreaterThan(6_000_000);
    expect(documents.size).toBeLessThanOrEqual(12_000_000);
    expect(await documents.get('999')).toBeDefined();
    expect(await documents.get('0')).toBeUndefined();
  });

  describe('persisted documents', () => {
    const long = 'x'.repeat(10_000);

    it('2,000,000 characters', () => {
      const documents = new PersistedDocuments();
      for (const index of EVER_NEW) documents.keep(`user ${index}`, String(index), long);
      expect(documents.size).toBeGreaterThan(1_900_000);
      expect(documents.size).toBeLessThanOrEqual(2_000_000);
      expect(documents.get('0')).toBeUndefined();
      expect(documents.get('999')).toBe(long);
    });

    it('a tenth of that for each owner, who loses own ones and no others', () => {
      const documents = new PersistedDocuments();
      documents.keep('application 1', 'of somebody', long);
      for (const index of EVER_NEW) documents.keep('user 1', String(index), long);
      expect(documents.size).toBeGreaterThan(190_000);
      expect(documents.size).toBeLessThanOrEqual(200_000 + 10_200);
      expect(documents.get('of somebody')).toBe(long);
      expect(documents.get('0')).toBeUndefined();
      expect(documents.get('999')).toBe(long);
    });

    it('short ones count with what is kept beside them', () => {
      const documents = new PersistedDocuments();
      for (let index = 0; index < 20_000; index += 1) documents.keep(`user ${index}`, String(index), '{a}');
      expect(documents.get('9000')).toBeUndefined();
      expect(documents.get('19999')).toBe('{a}');
    });

    it('an owner whose documents others have pushed out can have new ones', () => {
      const documents = new PersistedDocuments();
      for (let round = 0; round < 3; round += 1)
        for (const index of EVER_NEW) documents.keep(`user ${index % 50}`, `${round} ${index}`, long);
      documents.keep('user 1', 'new', long);
      expect(documents.get('new')).toBe(long);
      expect(documents.size).toBeLessThanOrEqual(2_000_000);
    });
  });

  it('compiled operations: 5,000 selections, and only of those that came again', () => {
    const operations = new CompiledOperations(schema);
    for (const uses of [1, 2]) {
      for (const index of EVER_NEW.slice(0, 120)) {
        const document = parse(text(index));
        operations.use({ document, operation: document.definitions[0] as never, context: {}, hash: String(index) });
      }
      if (uses === 1) expect(operations.size).toBe(0);
    }
    expect(operations.size).toBeGreaterThan(2_500);
    expect(operations.size).toBeLessThanOrEqual(5_000);
  });
});
