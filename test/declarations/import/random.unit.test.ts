import { expect, it } from '@jest/globals';
import * as applications from '../../../src/applications/application.rules.ts';
import { checkGivenSecret } from '../../../src/applications/client-secret.rules.ts';
import { checkOwnerContact } from '../../../src/applications/owner-contact.rules.ts';
import { checkPostLogoutRedirectUris, checkRedirectUris } from '../../../src/applications/redirect-uri.rules.ts';
import { checkWebOrigins } from '../../../src/applications/web-origin.rules.ts';
import type { ImportedClient, Known } from '../../../src/declarations/import/report.rules.ts';
import { SOURCES } from '../../../src/declarations/import/sources.rules.ts';
import { RELAXATIONS, type Settings } from '../../../src/shared/settings.ts';
import { checkLines, checkName } from '../../../src/shared/text.ts';
import { Faults } from '../../../src/shared/user-errors.ts';
import { randomFrom } from '../../support/random.ts';
import { documentOf, NAMES, SECRET } from './support/random-inputs.ts';

const SCOPES = ['read', 'write', 'admin', 'certificate:manage'];

/** What our own rules say of what was taken. */
function faultsOf({ application, clientSecret }: ImportedClient, known: Known): unknown {
  if (!application) return undefined;
  const faults = new Faults();
  const settings: Settings = {
    accessValidity: 1,
    grantValidity: 1,
    personalTokenValidity: 1,
    scopes: known.scopes.map((name) => ({ name, description: '' })),
    redirectUriRules: known.redirectUriRules,
  } as Settings;
  const { clientId, name, clientType, grantTypes, redirectUris, scopes, maximumScopes } = application;
  if (clientId != null) applications.checkClientId(faults, clientId);
  checkName(faults, 'name', name);
  applications.chosenGrantTypes(faults, { grantTypes });
  applications.checkGrantTypes(faults, 'grantTypes', clientType as applications.ClientType, grantTypes ?? []);
  checkRedirectUris(faults, redirectUris ?? [], settings);
  if (grantTypes?.includes(applications.GrantType.AUTHORIZATION_CODE) && !redirectUris?.length) faults.add('REQUIRED', 'redirectUris', '');
  checkPostLogoutRedirectUris(faults, application.postLogoutRedirectUris ?? [], settings);
  checkWebOrigins(faults, application.webOrigins ?? [], settings);
  applications.checkScopes(faults, 'scopes', scopes ?? [], settings);
  applications.checkScopes(faults, 'maximumScopes', maximumScopes ?? [], settings);
  applications.checkCeiling(faults, 'scopes', scopes ?? [], maximumScopes ?? applications.DEFAULT_SCOPES, '');
  applications.checkValidity(faults, 'accessValidity', application.accessValidity);
  applications.checkValidity(faults, 'grantValidity', application.grantValidity);
  checkLines(faults, 'description', application.description);
  applications.checkUrl(faults, 'url', application.url);
  checkOwnerContact(faults, application.ownerContact);
  checkGivenSecret(faults, clientSecret, true, clientType as applications.ClientType);
  if (application.secret && (clientSecret !== undefined || clientType === 'PUBLIC')) faults.add('INVALID', 'secret', '');
  try {
    faults.end();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** What is wrong with a report, whatever was translated. */
function whyUnsound(report: ImportedClient, known: Known): unknown {
  const { application, clientSecret, leftOut, faults, ...rest } = report;
  const outcomes = [application, leftOut, faults.length > 0 || undefined].filter((outcome) => outcome !== undefined);
  if (outcomes.length !== 1) return 'is not one of taken, left out and faulty';
  if (clientSecret !== undefined && !application) return 'brings a secret to no application';
  const said = [
    rest.name,
    ...rest.changed.flatMap(({ field, what, why }) => [field, what, why]),
    ...rest.lost,
    leftOut?.why,
    leftOut?.whatToDo,
  ];
  if ([...said, ...faults.map(({ message }) => message)].some((text) => text !== undefined && /[\p{Cc}\p{Cf}\p{Cs}]/u.test(text)))
    return 'says what one cannot see';
  if (JSON.stringify({ ...report, clientSecret: undefined }).includes(SECRET)) return 'repeats a secret';
  return faultsOf(report, known);
}

it('whatever the input is, nothing is thrown, and what is taken is what our own rules allow', () => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32));
  const random = randomFrom(seed);
  const outcomes = { taken: 0, leftOut: 0, faulty: 0 };
  for (let round = 0; round < 4_000; round++) {
    const name = random.one(NAMES);
    const document = documentOf(random, name);
    const known = { scopes: SCOPES, redirectUriRules: RELAXATIONS.filter(() => random.chance(50)), organization: 'Default' };
    const about = (what: unknown) => new Error(`SEED=${seed}, round ${round}: ${name} ${JSON.stringify({ document, known })}: ${what}`);
    let reports: ImportedClient[] = [];
    try {
      reports = SOURCES[name].translate(document, known);
    } catch (error) {
      throw about((error as Error).stack);
    }
    for (const report of reports) {
      const why = whyUnsound(report, known);
      if (why !== undefined) throw about(`${JSON.stringify(report)} ${why}`);
      outcomes[report.application ? 'taken' : report.leftOut ? 'leftOut' : 'faulty']++;
    }
    const clientIds = reports.flatMap(({ application }) => application?.clientId ?? []);
    if (new Set(clientIds).size < clientIds.length) throw about('two have one client id');
  }
  expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(500);
});
