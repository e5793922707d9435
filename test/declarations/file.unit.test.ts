import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parseAllDocuments } from 'yaml';
import { schemaOfDocuments } from '../../src/cli/declarations.ts';
import { jsonSchemaOf, readDeclarations } from '../../src/declarations/file.rules.ts';

const schema = schemaOfDocuments();

/** What is read of a text, or all that is wrong with it. */
function read(text: string) {
  const faults: string[] = [];
  const documents = readDeclarations('apps.yaml', text, schema, faults);
  return faults.length > 0 ? faults : documents.map(({ where: _, ...document }) => document);
}

const HEAD = 'organization: Acme\napplications:\n';

describe('a file of declarations', () => {
  it('has several documents, in YAML or JSON', () => {
    const acme = { organization: 'Acme', applications: [{ name: 'Portal', grantTypes: ['DEVICE_CODE'] }] };
    expect(read(`${HEAD}  - name: Portal\n    grantTypes: [DEVICE_CODE]\n---\norganization: Other\napplications: []\n`)).toEqual([
      acme,
      { organization: 'Other', applications: [] },
    ]);
    expect(read(JSON.stringify(acme))).toEqual([acme]);
    expect(read('# nothing\n')).toEqual([]);
  });

  it('may say once what several applications have', () => {
    expect(
      read(`${HEAD}  - name: A\n    redirectUris: &uris [https://example.org/]\n  - name: B\n    redirectUris: *uris\n`),
    ).toMatchObject([
      { applications: [{ redirectUris: ['https://example.org/'] }, { name: 'B', redirectUris: ['https://example.org/'] }] },
    ]);
  });

  it.each([
    [
      'an unknown key',
      `${HEAD}  - name: A\n    redirectURIs: []\n`,
      ['apps.yaml:4:5: There is no "redirectURIs". Did you mean "redirectUris"?'],
    ],
    [
      'an unknown key of the document',
      `organisation: A\n${HEAD}  - name: A\n`,
      ['apps.yaml:1:1: There is no "organisation". Did you mean "organization"?'],
    ],
    [
      'a wrong type, a wrong word and a missing field',
      'applications:\n  - name: 5\n    clientType: SECRET\n    tags: web\n',
      [
        'apps.yaml:1:1: organization: Invalid input: expected string, received undefined.',
        'apps.yaml:2:5: applications.0.name: Invalid input: expected string, received number.',
        'apps.yaml:3:5: applications.0.clientType: Invalid option: expected one of "CONFIDENTIAL"|"PUBLIC".',
        'apps.yaml:4:5: applications.0.tags: Invalid input: expected array, received string.',
      ],
    ],
    ['no YAML', 'organization: "Acme\n', ['apps.yaml:2:1: Missing closing "quote']],
    ['a key twice', 'organization: A\norganization: B\napplications: []\n', ['apps.yaml:2:1: Map keys must be unique']],
    ['a circle', 'organization: A\napplications: &all\n  - *all\n', ['apps.yaml:3:5: *all is inside of what it refers to.']],
    [
      'anchors that explode',
      `organization: A\nx: &x0 [${'a,'.repeat(10)}]\n${Array.from({ length: 9 }, (_, index) => `y${index}: &x${index + 1} [${`*x${index},`.repeat(10)}]`).join('\n')}\napplications: []\n`,
      ['apps.yaml:1:1: Excessive alias count indicates a resource exhaustion attack'],
    ],
    ['an anchor that is not there', `${HEAD}  - *nothing\n`, ['apps.yaml:3:5: There is no anchor &nothing above.']],
    ['__proto__', `${HEAD}  - name: A\n    __proto__: { trusted: true }\n`, ['apps.yaml:4:5: There is no "__proto__".']],
    ['a list', '- a\n', ['apps.yaml:1:1: Invalid input: expected object, received array.']],
  ])('is told where it has %s', (_, text, faults) => {
    expect(read(text)).toEqual(faults.map((fault) => expect.stringContaining(fault)));
  });

  const examples = join(import.meta.dirname, '../../examples');
  it.each(readdirSync(examples).filter((name) => name.endsWith('.yaml')))('is, for example, %s', (name) => {
    const text = readFileSync(join(examples, name), 'utf8');
    const documents = read(text);
    expect(documents).toEqual([
      expect.objectContaining({ organization: 'Payments' }),
      expect.objectContaining({ organization: 'Operations' }),
    ]);
    const isValid = new Ajv2020().compile(JSON.parse(jsonSchemaOf(schema)));
    for (const document of parseAllDocuments(text))
      expect({ valid: isValid(document.toJS()), errors: isValid.errors }).toEqual({ valid: true, errors: null });
    expect(isValid({ organization: 'Acme', applications: [{ naem: 'A' }] })).toBe(false);
  });

  it('has a JSON Schema, which is committed', () => {
    expect(readFileSync('clientele.schema.json', 'utf8')).toBe(jsonSchemaOf(schema));
  });
});
