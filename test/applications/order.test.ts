import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationOrderField } from '../../src/applications/application.filter.inputs.ts';
import { fold } from '../../src/shared/text.ts';
import type { Ask } from '../support/gateway.ts';
import { mutate } from '../support/mutate.ts';
import { startWorld, type World } from '../support/world.ts';

interface Listed {
  id: string;
  databaseId: number;
  name: string;
  vendor: string | null;
  accessValidity: number | null;
  createdAt: string;
  modifiedAt: string;
  lastUsedAt: string | null;
  organization: { name: string };
}
interface Page {
  nodes: Listed[];
  edges: { cursor: string; node: { id: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount: number;
}

const FIELDS = `
  nodes { id databaseId name vendor accessValidity createdAt modifiedAt lastUsedAt organization { name } }
  edges { cursor node { id } }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount`;

let world: World;
let all: Listed[];
beforeAll(async () => {
  world = await startWorld();
  const { acme, other } = world;
  const third = await mutate(world.ask.superuser, 'createOrganization', { name: 'ängström' }, 'organization { id }');
  const organizations = [acme.id, other.id, third.organization.id];
  const names = ['beta', 'Beta 2', 'ALPHA', 'alpha 10', 'Émile', 'emile', 'z', 'Zürich', '日本', '😀', '\uff5e', '_', '%', 'ı', 'İ'];
  for (const [index, name] of names.entries()) {
    const { databaseId } = await world.register({
      name,
      organizationId: organizations[index % 3] as string,
      vendor: [null, 'Acme', 'acme', 'Zeta', 'émile'][index % 5] as string | null,
      accessValidity: [null, 60, 60, 3600][index % 4] as number | null,
    });
    // so that times tie, and some applications were never used
    const time = new Date(1_800_000_000_000 + Math.floor(index / 4));
    await world.app.store.write(({ db }) =>
      db
        .updateTable('application')
        .set({ created_at: time, modified_at: time, last_used_at: index % 3 === 0 ? null : time } as never)
        .where('id', '=', databaseId)
        .execute(),
    );
  }
  all = (await world.ask.superuser(`{ applications(first: 100) { ${FIELDS} } }`)).data.applications.nodes;
});
afterAll(() => world.stop());

type Value = string | number | null;
/** What each order compares, before the id. */
const KEYS: Readonly<Record<ApplicationOrderField, (application: Listed) => Value[]>> = {
  NAME: ({ name }) => [fold(name)],
  ORGANIZATION: ({ organization, name }) => [fold(organization.name), fold(name)],
  VENDOR: ({ vendor }) => [vendor === null ? null : fold(vendor)],
  ACCESS_VALIDITY: ({ accessValidity }) => [accessValidity],
  CREATED_AT: ({ createdAt }) => [createdAt],
  MODIFIED_AT: ({ modifiedAt }) => [modifiedAt],
  LAST_USED_AT: ({ lastUsedAt }) => [lastUsedAt],
};

/** Nulls first; texts byte by byte, which is the same everywhere. */
function compareValues(a: Value, b: Value): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return typeof a === 'string' ? Buffer.compare(Buffer.from(a), Buffer.from(String(b))) : a - Number(b);
}

function inOrder(field: ApplicationOrderField, applications: readonly Listed[]): string[] {
  const compare = (a: Listed, b: Listed) => {
    const [left, right] = [KEYS[field](a), KEYS[field](b)];
    return left.map((value, index) => compareValues(value, right[index] as Value)).find(Boolean) ?? a.databaseId - b.databaseId;
  };
  return applications.toSorted(compare).map(({ name }) => name);
}

async function page(ask: Ask, args: string, cursor: string | null = null): Promise<Page> {
  const query = `{ applications(${args}) { ${FIELDS} } }`;
  const { data, errors } = await (cursor === null ? ask(query) : ask(`query ($cursor: String!) ${query}`, { cursor }));
  if (errors) throw new Error(JSON.stringify(errors));
  return data.applications;
}

/** Walks all pages, from the start or from the end, and checks what each page says of itself. */
async function walk(ask: Ask, order: string, size: number, backwards: boolean): Promise<string[]> {
  const names: string[] = [];
  let cursor: string | null = null;
  for (;;) {
    const at: string = cursor === null ? '' : `, ${backwards ? 'before' : 'after'}: $cursor`;
    const { nodes, edges, pageInfo, totalCount } = await page(ask, `${backwards ? 'last' : 'first'}: ${size}${at}, ${order}`, cursor);
    names[backwards ? 'unshift' : 'push'](...nodes.map(({ name }) => name));
    expect(nodes.length).toBeGreaterThan(0);
    expect(edges.map(({ node }) => node.id)).toEqual(nodes.map(({ id }) => id));
    expect([pageInfo.startCursor, pageInfo.endCursor]).toEqual([edges[0]?.cursor, edges.at(-1)?.cursor]);
    expect(backwards ? pageInfo.hasNextPage : pageInfo.hasPreviousPage).toBe(cursor !== null);
    const hasMore = backwards ? pageInfo.hasPreviousPage : pageInfo.hasNextPage;
    expect(hasMore).toBe(names.length < totalCount);
    if (!hasMore) return names;
    cursor = backwards ? pageInfo.startCursor : pageInfo.endCursor;
  }
}

const FIELD_NAMES = Object.values(ApplicationOrderField);

describe('applications ordered by', () => {
  it.each(FIELD_NAMES.flatMap((field) => ['ASC', 'DESC'].map((direction) => [field, direction] as const)))(
    '%s %s are walked completely and in order, forwards and backwards',
    async (field, direction) => {
      const order = `orderBy: { field: ${field}, direction: ${direction} }`;
      const expected = inOrder(field, all);
      if (direction === 'DESC') expected.reverse();
      expect(new Set(expected).size).toBe(15);
      for (const size of [1, 4, 100]) {
        expect(await walk(world.ask.superuser, order, size, false)).toEqual(expected);
        expect(await walk(world.ask.superuser, order, size, true)).toEqual(expected);
      }
    },
  );

  it.each(FIELD_NAMES)('%s are those that a member may read, and are counted so', async (field) => {
    const own = all.filter(({ organization }) => organization.name === 'Acme');
    for (const direction of ['ASC', 'DESC']) {
      const order = `orderBy: { field: ${field}, direction: ${direction} }`;
      const expected = inOrder(field, own);
      if (direction === 'DESC') expected.reverse();
      for (const size of [2, 5]) {
        expect(await walk(world.ask.member, order, size, false)).toEqual(expected);
        expect(await walk(world.ask.member, order, size, true)).toEqual(expected);
      }
      expect((await page(world.ask.member, `first: 1, ${order}`)).totalCount).toBe(own.length);
    }
  });

  it('nothing are ordered by organization, name and id', async () => {
    expect(all.map(({ name }) => name)).toEqual(inOrder(ApplicationOrderField.ORGANIZATION, all));
  });

  it('VENDOR have those without one first, and last when descending', async () => {
    const vendors = async (direction: string) =>
      (await page(world.ask.superuser, `first: 100, orderBy: { field: VENDOR, direction: ${direction} }`)).nodes.map(
        ({ vendor }) => vendor,
      );
    expect((await vendors('ASC')).slice(0, 4)).toEqual([null, null, null, expect.any(String)]);
    expect((await vendors('DESC')).slice(-4)).toEqual([expect.any(String), null, null, null]);
  });

  it.each(FIELD_NAMES)('%s are the same inside their organization', async (field) => {
    const ask = async (args: string) =>
      (await world.ask.superuser(`{ organizations { nodes { name applications(${args}, orderBy: { field: ${field} }) { ${FIELDS} } } } }`))
        .data.organizations.nodes as { name: string; applications: Page }[];
    for (const { name, applications } of await ask('first: 100')) {
      const own = all.filter(({ organization }) => organization.name === name);
      expect(applications.nodes.map((node) => node.name)).toEqual(inOrder(field, own));
      expect(applications.totalCount).toBe(own.length);
    }
    for (const { name, applications } of await ask('last: 2')) {
      const own = all.filter(({ organization }) => organization.name === name);
      expect(applications.nodes.map((node) => node.name)).toEqual(inOrder(field, own).slice(-2));
      expect(applications.pageInfo.hasPreviousPage).toBe(own.length > 2);
    }
  });

  it('what is between two cursors are those between them', async () => {
    const order = 'orderBy: { field: NAME }';
    const { edges, nodes } = await page(world.ask.superuser, `first: 100, ${order}`);
    const between = `after: "${edges[2]?.cursor}", before: "${edges[7]?.cursor}"`;
    const names = nodes.slice(3, 7).map(({ name }) => name);
    expect((await page(world.ask.superuser, `${between}, ${order}`)).nodes.map(({ name }) => name)).toEqual(names);
    expect((await page(world.ask.superuser, `last: 2, ${between}, ${order}`)).nodes.map(({ name }) => name)).toEqual(names.slice(-2));
  });

  it('a cursor alone can be asked for', async () => {
    const { data } = await world.ask.superuser('{ applications(first: 3, orderBy: { field: VENDOR }) { edges { cursor } } }');
    const { edges } = await page(world.ask.superuser, 'first: 3, orderBy: { field: VENDOR }');
    expect(data.applications.edges).toEqual(edges.map(({ cursor }) => ({ cursor })));
  });
});
