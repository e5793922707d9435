import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type TrustedDocuments, UntrustedLog } from '../../src/graphql/trusted-documents.ts';
import { readPersistedDocuments } from '../../src/persisted-documents.ts';
import { scratchDirectory } from '../support/process.ts';

const scratch = scratchDirectory();
afterAll(scratch.remove);

let count = 0;
/** A directory with these files. */
function directoryOf(files: Record<string, unknown>): string {
  const directory = join(scratch.path, String(++count));
  mkdirSync(directory);
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content));
  return directory;
}
const read = (files: Record<string, unknown>, consoleFiles?: string) =>
  readPersistedDocuments({ PERSISTED_DOCUMENTS: directoryOf(files), PERSISTED_DOCUMENTS_MODE: 'only' }, consoleFiles) as TrustedDocuments;
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const manifest = (...operations: unknown[]) => ({ format: 'apollo-persisted-query-manifest', version: 1, operations });

describe('the documents of a directory', () => {
  it('are those of the manifests that Apollo makes', () => {
    const text = readFileSync(new URL('samples/persisted-query-manifest.json', import.meta.url), 'utf8');
    const documents = read({ 'web.json': text });
    expect(documents.size).toBe(2);
    for (const { id, body } of JSON.parse(text).operations) {
      expect(documents.textOf(id)).toBe(body);
      expect(documents.has(body)).toBe(true);
      expect(documents.has(`${body} `)).toBe(false);
    }
  });

  it('are those of objects of ids and documents', () => {
    const documents = read({ 'web.json': '{"a": "{ viewer { id } }", "__proto__": "{ scopes { name } }"}' });
    expect(documents.textOf('a')).toBe('{ viewer { id } }');
    expect(documents.textOf('__proto__')).toBe('{ scopes { name } }');
    expect(documents.textOf('constructor')).toBeUndefined();
  });

  it('are found by the hash of their text, too, whatever their ids are', () => {
    const body = '{ viewer { id } }';
    expect(read({ 'web.json': manifest({ id: 'viewer', body }) }).textOf(hashOf(body))).toBe(body);
  });

  it('may be in several files, the same one twice, and with those of the console', () => {
    const [one, two, three] = ['{ viewer { id } }', '{ scopes { name } }', '{ viewer { username } }'];
    const own = directoryOf({ 'operations.json': manifest({ id: 'three', body: three }) });
    const documents = read(
      { 'a.json': manifest({ id: 'one', body: one }), 'b.json': manifest({ id: 'one', body: one }, { id: 'two', body: two }), 'c.txt': '' },
      own,
    );
    expect(['one', 'two', 'three'].map((id) => documents.textOf(id))).toEqual([one, two, three]);
    expect(documents.size).toBe(3);
  });
});

describe('what is wrong with them is told with the file and the place', () => {
  it.each<[string, Record<string, unknown>, string | RegExp]>([
    ['no file', { 'a.txt': '' }, /there is no file \*\.json in \//],
    [
      'no JSON',
      { 'a.json': '{\n  "format": }' },
      /^PERSISTED_DOCUMENTS: a\.json: is not JSON: Unexpected token '}', "{ "format": }" is not valid JSON$/,
    ],
    ['a list', { 'a.json': [] }, 'PERSISTED_DOCUMENTS: a.json: must be a JSON object.'],
    ['another format', { 'a.json': { ...manifest(), format: 'x' } }, /a\.json: must have the format "apollo-persisted-query-manifest"/],
    ['another version', { 'a.json': { ...manifest(), version: 2 } }, /a\.json: must have the format .*, the version 1 and/],
    ['no operations', { 'a.json': { ...manifest(), operations: {} } }, /a list of operations\.$/],
    ['no operation', { 'a.json': manifest(null) }, /a\.json: operations\[0\]\.id must be a text/],
    ['no id', { 'a.json': manifest({ id: 'a', body: '{a}' }, { body: '{a}' }) }, /a\.json: operations\[1\]\.id must be a text/],
    ['an empty id', { 'a.json': { '': '{a}' } }, /a\.json: the document ""\.id must be a text that is not empty/],
    ['no document', { 'a.json': manifest({ id: 'a' }) }, 'PERSISTED_DOCUMENTS: a.json: operations[0] has no document.'],
    ['a document that is no text', { 'a.json': { a: 1 } }, 'PERSISTED_DOCUMENTS: a.json: the document "a" has no document.'],
    [
      'no GraphQL',
      { 'a.json': manifest({ id: 'a', body: '{' }) },
      /a\.json: operations\[0\] is no GraphQL: Syntax Error: Expected Name, found <EOF>/,
    ],
    [
      'one id for two documents',
      { 'a.json': { a: '{a}' }, 'b.json': { a: '{b}' } },
      'PERSISTED_DOCUMENTS: b.json: the document "a" has the id "a", under which a.json has another document.',
    ],
    [
      'the hash of another document as an id',
      { 'a.json': { a: '{a}' }, 'b.json': { [hashOf('{a}')]: '{b}' } },
      /^PERSISTED_DOCUMENTS: b\.json: .* under which a\.json has another document\.$/,
    ],
  ])('%s', (_, files, message) => {
    expect(() => read(files)).toThrow(message);
  });

  it('a directory that is not there', () => {
    const config = { PERSISTED_DOCUMENTS: '/nowhere', PERSISTED_DOCUMENTS_MODE: undefined };
    expect(() => readPersistedDocuments(config)).toThrow(/^PERSISTED_DOCUMENTS: ENOENT: .*\/nowhere/);
  });
});

describe('the log of other operations', () => {
  it('has each once, without what may be a secret, and not without end', () => {
    const told: unknown[] = [];
    const log = new UntrustedLog((operation) => void told.push(operation));
    const text = 'query Find { applications(filter: { search: "secret" }, first: 5) { nodes { name } } } # secret';
    for (const _ of [1, 2, 3]) log.note('known', 'hash', 'Find', text);
    expect(told).toEqual([
      {
        operation: 'Find',
        hash: 'hash',
        document: 'query Find { applications(filter: {search: ""}, first: 0) { nodes { name } } }',
      },
    ]);
    for (let index = 0; index < 200; index += 1) log.note('anonymous', String(index), undefined, '{ scopes { name } }');
    expect(told.length).toBe(1 + 100 + 1);
    expect(told.at(-1)).toBe(100);
    log.note('known', 'another', null, `{ viewer { ${'id '.repeat(5_000)} } }`);
    expect(JSON.stringify(told.at(-1)).length).toBeLessThan(2_200);
  });
});
