import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DETAIL } from '../support/awx.ts';
import type { Reply } from '../support/rest.ts';
import { type DoorWorld, startDoors } from '../support/world.ts';

const LIST = '/api/v2/applications/';
const INVALID_PAGE = { status: 404, body: { detail: 'Invalid page.' } };

let world: DoorWorld;
beforeAll(async () => {
  world = await startDoors();
  const { acme, other } = world;
  for (const name of ['delta', 'Alpha', 'charlie', 'Bravo']) {
    await world.register({ name, organizationId: acme.id, description: `The ${name} of Acme` });
    await world.register({ name, organizationId: other.id, description: `The ${name} of the other` });
  }
});
afterAll(() => world.stop());

const get = (query: string) => world.rest.superuser('GET', `${LIST}?${query}`);
const said = ({ status, body }: Reply) => ({ status, body });
const namesOf = (reply: Reply): string[] =>
  reply.body.results.map((row: { name: string; summary_fields: { organization: { name: string } } }) =>
    [row.summary_fields.organization.name, row.name].join(' '),
  );
const SORTED = ['Alpha', 'Bravo', 'charlie', 'delta'];
const ALL = [...SORTED.map((name) => `Acme ${name}`), ...SORTED.map((name) => `Other ${name}`)];

describe('the order', () => {
  it('is by organization and name, unless something else is asked for', async () => {
    expect(namesOf(await get(''))).toEqual(ALL);
  });

  it.each([
    ['-name,organization', [...SORTED].reverse().flatMap((name) => [`Acme ${name}`, `Other ${name}`])],
    ['name,-organization', SORTED.flatMap((name) => [`Other ${name}`, `Acme ${name}`])],
    ['organization__name,-name', ['Acme', 'Other'].flatMap((of) => SORTED.toReversed().map((name) => `${of} ${name}`))],
    ['id', ['delta', 'Alpha', 'charlie', 'Bravo'].flatMap((name) => [`Acme ${name}`, `Other ${name}`])],
    ['-created', ['delta', 'Alpha', 'charlie', 'Bravo'].flatMap((name) => [`Acme ${name}`, `Other ${name}`]).toReversed()],
  ])('can be by %s', async (order, expected) => {
    // what was made within one millisecond has been created at once
    const names = namesOf(await get(`order_by=${order}`));
    expect(order === '-created' ? names.toSorted() : names).toEqual(order === '-created' ? expected.toSorted() : expected);
  });

  it.each(['nothing', 'name,nothing', '-', 'name__exact', 'client_secret'])('cannot be by %s', async (order) => {
    const { status, body } = await get(`order_by=${order}`);
    expect({ body, isRefused: [400, 403].includes(status) }).toEqual({ body: DETAIL, isRefused: true });
  });
});

describe('pages', () => {
  it('are followed by their links, which keep what else is asked for', async () => {
    const found: string[] = [];
    const links: (string | null)[] = [];
    for (let path: string | null = `${LIST}?page_size=3&organization__name=Acme&order_by=-name`; path; ) {
      const reply: Reply = await world.rest.superuser('GET', path);
      expect({ path, status: reply.status, count: reply.body.count }).toEqual({ path, status: 200, count: 4 });
      found.push(...namesOf(reply));
      links.push(reply.body.previous);
      path = reply.body.next;
      if (path) expect(path).toMatch(/^\/api\/v2\/applications\/\?/);
    }
    expect(found).toEqual(SORTED.toReversed().map((name) => `Acme ${name}`));
    expect(links[0]).toBeNull();
    expect(namesOf(await world.rest.superuser('GET', links[1] as string))).toEqual(found.slice(0, 3));
  });

  it('are numbered from 1', async () => {
    expect(namesOf(await get('page_size=5&page=1'))).toEqual(ALL.slice(0, 5));
    expect(namesOf(await get('page_size=5&page=2'))).toEqual(ALL.slice(5));
  });

  it.each(['page=0', 'page=x', 'page=-1', 'page=1.5', 'page=1000', 'page=2', 'page=5&page_size=2'])('%s is none', async (query) => {
    expect(said(await get(query))).toEqual(INVALID_PAGE);
  });

  it('are none of an empty list, but for the first', async () => {
    const empty = 'name=nobody-is-called-so';
    expect(said(await get(`${empty}&page=1`))).toEqual({ status: 200, body: { count: 0, next: null, previous: null, results: [] } });
    expect(said(await get(`${empty}&page=2`))).toEqual(INVALID_PAGE);
  });

  it('are not as deep as one likes', async () => {
    expect(said(await get('page=501&page_size=200'))).toEqual({ status: 400, body: DETAIL });
    expect(said(await get('page=500&page_size=200'))).toEqual(INVALID_PAGE);
  });

  it.each(['page_size=0', 'page_size=x', 'page_size=-1', 'page=', 'page=99999999999999999999'])(
    '%s is no fault of the gateway',
    async (query) => {
      const { status, body } = await get(query);
      expect([200, 400, 404]).toContain(status);
      expect(body).toEqual(status === 200 ? expect.objectContaining({ count: 8 }) : DETAIL);
    },
  );

  it('have 25, and at most 200', async () => {
    for (let count = 0; count < 195; count++) await world.register({ name: `Many ${count}` });
    const { body } = await get('');
    expect({ count: body.count, length: body.results.length, next: body.next }).toEqual({
      count: 203,
      length: 25,
      next: expect.stringMatching(/^\/api\/v2\/applications\/\?(.*&)?page=2\b/),
    });
    const most = await get('page_size=1000');
    expect({ status: most.status, length: most.body.results.length }).toEqual({ status: 200, length: 200 });
    const rest = await world.rest.superuser('GET', most.body.next);
    expect(rest.body).toMatchObject({ count: 203, next: null });
    expect(rest.body.results).toHaveLength(3);
  });
});

describe('the search', () => {
  it.each(['ALPHA', 'alpha', 'LPH', 'the%20alpha%20OF'])('finds names and descriptions in any case: %s', async (text) => {
    expect(namesOf(await get(`search=${text}`))).toEqual(['Acme Alpha', 'Other Alpha']);
  });

  it('is one condition of several', async () => {
    expect(namesOf(await get('search=alpha&organization__name=Other'))).toEqual(['Other Alpha']);
  });
});

describe('what cannot be asked for', () => {
  it.each([
    ['client_secret', LIST],
    ['client_id', LIST],
    ['token', '/api/v2/tokens/'],
    ['refresh_token', '/api/v2/tokens/'],
  ])('is %s in %s', async (field, path) => {
    const refused = { status: 403, body: { detail: `Filtering on ${field} is not allowed.` } };
    for (const lookup of [field, `${field}__startswith`, `not__${field}`, `or__${field}__in`])
      expect({ lookup, ...said(await world.rest.superuser('GET', `${path}?${lookup}=x`)) }).toEqual({ lookup, ...refused });
  });

  it.each([
    `${LIST}?token=x`,
    `${LIST}?tokens__token__startswith=x`,
    `${LIST}?organization__applications__client_secret=x`,
    '/api/v2/tokens/?client_secret=x',
    '/api/v2/tokens/?application__client_secret__startswith=x',
    '/api/v2/tokens/?application__client_id=x',
    '/api/v2/tokens/?user__password__startswith=x',
    '/api/v2/users/?password__startswith=x',
  ])('is a secret of something else: %s', async (path) => {
    const { status, body } = await world.rest.superuser('GET', path);
    expect({ body, isRefused: [400, 403].includes(status) }).toEqual({ body: DETAIL, isRefused: true });
  });

  it.each([
    'nothing=1',
    'nothing__exact=1',
    'not__nothing=1',
    'or__=1',
    'organization__nothing=1',
    'toString=1',
    '__proto__=1',
    'tokens__user=1',
  ])('is the field of %s', async (query) => {
    expect(said(await get(query))).toEqual({ status: 400, body: DETAIL });
  });

  it.each(['name__nothing=x', 'name__=x', 'name__exact__exact=x', 'name__regex=(a%2B)%2B', 'organization__name__nothing=x'])(
    'is the look-up of %s',
    async (query) => {
      expect(said(await get(query))).toEqual({ status: 400, body: DETAIL });
    },
  );

  it.each([
    'id=x',
    'id__in=1,x',
    'id__gt=x',
    'organization=x',
    'created__gt=yesterday',
    'skip_authorization=perhaps',
    'name__isnull=perhaps',
  ])('is what %s says', async (query) => {
    expect(said(await get(query))).toEqual({ status: 400, body: DETAIL });
  });

  it.each([
    'id=99999999999999999999',
    'id__in=',
    'name=',
    'name=%00',
    'search=',
    'search=%00',
    'created__lt=0001-01-01',
    `name=${'x'.repeat(5000)}`,
    'name=%',
  ])('and %s is no fault of the gateway', async (query) => {
    expect([200, 400]).toContain((await get(query)).status);
  });
});
