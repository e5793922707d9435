import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, isScalarType, isSpecifiedScalarType, parse, validate } from 'graphql';
import { ROOT, read, tableBelow } from './markdown.ts';

/** What Relay's compiler (21.0.1) was given and has made, recorded because its package has 118 MB. */
const RECORD = 'test/docs/relay';
const schema = buildSchema(read('schema.graphql'));
const documents = Object.entries(JSON.parse(read(join(RECORD, 'relay.json'))) as Record<string, string>);

it('the page for front-end teams lists every scalar, and no other', () => {
  const scalars = Object.values(schema.getTypeMap()).filter((type) => isScalarType(type) && !isSpecifiedScalarType(type));
  const listed = tableBelow('docs/front-ends.md', 'For front-end teams').map(([name]) => name);
  expect(listed).toEqual(['ID', ...scalars.map(({ name }) => name)]);
});

describe('what the compiler of Relay has made', () => {
  it.each(['applications.js', 'relay.config.json'])('was made of the %s that the page shows', (name) => {
    expect(read('docs/front-ends.md')).toContain(read(join(RECORD, name)));
  });

  it.each(documents)('the document %s has its hash as its id, and fits the schema', (id, text) => {
    expect(id).toBe(createHash('sha256').update(text).digest('hex'));
    expect(validate(schema, parse(text))).toEqual([]);
  });

  it('has the ids of the documents', () => {
    const made = readdirSync(join(ROOT, RECORD, '__generated__')).map((name) => read(join(RECORD, '__generated__', name)));
    for (const [id] of documents) expect(made.some((text) => text.includes(`"id": "${id}"`))).toBe(true);
  });
});
