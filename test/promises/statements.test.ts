import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { viewerOfUser } from '../../src/tokens/authentication.ts';
import { createToken } from '../../src/tokens/token.service.ts';
import { databaseName } from '../support/database.ts';
import { startWorld, type World } from '../support/world.ts';

const APPLICATIONS = 100;
const PAGE = `query ($first: Int) {
  applications(first: $first) {
    nodes { id name organization { name } tokens(first: 10) { totalCount nodes { id state user { username } } } tokenCounts { total active } }
  }
}`;

let world: World;
beforeAll(async () => {
  world = await startWorld({ LOG_LEVEL: 'trace' });
  const { operator, users, app } = world;
  const viewer = await viewerOfUser(app.store, users.superuser.databaseId, ['write']);
  for (let index = 0; index < APPLICATIONS; index++) {
    const { id } = await world.register({ organizationId: index % 2 ? world.acme.id : world.other.id });
    if (index < 60) await createToken({ ...operator, viewer, loaders: new Map() }, { applicationId: id });
  }
});
afterAll(() => world.stop());

/** How many statements an operation runs, that of its token included. */
async function statementsOf(query: string, first: number, ask = world.ask.superuser): Promise<number> {
  const { data, errors, lines } = await ask(query, { first });
  expect(errors).toBeUndefined();
  expect(data.applications.nodes.length).toBe(first);
  // the use of a token may be stamped meanwhile, off the path of the request
  return lines.filter((line) => /"sql":"select/.test(line)).length;
}

describe('the page of applications with organization, tokens and their counts', () => {
  it.each([1, 50, 100])('costs the same statements for %i applications', async (first) => {
    // token, applications, organizations, tokens, users of the tokens, counts by state
    expect(await statementsOf(PAGE, first)).toBe(6);
  });

  it.each([1, 50, 100])('counts the lists of tokens that go on behind their page at once, for %i applications', async (first) => {
    // token, applications, organizations, tokens, counts by state; sizes of the token lists come with them on PostgreSQL
    const statements = databaseName === 'sqlite' ? 6 : 5;
    expect(await statementsOf(PAGE.replace('tokens(first: 10)', 'tokens(first: 0)'), first)).toBe(statements);
  });

  it('costs no more to somebody whose rights are a matter of membership', async () => {
    expect(await statementsOf(PAGE, 50, world.ask.auditor)).toBe(6);
  });

  it('costs at most five without the users of the tokens', async () => {
    expect(await statementsOf(PAGE.replace('user { username }', ''), 50)).toBeLessThanOrEqual(5);
  });
});

describe('the log', () => {
  it('has the text of statements at the level trace, and none of their parameters', async () => {
    const { id } = await world.register({ name: 'Before' });
    const { data } = await world.ask.superuser(
      'mutation ($input: UpdateApplicationInput!) { updateApplication(input: $input) { userErrors { code } } }',
      {
        input: { id, name: "It's Confidential" },
      },
    );
    expect(data.updateApplication.userErrors).toEqual([]);
    const texts = world.logged.filter((line) => line.includes('"sql"')).join('\n');
    expect(texts).toContain('select');
    expect(texts).not.toContain('clt_');
    expect(texts).not.toMatch(/Application 1|Confidential|confidential\b/);
  });
});
