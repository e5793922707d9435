import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import type { ImportedClient, Known } from '../../../../src/declarations/import/report.rules.ts';
import { RELAXATIONS } from '../../../../src/shared/settings.ts';

/** What translations go by under default settings, and with all that can be allowed. */
export const SAFE: Known = { scopes: ['read', 'write', 'admin'], redirectUriRules: [], organization: 'Default' };
export const RELAXED: Known = { ...SAFE, redirectUriRules: RELAXATIONS };

/** The documents of a sample. */
export function sample(file: string): unknown[] {
  const documents = parseAllDocuments(readFileSync(new URL(`../../samples/${file}`, import.meta.url), 'utf8'));
  return Array.isArray(documents) ? documents.map((document) => document.toJS()) : [];
}

/** A report as text, without the secret that a client brings. */
export const written = (clients: readonly ImportedClient[]): string => clients.map(writtenOne).join('\n');

function writtenOne({ name, path, application, clientSecret, changed, leftOut, lost, faults }: ImportedClient): string {
  const mark = application ? '+' : leftOut ? '-' : '!';
  const fields = Object.entries(application ?? {}).map(([field, value]) => `  ${field} = ${JSON.stringify(value)}`);
  return [
    `${mark} ${name} (${path.join('.')})`,
    ...fields,
    ...(clientSecret === undefined ? [] : ['  its secret is given']),
    ...changed.map(({ field, what, why }) => `  changed ${field}: ${what} ${why}`),
    ...(leftOut ? [`  left out: ${leftOut.why}`, `  what to do: ${leftOut.whatToDo}`] : []),
    ...lost.map((what) => `  lost ${what}`),
    ...faults.map((fault) => `  fault ${fault.path.join('.')}: ${fault.message}`),
    '',
  ].join('\n');
}

/** The report of the only client of an input. */
export function only(reports: readonly ImportedClient[]): ImportedClient {
  const [report, ...others] = reports;
  if (report === undefined || others.length > 0) throw new Error(`${reports.length} reports instead of one`);
  return report;
}

export const CALLBACK = 'https://portal.example.org/callback';
/** A secret that can be taken. */
export const GIVEN = 'q7ZkP2mVx9LrTn4BwYs8-q7ZkP2mVx9LrTn4BwYs8';
