import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  for (const name of ['One', 'Two', 'Three']) await world.register({ name });
});
afterAll(() => world.stop());

const NODES = '{ nodes { name } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount }';
const list = (args: string) => world.ask.member(`{ applications(${args}) ${NODES} }`);
const cursorOf = async (args: string) => (await list(args)).data.applications.pageInfo.endCursor as string;

/** Every list of the API, inside an object where it is one of an object. */
const LISTS: Readonly<Record<string, (args: string) => string>> = {
  applications: (args) => `{ applications${args} { totalCount } }`,
  organizations: (args) => `{ organizations${args} { totalCount } }`,
  users: (args) => `{ users${args} { totalCount } }`,
  tokens: (args) => `{ tokens${args} { totalCount } }`,
  activity: (args) => `{ activity${args} { totalCount } }`,
  'Application.tokens': (args) => `{ applications { nodes { tokens${args} { totalCount } } } }`,
  'Application.activity': (args) => `{ applications { nodes { activity${args} { totalCount } } } }`,
  'Organization.applications': (args) => `{ organizations { nodes { applications${args} { totalCount } } } }`,
  'Organization.members': (args) => `{ organizations { nodes { members${args} { totalCount } } } }`,
  'User.organizations': (args) => `{ viewer { organizations${args} { totalCount } } }`,
  'User.personalTokens': (args) => `{ viewer { personalTokens${args} { totalCount } } }`,
};

describe.each(Object.entries(LISTS))('the list %s', (_, document) => {
  it.each([
    ['(first: 101)', 'first'],
    ['(first: -1)', 'first'],
    ['(last: 101)', 'last'],
    ['(last: -1)', 'last'],
    ['(first: 1, last: 1)', 'last'],
    ['(after: "rubbish")', 'after'],
    ['(before: "rubbish")', 'before'],
    ['(after: "")', 'after'],
  ])('refuses %s and names the argument', async (args, argument) => {
    const { errors } = await world.ask.member(document(args));
    expect(errors?.[0].extensions).toEqual({ code: 'BAD_USER_INPUT', argument });
    expect(errors?.[0].message).toMatch(`Argument "${argument}": `);
  });

  it.each(['', '(first: 0)', '(last: 0)', '(first: 100)', '(last: 100)', '(first: null, last: null, after: null)'])(
    'takes %s',
    async (args) => {
      const { errors } = await world.ask.member(document(args));
      expect(errors).toBeUndefined();
    },
  );
});

describe('a page', () => {
  it('of none is empty, and says that there is more', async () => {
    const { data } = await list('first: 0');
    expect(data.applications).toEqual({
      nodes: [],
      pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: null, endCursor: null },
      totalCount: 3,
    });
  });

  it('has 25 objects unless more are asked for', async () => {
    const filled = await startWorld();
    try {
      for (let index = 0; index < 27; index++) await filled.register();
      const { data } = await filled.ask.member('{ applications { nodes { id } pageInfo { hasNextPage } totalCount } }');
      expect(data.applications.nodes).toHaveLength(25);
      expect(data.applications.pageInfo.hasNextPage).toBe(true);
      expect(data.applications.totalCount).toBe(27);
    } finally {
      await filled.stop();
    }
  });
});

describe('a cursor', () => {
  const refused = async (args: string) => {
    const { errors } = await list(args);
    return errors?.map(({ extensions }) => extensions);
  };
  const REFUSED = [{ code: 'BAD_USER_INPUT', argument: 'after' }];

  it('of another order, direction, filter or list is refused', async () => {
    const cursor = await cursorOf('first: 1, orderBy: { field: NAME }');
    expect(await refused(`after: "${cursor}", orderBy: { field: NAME }`)).toBeUndefined();
    expect(await refused(`after: "${cursor}"`)).toEqual(REFUSED);
    expect(await refused(`after: "${cursor}", orderBy: { field: CREATED_AT }`)).toEqual(REFUSED);
    expect(await refused(`after: "${cursor}", orderBy: { field: NAME, direction: DESC }`)).toEqual(REFUSED);
    expect(await refused(`after: "${cursor}", orderBy: { field: NAME }, filter: { enabled: true }`)).toEqual(REFUSED);
    const { errors } = await world.ask.member(`{ users(after: "${cursor}") { totalCount } }`);
    expect(errors?.map(({ extensions }) => extensions)).toEqual(REFUSED);
  });

  it.each(['NAME', 'ORGANIZATION', 'VENDOR', 'ACCESS_VALIDITY', 'CREATED_AT', 'LAST_USED_AT'])(
    'of the order %s that somebody has tampered with is refused',
    async (field) => {
      const order = `orderBy: { field: ${field} }`;
      const parts = JSON.parse(Buffer.from(await cursorOf(`first: 1, ${order}`), 'base64url').toString()) as unknown[];
      const strange = ['text', 'nul\0', '\ud800', 1.5, 2 ** 40, 1e300, -1, true, [], {}, { t: 1e300 }, { t: 'x' }, { t: 0, x: 1 }];
      for (let index = 1; index < parts.length; index++) {
        for (const value of strange) {
          const forged = Buffer.from(JSON.stringify(parts.with(index, value))).toString('base64url');
          const { status, errors } = await list(`after: "${forged}", ${order}`);
          const codes = (errors ?? []).map(({ extensions }) => extensions.code);
          // a value of the right kind is a place in the list like any other
          expect([status, ...codes, JSON.stringify(value)]).toEqual(
            codes.length > 0 ? [200, 'BAD_USER_INPUT', JSON.stringify(value)] : [200, JSON.stringify(value)],
          );
        }
      }
      for (const part of [[], {}, null, 'x', parts.slice(0, -1), [...parts, 1]]) {
        const forged = Buffer.from(JSON.stringify(part)).toString('base64url');
        expect(await refused(`after: "${forged}", ${order}`)).toEqual(REFUSED);
      }
    },
  );
});

describe('nodes', () => {
  it('keeps the order of its ids, with null in the gaps', async () => {
    const { acme, other, users } = world;
    const { id } = await world.register({ name: 'Four' });
    const ids = [users.member.id, 'rubbish', id, other.id, acme.id, id, 'VXNlcjo5OTk5', users.stranger.id];
    const { data } = await world.ask.member('query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', { ids });
    expect(data.nodes.map((node: { id: string } | null) => node?.id ?? null)).toEqual([
      users.member.id,
      null,
      id,
      null,
      acme.id,
      id,
      null,
      null,
    ]);
    expect(data.nodes[0].__typename).toBe('User');
  });

  it('takes 100 ids, not 101', async () => {
    const ask = (count: number) =>
      world.ask.member('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Array(count).fill(world.acme.id) });
    const { data } = await ask(100);
    expect(data.nodes).toEqual(Array(100).fill({ id: world.acme.id }));
    const { errors } = await ask(101);
    expect(errors?.[0].extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'ids' });
  });
});

describe('application', () => {
  it('takes exactly one of its two keys', async () => {
    for (const args of ['id: "x", clientId: "x"', 'id: null, clientId: null', 'id: null']) {
      const { errors } = await world.ask.member(`{ application(${args}) { id } }`);
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    }
    const { errors } = await world.ask.member('{ application { id } }');
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  });
});
