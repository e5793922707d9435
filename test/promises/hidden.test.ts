import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CompiledQuery } from 'kysely';
import { createUser } from '../../src/users/user.service.ts';
import { asViewer, somebody } from '../support/as-viewer.ts';
import { lastingDatabase } from '../support/database.ts';
import { scratchDirectory } from '../support/process.ts';
import { noting, type Visits, visitsOf } from '../support/visits.ts';
import { startWorld, type World } from '../support/world.ts';

const directory = scratchDirectory();
let world: World;
let url: string;
beforeAll(async () => {
  url = await lastingDatabase(directory.path);
  world = await startWorld({ DATABASE_URL: url });
  const { acme, other } = world;
  for (let index = 0; index < 10; index++) await world.register({ organizationId: acme.id, name: `Ours ${index}`, vendor: 'Ourselves' });
  for (let index = 0; index < 30; index++) {
    await world.register({
      organizationId: other.id,
      name: `Zebra ${index}`,
      vendor: 'Zebra',
      redirectUris: ['https://zebra.example.org/'],
      tags: ['team:zebra', `zebra:${index}`],
      ownerContact: 'zebra@example.org',
      maximumScopes: ['admin'],
    });
    await createUser(world.operator, { username: `zebra-${index}`, password: 'correct horse' });
  }
});
afterAll(async () => {
  await world.stop();
  directory.remove();
});

/** What is looked at to answer an operation of a member of Acme. */
async function visitsFor(query: string): Promise<Visits[]> {
  const noted: CompiledQuery[] = [];
  const viewer = somebody({ [world.acme.databaseId]: 'MEMBER' }, { userId: world.users.member.databaseId });
  const { data, errors } = await asViewer(noting(world.app.store, noted), viewer, query.replace('@acme', world.acme.id));
  expect(errors).toBeUndefined();
  expect(JSON.stringify(data).toLowerCase()).not.toContain('zebra');
  expect(noted.length).toBeGreaterThan(0);
  return visitsOf(url, noted);
}

const applications = (filter: string, more = '') => `{ applications(filter: { ${filter} } ${more}) { totalCount nodes { id } } }`;
const byName = 'orderBy: { field: NAME }';
/** What asks for something hidden, and what asks for something that there is not. */
const PAIRS: [string, string, string][] = [
  ['search applications', applications('search: "zebra"'), applications('search: "qwxyz"')],
  ['search applications by name', applications('search: "zebra"', byName), applications('search: "qwxyz"', byName)],
  ['search applications for two letters', applications('search: "ze"'), applications('search: "qw"')],
  ['search pages of one', applications('search: "zebra"', 'first: 1'), applications('search: "qwxyz"', 'first: 1')],
  ['filter by vendor', applications('vendor: "Zebra"'), applications('vendor: "Qwxyz"')],
  [
    'filter by vendor, in its order',
    applications('vendor: "Zebra"', 'orderBy: { field: VENDOR }'),
    applications('vendor: "Qwxyz"', 'orderBy: { field: VENDOR }'),
  ],
  [
    'filter by redirect URI',
    applications('redirectUri: "https://zebra.example.org/"'),
    applications('redirectUri: "https://qwxyz.example.org/"'),
  ],
  [
    'filter by all tags',
    applications('tags: { all: ["team:zebra", "zebra:1"] }'),
    applications('tags: { all: ["team:qwxyz", "qwxyz:1"] }'),
  ],
  ['filter by any tag', applications('tags: { any: ["team:zebra", "zebra:1"] }'), applications('tags: { any: ["team:qwxyz", "qwxyz:1"] }')],
  [
    'filter by tags, page by page',
    applications('tags: { any: ["team:zebra"] }', 'first: 1'),
    applications('tags: { any: ["team:qwxyz"] }', 'first: 1'),
  ],
  [
    'filter by tags inside of an organization',
    '{ organization(id: "@acme") { applications(filter: { tags: { all: ["team:zebra"] } }) { totalCount nodes { id } } } }',
    '{ organization(id: "@acme") { applications(filter: { tags: { all: ["team:qwxyz"] } }) { totalCount nodes { id } } } }',
  ],
  ['filter by owner contact', applications('ownerContact: "ZEBRA@example.org"'), applications('ownerContact: "QWXYZ@example.org"')],
  ['filter by scope', applications('scope: "admin"'), applications('scope: "qwxyz"')],
  [
    'filter by secrets',
    applications('secretExpiresBefore: "2040-01-01T00:00:00Z"'),
    applications('secretExpiresBefore: "2001-01-01T00:00:00Z"'),
  ],
  ['search users', '{ users(search: "zebra") { totalCount nodes { id } } }', '{ users(search: "qwxyz") { totalCount nodes { id } } }'],
  [
    'search organizations',
    '{ organizations(search: "other") { totalCount nodes { id } } }',
    '{ organizations(search: "qwxyz") { totalCount nodes { id } } }',
  ],
  [
    'search inside of an organization',
    '{ organization(id: "@acme") { applications(filter: { search: "zebra" }) { totalCount nodes { id } } } }',
    '{ organization(id: "@acme") { applications(filter: { search: "qwxyz" }) { totalCount nodes { id } } } }',
  ],
];
/** The indexes of what all applications are called and have. */
const OF_ALL = /application_(search|redirect_uris|tags|owner_contact|vendor|maximum_scopes)|client_secret_expiry/;

describe('what one may not see leaves no trace in what is looked at:', () => {
  it.each(PAIRS)('%s', async (_, hidden, nothing) => {
    const [sought, absent] = [await visitsFor(hidden), await visitsFor(nothing)];
    expect(sought).toEqual(absent);
    for (const { plan } of sought) for (const step of plan) expect(step).not.toMatch(OF_ALL);
  });

  it('and the numbers of the registry look at no index of all', async () => {
    const numbers = `{ registry {
      applications { total } tokens { total } organizations users { count } applicationsRegistered { count } tokensIssued { count }
      attention { secretsExpiring { count } unusedApplications { count } disabledWithLiveTokens { count } refusedLogins } } }`;
    const plans = (await visitsFor(numbers)).flatMap(({ plan }) => plan);
    for (const step of plans)
      expect(step).not.toMatch(/application_never_used|application_last_used|client_secret_expiry|token_expiry|token_revocation/);
  });

  it('and a member of nothing looks at no application at all', async () => {
    const noted: CompiledQuery[] = [];
    const viewer = somebody({}, { userId: world.users.stranger.databaseId });
    await asViewer(noting(world.app.store, noted), viewer, applications('search: "zebra"'));
    const looked = (await visitsOf(url, noted)).map(({ rows }) => rows);
    expect(looked).toEqual(looked.map(() => 0));
  });
});
