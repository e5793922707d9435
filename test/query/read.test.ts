import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Organization } from '../../src/organizations/organization.entity.ts';
import { readable } from '../../src/organizations/organization.policy.ts';
import { type Context, createContext } from '../../src/query/context.ts';
import { rowById } from '../../src/query/loader.ts';
import { type Restriction, unrestricted } from '../../src/query/rights.ts';
import { SETTINGS, somebody } from '../support/as-viewer.ts';
import { mutate } from '../support/mutate.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

describe('a query that is asked again', () => {
  it('counts what has run out meanwhile as expired', async () => {
    const { id } = await world.register({ accessValidity: 3_600 });
    const { token } = await mutate(world.ask.admin, 'createToken', { applicationId: id }, 'token { databaseId }');
    const query = `query ($id: ID!) { application(id: $id) {
      tokenCounts { active expired } active: tokens(filter: { state: ACTIVE }) { totalCount nodes { state } } } }`;
    const before = (await world.ask.admin(query, { id })).data.application;
    expect(before).toEqual({ tokenCounts: { active: 1, expired: 0 }, active: { totalCount: 1, nodes: [{ state: 'ACTIVE' }] } });
    await world.app.store.write(({ db }) =>
      db
        .updateTable('token')
        .set({ expires_at: new Date(Date.now() - 1_000) as never })
        .where('id', '=', token.databaseId)
        .execute(),
    );
    const after = (await world.ask.admin(query, { id })).data.application;
    expect(after).toEqual({ tokenCounts: { active: 0, expired: 1 }, active: { totalCount: 0, nodes: [] } });
  });

  it('shows each viewer what that viewer may read', async () => {
    const name = 'Only in Acme';
    await world.register({ name });
    const query = `{ applications(filter: { search: "${name}" }) { totalCount nodes { name organization { name } } } }`;
    const shown = async (person: keyof World['ask']) => (await world.ask[person](query)).data.applications.totalCount;
    const everybody = ['superuser', 'stranger', 'member', 'systemAuditor', 'stranger', 'admin'] as const;
    const counts = [];
    for (const person of [...everybody, ...everybody]) counts.push(await shown(person));
    expect(counts).toEqual([1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1]);
  });

  it('shows a viewer no more once a role is taken away', async () => {
    const { id } = await world.register();
    const query = 'query ($id: ID!) { application(id: $id) { id } }';
    const member = { organizationId: world.acme.id, userId: world.users.stranger.id };
    const readsIt = async () => (await world.ask.stranger(query, { id })).data.application !== null;
    expect(await readsIt()).toBe(false);
    await mutate(world.ask.superuser, 'setMember', { ...member, role: 'MEMBER' }, 'organization { id }');
    expect(await readsIt()).toBe(true);
    await mutate(world.ask.superuser, 'removeMember', member, 'organization { id }');
    expect(await readsIt()).toBe(false);
  });

  it('takes its own cursor, page size and parents', async () => {
    const ids = await Promise.all([1, 2, 3].map(async (number) => (await world.register({ name: `Paged ${number}` })).id));
    const query = `query ($first: Int, $after: String) {
      applications(first: $first, after: $after, filter: { search: "Paged" }) { nodes { id } pageInfo { endCursor } } }`;
    const pages = [];
    for (let after: string | null = null; pages.length < 3; ) {
      const { nodes, pageInfo }: { nodes: { id: string }[]; pageInfo: { endCursor: string } } = (
        await world.ask.admin(query, { first: 1, after })
      ).data.applications;
      pages.push(nodes.map((node) => node.id));
      after = pageInfo.endCursor;
    }
    expect(pages).toEqual(ids.map((id) => [id]));
    expect((await world.ask.admin(query, { first: 3 })).data.applications.nodes).toHaveLength(3);
  });
});

describe('rows by their numbers', () => {
  it('are those that the given rights keep, whatever others have kept of the same rows', async () => {
    const { store } = world.app;
    const viewer = somebody();
    const seen = (context: Context, rights: Restriction) => rowById(context, Organization, rights).load(world.acme.databaseId);
    const shared = createContext({ store, settings: SETTINGS, viewer });
    expect(await seen(shared, unrestricted)).toMatchObject({ name: 'Acme' });
    expect(await seen(shared, readable)).toBeNull();
    expect(await seen(createContext({ store, settings: SETTINGS, viewer }), readable)).toBeNull();
    expect(await seen(shared, unrestricted)).toMatchObject({ name: 'Acme' });
  });
});

describe('a list inside a list', () => {
  it.each(['undefined', 'null', ''])('is not the one beside it, whose cursor is not "%s"', async (after) => {
    const { id } = await world.register();
    const query = `query ($id: ID!) { application(id: $id) { a: tokens { totalCount } b: tokens(after: "${after}") { totalCount } } }`;
    const { errors } = await world.ask.admin(query, { id });
    expect(errors?.map(({ path, extensions }) => [path?.at(-1), extensions.code])).toEqual([['b', 'BAD_USER_INPUT']]);
  });
});

describe('a time', () => {
  it('may be in the year 10000', async () => {
    const { id } = await world.register();
    const input = { applicationId: id, expiresAt: '9999-12-31T23:59:59-12:00' };
    await mutate(world.ask.admin, 'rotateClientSecret', input, 'clientSecret');
    const { data } = await world.ask.admin('query ($id: ID!) { application(id: $id) { secrets { expiresAt } } }', { id });
    expect(data.application.secrets).toContainEqual({ expiresAt: '+010000-01-01T11:59:59.000Z' });
  });
});
