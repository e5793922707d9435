import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CompiledQuery, sql } from 'kysely';
import { forgetActivity } from '../../src/activity/purge.ts';
import { ApplicationOrderField } from '../../src/applications/application.filter.inputs.ts';
import { wasDeleted } from '../../src/doors/easir/deleted.ts';
import { createContext } from '../../src/query/context.ts';
import { countRegistry } from '../../src/registry/count-registry.ts';
import { OPERATOR } from '../../src/shared/viewer.ts';
import { plantActivity } from '../support/activity.ts';
import { SETTINGS } from '../support/as-viewer.ts';
import { databaseName, execute, freshDatabase } from '../support/database.ts';
import { noting } from '../support/visits.ts';
import { startWorld, type World } from '../support/world.ts';

let DATABASE_URL: string;
let world: World;
beforeAll(async () => {
  DATABASE_URL = await freshDatabase();
  // on small tables PostgreSQL reads everything anyway; what counts is that it need not
  if (databaseName === 'postgresql')
    await execute(DATABASE_URL, `alter database ${new URL(DATABASE_URL).pathname.slice(1)} set enable_seqscan = off`);
  world = await startWorld({ DATABASE_URL, LOG_LEVEL: 'trace' });
  for (let index = 0; index < 3; index++) await world.register();
});
afterAll(() => world.stop());

/** The statements that an operation of somebody runs after its token was looked up. */
async function selectsOf(query: string, person: 'auditor' | 'systemAuditor' | 'superuser' = 'auditor'): Promise<string[]> {
  const { errors, lines } = await world.ask[person](query.replace('@organization', world.acme.id).replace('@user', world.users.member.id));
  expect(errors).toBeUndefined();
  return textsOf(lines).filter((text) => /^\s*(select|with)/i.test(text));
}

/** The statements in lines of the log, each once. */
const textsOf = (lines: readonly string[]) => [...new Set(lines.flatMap((line) => (JSON.parse(line) as { sql?: string }).sql ?? []))];

/** The steps of a statement's plan that read a whole table without the help of an index. */
async function wholeTableReads(text: string): Promise<string[]> {
  const steps = await planOf(text);
  if (databaseName === 'postgresql') return steps.filter((step) => /Seq Scan/.test(step));
  return steps.filter((step) => /^SCAN (?!p\b|r\b|o\b|json_each|pair|\(|CONSTANT)/.test(step) && !/INDEX|PRIMARY KEY|VIRTUAL/.test(step));
}

/** The steps of a statement's plan. */
async function planOf(text: string): Promise<string[]> {
  const db = world.app.store.read(true);
  if (databaseName === 'sqlite') {
    const parameters = text.replace(/'[^']*'/g, '').match(/\?/g) ?? [];
    const { rows } = await db.executeQuery<{ detail: string }>(
      CompiledQuery.raw(
        `explain query plan ${text}`,
        parameters.map(() => null),
      ),
    );
    return rows.map(({ detail }) => detail);
  }
  // the log has question marks for values
  const explained = `explain (generic_plan) ${text.replaceAll("'?'", "'[]'").replaceAll('?', '51')}`;
  const { rows } = await sql<{ 'QUERY PLAN': string }>`${sql.raw(explained)}`.execute(db);
  return rows.map((row) => row['QUERY PLAN']);
}

const applications = (given: string) => `{ applications(${given}) { totalCount nodes { id name } pageInfo { endCursor } } }`;
const NUMBERS = `
  applications { total } tokens { total } organizations users { count } applicationsRegistered { count } tokensIssued { count }
  attention { secretsExpiring { count } unusedApplications { count } disabledWithLiveTokens { count } refusedLogins }`;
const LISTS: [string, string][] = [
  ...Object.keys(ApplicationOrderField).flatMap((field): [string, string][] => [
    [`applications by ${field}`, `query { applications(orderBy: { field: ${field} }) { nodes { id } } }`],
    [`applications by ${field}, last first`, `query { applications(orderBy: { field: ${field}, direction: DESC }) { nodes { id } } }`],
  ]),
  ['applications of an organization', applications('filter: { organizationId: "@organization" }')],
  ['applications of a client type', applications('filter: { clientType: PUBLIC }')],
  ['applications by redirect URI', applications('filter: { redirectUri: "https://app.example.org/callback" }')],
  ['applications with all of several tags', applications('filter: { tags: { all: ["team:web", "env:prod"] } }')],
  ['applications with any of several tags', applications('filter: { tags: { any: ["team:web", "env:prod"] } }')],
  ['applications by owner contact', applications('filter: { ownerContact: "Web@example.org" }')],
  ['applications by scope', applications('filter: { scope: "read" }')],
  ['applications by vendor', applications('filter: { vendor: "Acme" }')],
  ['applications unused since', applications('filter: { unusedSince: "2030-01-01T00:00:00Z" }')],
  ['applications with expiring secrets', applications('filter: { secretExpiresBefore: "2030-01-01T00:00:00Z" }')],
  ['applications by a search', applications('filter: { search: "plicat" }')],
  ['an application by client id', '{ application(clientId: "none") { id } }'],
  [
    'tokens, their counts and users',
    '{ applications { nodes { tokens(first: 10, filter: { state: ACTIVE }) { totalCount nodes { user { username } } } tokenCounts { total } } } }',
  ],
  ['secrets', '{ applications { nodes { secrets { hint } } } }'],
  ['activity of objects', '{ applications { nodes { activity { totalCount nodes { operation } } } } }'],
  ['activity', '{ activity { nodes { operation actor { username } } } }'],
  ['activity of one object', '{ activity(filter: { objectId: "@organization" }) { totalCount nodes { operation } } }'],
  ['activity by an actor', '{ activity(filter: { actorId: "@user" }) { nodes { operation } } }'],
  ['activity of a kind since a time', '{ activity(filter: { operation: CREATE, since: "2030-01-01T00:00:00Z" }) { nodes { operation } } }'],
  ['activity without that of the console', '{ activity(filter: { builtIn: false }) { totalCount nodes { operation } } }'],
  ['activity of the console', '{ activity(filter: { builtIn: true }) { totalCount nodes { operation } } }'],
  ['the registry in numbers', `{ registry { ${NUMBERS} } }`],
  ['applications that are disabled, with live tokens', applications('filter: { enabled: false, hasLiveTokens: true }')],
  ['applications with secrets that end soon', applications('filter: { secretExpiresAfter: "2030-01-01T00:00:00Z" }')],
  ['tokens', '{ tokens { nodes { id } } }'],
  ['tokens of a user', '{ tokens(filter: { userId: "@user", state: ACTIVE }) { nodes { id } } }'],
  [
    'organizations, their members and applications',
    '{ organizations { nodes { members { edges { role } totalCount } applications { nodes { id } } } } }',
  ],
  ['users and their organizations', '{ users { nodes { organizations { nodes { id } totalCount } personalTokens { nodes { id } } } } }'],
];

describe('no list reads a whole table', () => {
  it('nor does the deletion of old activity', async () => {
    const before = world.logged.length;
    await plantActivity(DATABASE_URL, 1_100, new Date('2020-01-01T00:00:00Z'));
    expect(await forgetActivity(world.app.store, 365, () => true)).toBe(1_100);
    const texts = textsOf(world.logged.slice(before)).filter((text) => text.includes('activity_entry'));
    expect(texts.map((text) => text.split(' ')[0])).toEqual(['select', 'delete', 'select']);
    for (const text of texts) expect({ text, wholeTableReads: await wholeTableReads(text) }).toEqual({ text, wholeTableReads: [] });
  });

  it('nor does the search for an application that was deleted, which has an index of those', async () => {
    const noted: CompiledQuery[] = [];
    const store = noting(world.app.store, noted);
    expect(await wasDeleted(createContext({ store, settings: SETTINGS, viewer: OPERATOR }), 'none')).toBe(false);
    const plans = await Promise.all(noted.map(({ sql }) => planOf(sql)));
    expect(plans).toHaveLength(1);
    expect(plans.flat().join()).toContain('activity_entry_deleted_application');
  });

  it.each(LISTS)('%s', async (_, query) => {
    const texts = await selectsOf(query);
    expect(texts.length).toBeGreaterThan(1);
    for (const text of texts) expect({ text, wholeTableReads: await wholeTableReads(text) }).toEqual({ text, wholeTableReads: [] });
  });

  it('nor does a count of the disabled applications, which have an index', async () => {
    const texts = await selectsOf('{ registry { attention { disabledWithLiveTokens { count } } } }', 'systemAuditor');
    const plans = (await Promise.all(texts.map(planOf))).flat().join();
    expect(plans).toContain('application_disabled');
  });

  it.each(['systemAuditor', 'superuser', 'auditor'] as const)('nor do the numbers of a large registry for a %s', async (person) => {
    expect(await countRegistry(world.app.store, { large: 0, between: () => 0 })).toBe(true);
    const texts = await selectsOf(`{ registry { ${NUMBERS} } }`, person);
    for (const text of texts) expect({ text, wholeTableReads: await wholeTableReads(text) }).toEqual({ text, wholeTableReads: [] });
    const plans = (await Promise.all(texts.map(planOf))).flat().join();
    expect(plans).toMatch(/registry_count_pkey|x USING INTEGER PRIMARY KEY/);
    if (person === 'auditor') return;
    for (const index of [/client_secret_(expiry|ending)/, /application_never_used/, /application_last_used/]) expect(plans).toMatch(index);
  });

  /** What whoever reads everything is found by an index of all applications. */
  const BY_INDEX = [
    ['tags', applications('filter: { tags: { all: ["team:web", "env:prod"] } }'), /application_tags/],
    ['tags', applications('filter: { tags: { any: ["team:web", "env:prod"] } }'), /application_tags/],
    ['owner contact', applications('filter: { ownerContact: "Web@example.org" }'), /application_owner_contact/],
    ['redirect URI', applications('filter: { redirectUri: "https://app.example.org/callback" }'), /application_redirect_uris/],
  ] as const;
  it.each(BY_INDEX)('and who reads everything is found applications by an index of their %s', async (_, query, index) => {
    const texts = await selectsOf(query, 'systemAuditor');
    for (const text of texts) expect({ text, wholeTableReads: await wholeTableReads(text) }).toEqual({ text, wholeTableReads: [] });
    const plans = await Promise.all(texts.map(planOf));
    expect(plans.flat().filter((step) => index.test(step))).not.toEqual([]);
  });
});
