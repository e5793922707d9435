import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseName, execute, freshDatabase } from '../support/database.ts';
import { faultsOf, mutate } from '../support/mutate.ts';
import { randomFrom } from '../support/random.ts';
import { startWorld, type World } from '../support/world.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000_000);

let DATABASE_URL: string;
let world: World;
beforeAll(async () => {
  DATABASE_URL = await freshDatabase();
  world = await startWorld({ DATABASE_URL });
});
afterAll(() => world.stop());

let count = 0;
const SHOWN = 'application { id version tags ownerContact }';
const create = (input: object) =>
  mutate(
    world.ask.admin,
    'createApplication',
    { name: `Tagged ${++count}`, organizationId: world.acme.id, clientType: 'PUBLIC', authorizationGrantType: 'DEVICE_CODE', ...input },
    SHOWN,
  );
const update = (id: string, input: object) => mutate(world.ask.admin, 'updateApplication', { id, ...input }, SHOWN);
const faults = ({ userErrors }: { userErrors: readonly { code: string; field: string[] }[] }) =>
  userErrors.map(({ code, field }) => `${code} ${field.join('.')}`);
const find = async (filter: object, ask = world.ask.superuser, more = '') => {
  const { data, errors } = await ask(
    `query ($filter: ApplicationFilter) { applications(filter: $filter, first: 100 ${more}) { totalCount nodes { name } } }`,
    { filter },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  expect(data.applications.totalCount).toBe(data.applications.nodes.length);
  return data.applications.nodes.map(({ name }: { name: string }) => name);
};
const changesOf = async (id: string) => {
  const { data } = await world.ask.admin(
    'query ($id: ID!) { application(id: $id) { activity { nodes { changes { field before after } } } } }',
    { id },
  );
  const changes = data.application.activity.nodes[0].changes as { field: string }[];
  return changes.filter(({ field }) => field === 'tags' || field === 'ownerContact');
};

describe('tags', () => {
  it('are none where none are given, and the same list in whatever order they are given', async () => {
    expect((await create({})).application).toMatchObject({ tags: [], ownerContact: null });
    const { application } = await create({ tags: ['team:web', 'env:prod', '0'] });
    expect(application).toMatchObject({ version: 1, tags: ['0', 'env:prod', 'team:web'] });
    const same = await update(application.id, { tags: ['env:prod', '0', 'team:web'] });
    expect(same).toMatchObject({ userErrors: [], application: { version: 1 } });
    expect((await update(application.id, { tags: null, description: 'kept' })).application.tags).toEqual(['0', 'env:prod', 'team:web']);
    expect((await update(application.id, { tags: [] })).application).toMatchObject({ version: 3, tags: [] });
  });

  it('are told by activity', async () => {
    const { application } = await create({ tags: ['b', 'a'] });
    expect(await changesOf(application.id)).toEqual([{ field: 'tags', before: null, after: '["a","b"]' }]);
    await update(application.id, { tags: ['c', 'a'], ownerContact: 'Ada@Example.org' });
    expect(await changesOf(application.id)).toEqual([
      { field: 'tags', before: '["a","b"]', after: '["a","c"]' },
      { field: 'ownerContact', before: null, after: 'Ada@Example.org' },
    ]);
  });

  it.each([
    [['a', '.', '_', ':', '-', 'x'.repeat(63), '__proto__', 'constructor', 'tostring'], []],
    [Array.from({ length: 20 }, (_, index) => `t${index}`), []],
    [Array.from({ length: 21 }, (_, index) => `t${index}`), ['LIMIT_EXCEEDED tags']],
    [Array(10_000).fill(''), ['LIMIT_EXCEEDED tags']],
    [
      ['a', 'b', 'c', 'a', 'B'],
      ['INVALID tags.3', 'INVALID tags.4'],
    ],
    [[''], ['INVALID tags.0']],
    [['x'.repeat(64)], ['INVALID tags.0']],
    [['a b'], ['INVALID tags.0']],
    [['a\n'], ['INVALID tags.0']],
    [['ä'], ['INVALID tags.0']],
    [['toString'], ['INVALID tags.0']],
    [['a\0'], ['INVALID tags.0']],
    [['\ud800'], ['INVALID tags.0']],
  ])('%#: are checked one by one', async (tags, expected) => {
    const made = await create({ tags });
    expect(faults(made)).toEqual(expected);
    const { id } = await world.register({ tags: ['kept'] });
    const changed = await update(id, { tags });
    expect(faults(changed)).toEqual(expected);
    if (expected.length === 0) expect([made.application.tags, changed.application.tags]).toEqual([tags.toSorted(), tags.toSorted()]);
    else expect((await update(id, {})).application.tags).toEqual(['kept']);
  });

  it('are for every ADMIN to change, also of a trusted application, and for nobody else', async () => {
    const { id } = await world.register({ trusted: true });
    expect(await faultsOf(world.ask.admin, 'updateApplication', { id, tags: ['a'], ownerContact: 'ada@example.org' })).toEqual([]);
    for (const ask of [world.ask.member, world.ask.auditor])
      expect(await faultsOf(ask, 'updateApplication', { id, tags: [], ownerContact: null })).toEqual(['FORBIDDEN id']);
  });
});

describe('an owner contact', () => {
  it.each([
    ['Ada@Example.org', []],
    ['ada+apps@localhost', []],
    ['https://wiki.example.org/teams/web?tab=contact#now', []],
    ['http://intranet/', []],
    [`https://example.org/${'x'.repeat(2_048 - 20)}`, []],
    [`https://example.org/${'x'.repeat(2_048 - 19)}`, ['TOO_LONG ownerContact']],
    [`${'a'.repeat(242)}@example.org`, []],
    [`${'a'.repeat(243)}@example.org`, ['TOO_LONG ownerContact']],
    ['a'.repeat(100_000), ['TOO_LONG ownerContact']],
    [null, []],
    ['', ['INVALID ownerContact']],
    ['Ada', ['INVALID ownerContact']],
    ['ada@', ['INVALID ownerContact']],
    ['Ada <ada@example.org>', ['INVALID ownerContact']],
    ['ada@example.org ', ['INVALID ownerContact']],
    ['ada@example.org\n', ['INVALID ownerContact']],
    ['mailto:ada@example.org', ['INVALID ownerContact']],
    ['javascript:alert(1)', ['INVALID ownerContact']],
    ['ftp://example.org/', ['INVALID ownerContact']],
    ['https://', ['INVALID ownerContact']],
    ['https://exa mple.org/', ['INVALID ownerContact']],
    ['https://example.org/\0', ['INVALID ownerContact']],
    ['https://example.org/\ud800', ['INVALID ownerContact']],
  ])('%#: is an e-mail address or a URL', async (ownerContact, expected) => {
    const made = await create({ ownerContact });
    expect(faults(made)).toEqual(expected);
    const { id } = await world.register({ ownerContact: 'kept@example.org' });
    const changed = await update(id, { ownerContact });
    expect(faults(changed)).toEqual(expected);
    if (expected.length === 0)
      expect([made.application.ownerContact, changed.application.ownerContact]).toEqual([ownerContact, ownerContact]);
  });

  it('finds applications, as an address whatever its case, as a URL exactly, and as what it was changed to', async () => {
    const { id } = await world.register({ name: 'Addressed', ownerContact: 'Grace@Example.org' });
    await world.register({ name: 'Documented', ownerContact: 'https://Example.org/Grace', organizationId: world.other.id });
    for (const ask of [world.ask.superuser, world.ask.member]) {
      expect(await find({ ownerContact: 'gRACE@eXAMPLE.org' }, ask)).toEqual(['Addressed']);
      for (const ownerContact of ['grace@example', 'grace', '', '\0', '\ud800']) expect(await find({ ownerContact }, ask)).toEqual([]);
    }
    expect(await find({ ownerContact: 'https://Example.org/Grace' })).toEqual(['Documented']);
    expect(await find({ ownerContact: 'https://Example.org/Grace' }, world.ask.member)).toEqual([]);
    expect(await find({ ownerContact: 'https://example.org/Grace' })).toEqual([]);
    await update(id, { ownerContact: 'hopper@example.org' });
    expect(await find({ ownerContact: 'grace@example.org' })).toEqual([]);
    expect(await find({ ownerContact: 'HOPPER@example.org' })).toEqual(['Addressed']);
    await update(id, { ownerContact: null });
    expect(await find({ ownerContact: 'hopper@example.org' })).toEqual([]);
  });
});

describe('a list of applications with tags', () => {
  const refused = async (tags: object) => {
    const documents = [
      'query ($filter: ApplicationFilter) { applications(filter: $filter) { totalCount } }',
      'query ($filter: ApplicationFilter) { organizations { nodes { applications(filter: $filter) { totalCount } } } }',
    ];
    const answers = await Promise.all(documents.map((document) => world.ask.superuser(document, { filter: { tags } })));
    return new Set(answers.map(({ errors }) => `${errors?.[0].extensions.code} ${errors?.[0].message}`));
  };

  it('is asked for no more than 20 tags of up to 63 characters', async () => {
    const many = Array.from({ length: 21 }, (_, index) => `many:${index}`);
    for (const name of ['all', 'any']) {
      const told = (message: string) => new Set([`BAD_USER_INPUT Argument "filter.tags.${name}": ${message}`]);
      expect(await refused({ [name]: many })).toEqual(told('at most 20 tags, not 21.'));
      expect(await refused({ [name]: Array(10_000).fill('t') })).toEqual(told('at most 20 tags, not 10000.'));
      expect(await refused({ [name]: ['x'.repeat(64)] })).toEqual(told('must have at most 63 characters; it has 64.'));
      expect(await find({ tags: { [name]: many.slice(1) } })).toEqual([]);
    }
  });

  it('has what has all that are asked for, and any', async () => {
    const made = new Map<string, readonly string[]>();
    const vocabulary = ['p:a', 'p:b', 'p:c', 'p:d', 'p:__proto__'];
    const random = randomFrom(SEED);
    const some = (most: number) => Array.from({ length: random.below(most + 1) }, () => random.one(vocabulary));
    for (let index = 0; index < 40; index++) {
      const tags = [...new Set(some(4))];
      const organization = random.one([world.acme, world.other]);
      await world.register({ name: `Random ${index}`, tags, organizationId: organization.id });
      made.set(`Random ${index}`, organization === world.acme ? [...tags, 'ours'] : tags);
    }
    for (let round = 0; round < 60; round++) {
      const all = random.one([null, [], some(3), [...some(2), '\0'], [...some(1), 'NOT A TAG']]);
      const any = random.one([null, [], some(3), [...some(3), '\ud800']]);
      const expected = (mine: boolean) =>
        [...made]
          .filter(([, tags]) => (all ?? []).every((tag) => tags.includes(tag)))
          .filter(([, tags]) => any === null || any.some((tag) => tags.includes(tag)))
          .filter(([, tags]) => !mine || tags.includes('ours'))
          .map(([name]) => name)
          .sort();
      for (const [ask, mine] of [[world.ask.superuser, false] as const, [world.ask.member, true] as const]) {
        const filter = {
          search: 'Random ',
          tags: random.one([
            { all, any },
            { ...(all && { all }), ...(any && { any }) },
          ]),
        };
        for (const more of ['', 'orderBy: { field: CREATED_AT }'])
          expect({ SEED, filter, found: (await find(filter, ask, more)).sort() }).toEqual({ SEED, filter, found: expected(mine) });
      }
    }
  });

  it('is in its order and page by page the same as without an index of tags', async () => {
    for (const [name, organization] of [
      ['Paged c', world.acme],
      ['Paged a', world.other],
      ['Paged b', world.acme],
    ] as const)
      await world.register({ name, tags: ['paged'], organizationId: organization.id });
    const seen: string[] = [];
    for (let after = null; ; ) {
      const { data } = await world.ask.superuser(
        'query ($after: String) { applications(first: 1, after: $after, filter: { tags: { any: ["paged"] } }) { totalCount nodes { name } pageInfo { hasNextPage endCursor } } }',
        { after },
      );
      expect(data.applications.totalCount).toBe(3);
      seen.push(...data.applications.nodes.map(({ name }: { name: string }) => name));
      if (!data.applications.pageInfo.hasNextPage) break;
      after = data.applications.pageInfo.endCursor;
    }
    expect(seen).toEqual(['Paged b', 'Paged c', 'Paged a']);
  });

  it('says the same of few as of many, of which it reads no more than a page', async () => {
    const now = databaseName === 'sqlite' ? '0' : 'now()';
    const tags = `case when i % 400 = 0 then '["crowd","few"]' else '["crowd"]' end`;
    await execute(
      DATABASE_URL,
      `insert into application (created_at, modified_at, client_id, name, name_key, search_text, client_type, authorization_grant_type, redirect_uris, scopes, maximum_scopes, tags, organization_id)
       with recursive numbers(i) as (select 1001 union all select i + 1 from numbers where i < 2100)
       select ${now}, ${now}, 'crowd-' || i, 'Crowd ' || i, 'crowd ' || i, '', 'PUBLIC', 'DEVICE_CODE', '[]', '[]', '[]', ${
         databaseName === 'sqlite' ? tags : `(${tags})::jsonb`
       }, ${world.other.databaseId} from numbers`,
    );
    const page = async (tags: object, orderBy: object) => {
      const { data } = await world.ask.superuser(
        'query ($tags: TagFilter, $orderBy: ApplicationOrder) { applications(first: 2, filter: { tags: $tags }, orderBy: $orderBy) { totalCount nodes { name } } }',
        { tags, orderBy },
      );
      return [data.applications.totalCount, ...data.applications.nodes.map(({ name }: { name: string }) => name)];
    };
    for (const field of ['ORGANIZATION', 'NAME', 'CREATED_AT']) {
      const [up, down] = ['ASC', 'DESC'].map((direction) => ({ field, direction }));
      for (const crowd of [{ all: ['crowd'] }, { any: ['crowd', 'few'] }]) {
        expect(await page(crowd, up as object)).toEqual([1_100, 'Crowd 1001', 'Crowd 1002']);
        expect(await page(crowd, down as object)).toEqual([1_100, 'Crowd 2100', 'Crowd 2099']);
      }
      for (const few of [{ any: ['few'] }, { all: ['few', 'crowd'] }, { all: ['crowd'], any: ['few', 'none'] }]) {
        expect(await page(few, up as object)).toEqual([3, 'Crowd 1200', 'Crowd 1600']);
        expect(await page(few, down as object)).toEqual([3, 'Crowd 2000', 'Crowd 1600']);
      }
    }
  });

  it('has what was tagged last, and nothing that is gone', async () => {
    const { id } = await world.register({ name: 'Moving', tags: ['moving:1'] });
    await update(id, { tags: ['moving:2', 'moving:3'] });
    expect(await find({ tags: { any: ['moving:1'] } })).toEqual([]);
    expect(await find({ tags: { all: ['moving:2', 'moving:3'] } })).toEqual(['Moving']);
    await mutate(world.ask.admin, 'deleteApplication', { id });
    expect(await find({ tags: { any: ['moving:2'] } })).toEqual([]);
  });
});

it('applications that are tagged at once have each their own tags', async () => {
  const ids = (await Promise.all([1, 2, 3].map(() => world.register()))).map(({ id }) => id);
  await Promise.all(ids.flatMap((id) => [1, 2, 3].map((turn) => update(id, { tags: [`turn:${turn}`, `id:${ids.indexOf(id)}`] }))));
  for (const [index, id] of ids.entries()) {
    const { tags } = (await update(id, {})).application;
    expect(tags).toEqual([`id:${index}`, expect.stringMatching(/^turn:/)]);
    for (const turn of [1, 2, 3]) {
      const found = await find({ tags: { all: [`turn:${turn}`, `id:${index}`] } });
      expect(found).toHaveLength(tags[1] === `turn:${turn}` ? 1 : 0);
    }
  }
});
