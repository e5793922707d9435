import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { viewerOfUser } from '../../../src/tokens/authentication.ts';
import { createToken } from '../../../src/tokens/token.service.ts';
import { ask } from '../../support/wire.ts';
import { type Person, startWorld, type World } from '../../support/world.ts';

const APPLICATIONS = 201;
/** Tokens of one application: more than are shown of any. */
const MANY = 12;

let world: World;
beforeAll(async () => {
  world = await startWorld({ DOORS: 'awx', LOG_LEVEL: 'trace' });
  const { operator, users, app } = world;
  const viewer = await viewerOfUser(app.store, users.superuser.databaseId, ['write']);
  for (let index = 0; index < APPLICATIONS; index++) {
    const { id } = await world.register({ organizationId: world.acme.id });
    const count = index === 0 ? MANY : index % 3;
    for (let made = 0; made < count; made++) await createToken({ ...operator, viewer, loaders: new Map() }, { applicationId: id });
  }
});
afterAll(() => world.stop());

/** A list as somebody sees it, and how many statements that takes, that of the token included. */
async function listed(person: Person, path: string) {
  const token = await world.tokenOf(world.users[person].databaseId, ['read']);
  const before = world.logged.length;
  const { status, json } = await ask(world.url + path, { headers: { authorization: `Bearer ${token}` } });
  expect({ path, status }).toEqual({ path, status: 200 });
  // the use of a token may be stamped meanwhile, off the path of the request
  return { json, statements: world.logged.slice(before).filter((line) => /"sql":"select/.test(line)).length };
}

describe('a page of applications of AWX, with organizations, tokens and capabilities', () => {
  it.each([1, 25, 100, 200])('takes at most six statements for %i of them', async (size) => {
    const { json, statements } = await listed('superuser', `/api/v2/applications/?page_size=${size}`);
    expect([json.count, json.results.length]).toEqual([APPLICATIONS, size]);
    expect(statements).toBeLessThanOrEqual(6);
  });

  it.each(['?name__icontains=plicat', '?search=plicat', '?organization__name=Acme', '?or__id=1&or__name=x', '?page=2&order_by=-created'])(
    'nor more with a filter: %s',
    async (query) => {
      expect((await listed('superuser', `/api/v2/applications/${query}`)).statements).toBeLessThanOrEqual(7);
      expect((await listed('auditor', `/api/v2/applications/${query}`)).statements).toBeLessThanOrEqual(6);
    },
  );

  it('counts all tokens of each, and shows ten of them', async () => {
    const { json } = await listed('superuser', '/api/v2/applications/?page_size=200');
    const tokens = json.results.map(
      ({ summary_fields }: { summary_fields: { tokens: { count: number; results: unknown[] } } }) => summary_fields.tokens,
    );
    const shown = tokens.map(({ count, results }: { count: number; results: unknown[] }) => [count, results.length]);
    expect(shown).toContainEqual([MANY, 10]);
    expect(shown).toContainEqual([2, 2]);
    expect(shown).toContainEqual([0, 0]);
  });
});
