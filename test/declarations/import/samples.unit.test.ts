import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { tally } from '../../../src/declarations/import/report.rules.ts';
import { SOURCES } from '../../../src/declarations/import/sources.rules.ts';
import { RELAXED, SAFE, sample, written } from './support/reports.ts';

type Translate = (typeof SOURCES)['keycloak']['translate'];

/** Of a recording of an API, what it answered about an application: when it was made, in a list, and when it was changed. */
const answersOf = ([recording]: unknown[]): unknown[] => {
  const calls = recording as { method: string; url: string; answer: unknown }[];
  const first = (method: string, url: RegExp) => calls.find((call) => call.method === method && url.test(call.url))?.answer;
  const path = /^\/api\/v2\/applications\//;
  return [first('POST', path), first('GET', /^\/api\/v2\/applications\/\?/), first('PATCH', path)];
};

const SAMPLES: readonly (readonly [file: string, Translate, documents: unknown[]])[] = [
  ...['brokers', 'config-cli', 'device', 'tenant', 'web-app'].map((name) => {
    const file = `keycloak-${name}.json`;
    return [file, SOURCES.keycloak.translate, sample(file)] as const;
  }),
  ['hydra-maester.yaml', SOURCES.hydra.translate, sample('hydra-maester.yaml')],
  ['auth0-tenant.yaml', SOURCES.auth0.translate, sample('auth0-tenant.yaml')],
  ['awx-applications.yml', SOURCES.awx.translate, sample('awx-applications.yml')],
  ['awx-recorded.json', SOURCES.awx.translate, answersOf(sample('awx-recorded.json'))],
];

const reportOf = (name: string) => readFileSync(new URL(`./reports/${name}.txt`, import.meta.url), 'utf8');

describe.each(SAMPLES)('%s', (file, translate, documents) => {
  it.each([
    ['default settings', file, SAFE],
    ['all that can be allowed', `${file}.relaxed`, RELAXED],
  ] as const)('is translated with its exact report, under %s', (_, report, known) => {
    expect(documents.map((document) => written(translate(document, known))).join('---\n')).toBe(reportOf(report));
  });

  it('brings no secret into its report', () => {
    for (const document of documents)
      for (const client of translate(document, SAFE)) {
        const { clientSecret, ...report } = client;
        if (clientSecret !== undefined) expect(JSON.stringify(report)).not.toContain(clientSecret);
        expect(JSON.stringify(report)).not.toMatch(/sample-[0-9a-f]{32}|made-up-/);
      }
  });
});

describe('the clients of the samples', () => {
  const HELD = {
    'keycloak-brokers.json': '3 of 4',
    'keycloak-config-cli.json': '1 of 2',
    'keycloak-device.json': '1 of 1',
    'keycloak-tenant.json': '1 of 1',
    'keycloak-web-app.json': '2 of 2',
    'hydra-maester.yaml': '1 of 1',
    'auth0-tenant.yaml': '3 of 9',
    'awx-applications.yml': '2 of 3',
    'awx-recorded.json': '3 of 3',
  };

  it.each([
    ['17 of 26, under default settings', SAFE, HELD],
    ['18 of 26, with all that can be allowed', RELAXED, { ...HELD, 'awx-applications.yml': '3 of 3' }],
  ])('are held: %s', (title, known, held) => {
    const tallies = SAMPLES.map(([file, translate, documents]) => {
      const { taken, clients, faulty } = tally(documents.flatMap((document) => translate(document, known)));
      expect(faulty).toBe(0);
      return { file, taken, clients };
    });
    expect(Object.fromEntries(tallies.map(({ file, taken, clients }) => [file, `${taken} of ${clients}`]))).toEqual(held);
    const sum = (field: 'taken' | 'clients') => tallies.reduce((total, each) => total + each[field], 0);
    expect(title).toMatch(new RegExp(`^${sum('taken')} of ${sum('clients')},`));
  });
});

describe('the table of a mapping', () => {
  it.each(Object.entries(SOURCES))('says of what each field is made: %s', (_, { mapping }) => {
    for (const row of Object.values(mapping)) expect(row.theirs.length > 0 || row.how !== undefined).toBe(true);
  });
});
