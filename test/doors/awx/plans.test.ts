import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CompiledQuery } from 'kysely';
import { applications } from '../../../src/doors/awx/applications.ts';
import { partOf } from '../../../src/doors/awx/lists.ts';
import { askedIn } from '../../../src/doors/awx/lookups.ts';
import { createContext } from '../../../src/query/context.ts';
import type { Viewer } from '../../../src/shared/viewer.ts';
import { SETTINGS, somebody } from '../../support/as-viewer.ts';
import { lastingDatabase } from '../../support/database.ts';
import { scratchDirectory } from '../../support/process.ts';
import { noting, visitsOf } from '../../support/visits.ts';
import { startWorld, type World } from '../../support/world.ts';

const directory = scratchDirectory();
let world: World;
let url: string;
beforeAll(async () => {
  url = await lastingDatabase(directory.path);
  world = await startWorld({ DATABASE_URL: url });
  const { acme, other } = world;
  for (let index = 0; index < 10; index++) await world.register({ organizationId: acme.id, name: `Ours ${index}` });
  for (let index = 0; index < 30; index++) await world.register({ organizationId: other.id, name: `Zebra ${index}`, description: 'zebra' });
});
afterAll(async () => {
  await world.stop();
  directory.remove();
});

const auditor = () => somebody({}, { isSystemAuditor: true });
const member = () => somebody({ [world.acme.databaseId]: 'MEMBER' }, { userId: world.users.member.databaseId });

/** What is looked at to answer a list. */
async function visitsFor(viewer: Viewer, query: string) {
  const noted: CompiledQuery[] = [];
  const context = createContext({ store: noting(world.app.store, noted), settings: SETTINGS, viewer });
  const given = query.replaceAll('@acme', String(world.acme.databaseId)).replaceAll('@other', String(world.other.databaseId));
  const asked = askedIn(new URLSearchParams(given), applications.resource);
  const { rows, total } = await partOf(context, applications.list, asked, { offset: 0, size: 25 });
  return { rows, total, visits: await visitsOf(url, noted) };
}

/** The steps that read all of a table without an index. */
const wholeTables = (plan: readonly string[]) =>
  plan.filter((step) => /^Seq Scan/.test(step) || (/^SCAN (?!json_each|\()/.test(step) && !/INDEX|PRIMARY KEY|VIRTUAL/.test(step)));

const INDEXED: [string, RegExp][] = [
  ['name=Ours 1', /application_name|application_organization_name/],
  ['name__exact=Ours 1', /application_name|application_organization_name/],
  ['name__iexact=OURS 1', /application_name|application_organization_name/],
  ['name__in=Ours 1,Ours 2', /application_name|application_organization_name/],
  ['name__icontains=Ours 1', /application_search/],
  ['search=Ours 1', /application_search/],
  ['organization=@acme', /application_organization_name/],
  ['organization__name=Acme', /application_organization_name/],
  ['organization=@acme&name=Ours 1', /application_organization_name|application_name/],
  ['id__in=1,2,3', /application_pkey|PRIMARY KEY/],
  ['or__id=5&or__name=Ours 1', /application_pkey|PRIMARY KEY/],
  ['', /application_organization_name/],
  ['order_by=name', /application_name/],
  ['order_by=-created', /application_created/],
];

describe('the plan of a list of applications', () => {
  it.each(INDEXED)('of whoever reads everything uses an index: %s', async (query, index) => {
    const { visits } = await visitsFor(auditor(), query);
    const plans = visits.map(({ plan }) => plan);
    expect({ query, whole: plans.flatMap(wholeTables) }).toEqual({ query, whole: [] });
    expect(plans.flat().filter((step) => index.test(step))).not.toEqual([]);
  });

  it.each(INDEXED)('of a member reads no whole table: %s', async (query) => {
    const { visits } = await visitsFor(member(), query);
    expect({ query, whole: visits.flatMap(({ plan }) => wholeTables(plan)) }).toEqual({ query, whole: [] });
  });
});

/** What asks for something hidden, and what asks for something that there is not. */
const PAIRS: [string, string][] = [
  ['name=Zebra 1', 'name=Qwxyz 1'],
  ['name__in=Zebra 1,Zebra 2', 'name__in=Qwxyz 1,Qwxyz 2'],
  ['name__icontains=zebra', 'name__icontains=qwxyz'],
  ['search=zebra', 'search=qwxyz'],
  ['description__contains=zebra', 'description__contains=qwxyz'],
  ['organization=@other', 'organization=99999'],
  ['organization__name=Other', 'organization__name=Qwxyz'],
  ['organization__name__icontains=ther', 'organization__name__icontains=qwxy'],
  ['organization=@other&name=Zebra 1', 'organization=99999&name=Zebra 1'],
  ['or__name=Zebra 1&or__organization__name=Other', 'or__name=Qwxyz 1&or__organization__name=Qwxyz'],
  ['not__organization__name=Other', 'not__organization__name=Qwxyz'],
  ['not__organization=@other', 'not__organization=99999'],
];

describe('what a member may not see', () => {
  it.each(PAIRS)('is looked for as long as what there is not: %s', async (hidden, missing) => {
    const [one, other] = [await visitsFor(member(), hidden), await visitsFor(member(), missing)];
    expect(one.total).toBe(other.total);
    expect(JSON.stringify(one.rows)).not.toMatch(/zebra/i);
    expect(one.visits).toEqual(other.visits);
  });
});
