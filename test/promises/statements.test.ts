import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digestOf } from '../../src/shared/secrets.ts';
import type { Viewer } from '../../src/shared/viewer.ts';
import { authenticate, viewerOfUser } from '../../src/tokens/authentication.ts';
import { createToken } from '../../src/tokens/token.service.ts';
import { databaseName } from '../support/database.ts';
import { keptAlive, post } from '../support/wire.ts';
import { PEOPLE, startWorld, type World } from '../support/world.ts';

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

describe('the numbers of the registry', () => {
  const NUMBERS = `applications { total } tokens { total } organizations users { count } applicationsRegistered { count } tokensIssued { count }
    attention { secretsExpiring { count } unusedApplications { count } disabledWithLiveTokens { count } refusedLogins }`;
  const selects = async (query: string) => {
    const { errors, lines } = await world.ask.auditor(query);
    expect(errors).toBeUndefined();
    return lines.filter((line) => /"sql":"select/.test(line)).length;
  };

  it('are counted once, however often an operation asks for them', async () => {
    const once = await selects(`{ registry { ${NUMBERS} } }`);
    expect(once).toBeGreaterThan(5);
    expect(
      await selects(`{ one: registry { ${NUMBERS} ${NUMBERS.replace(/(\w+)( \{|$)/, 'again: $1$2')} } other: registry { ${NUMBERS} } }`),
    ).toBe(once);
  });

  it('are counted for each number of days', async () => {
    const query = (days: number) =>
      `{ registry { one: applicationsRegistered(days: 3) { count } other: applicationsRegistered(days: ${days}) { count } } }`;
    expect((await selects(query(4))) - (await selects(query(3)))).toBe(1);
    const { data } = await world.ask.auditor(query(4));
    expect([data.registry.one.length, data.registry.other.length]).toEqual([3, 4]);
  });
});

describe('requests that come at once', () => {
  const COUNT = 12;
  const atOnce = async (tokens: readonly string[]) => {
    const before = world.logged.length;
    const answers = await Promise.all(
      tokens.map((token) => post(world.url, '{ viewer { username } }', { authorization: `Bearer ${token}` }, undefined, keptAlive)),
    );
    const looks = world.logged.slice(before).filter((line) => line.includes(String.raw`from \"token\" as \"t\"`));
    return { looks: looks.length, answers };
  };

  it('cost fewer looks at their tokens than they are, and each is answered for its own', async () => {
    const people = PEOPLE.filter((person) => person !== 'stranger');
    const tokens = await Promise.all(people.map((person) => world.tokenOf(world.users[person].databaseId)));
    const isUnknown = (index: number) => index === COUNT / 2;
    const shown = Array.from({ length: COUNT }, (_, index) =>
      isUnknown(index) ? 'clt_at_unknown' : (tokens[index % people.length] as string),
    );
    let fewest = COUNT;
    // they may come in several turns
    for (let attempt = 0; attempt < 10 && fewest > COUNT / 2; attempt++) {
      const { looks, answers } = await atOnce(shown);
      for (const [index, { status, json }] of answers.entries()) {
        if (isUnknown(index)) expect(status).toBe(401);
        else expect({ status, data: json.data }).toEqual({ status: 200, data: { viewer: { username: people[index % people.length] } } });
      }
      fewest = Math.min(fewest, looks);
    }
    expect(fewest).toBeLessThanOrEqual(COUNT / 2);
  });

  it('are each worked on in the asynchronous context that they came in, which tracing goes by', async () => {
    const context = new AsyncLocalStorage<number>();
    let count = 0;
    world.app.server.prependListener('request', () => context.enterWith(++count));
    const contexts = new Set<number | undefined>();
    const { store } = world.app;
    const read = store.read.bind(store);
    store.read = (fresh) => {
      contexts.add(context.getStore());
      return read(fresh);
    };
    const token = await world.tokenOf(world.users.member.databaseId);
    try {
      for (let attempt = 0; attempt < 5; attempt++) await atOnce(Array.from({ length: COUNT }, () => token));
    } finally {
      store.read = read;
    }
    expect(count).toBe(5 * COUNT);
    expect([...contexts]).toEqual(expect.arrayContaining(Array.from({ length: count }, (_, index) => index + 1)));
  });
});

describe('tokens that tokens make at once', () => {
  const mint = async (accessToken: string) => {
    const { app, operator } = world;
    const { viewer } = (await authenticate(app.store, `Bearer ${accessToken}`)) as { viewer: Viewer };
    return () => createToken({ ...operator, viewer, loaders: new Map() }, {});
  };

  it('cost few looks at the one that makes them', async () => {
    const { tokenOf, users, logged } = world;
    const make = await mint(await tokenOf(users.superuser.databaseId));
    const before = logged.length;
    const made = await Promise.all(Array.from({ length: 20 }, make));
    expect(made.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    const looks = logged.slice(before).filter((line) => line.includes(String.raw`from \"token\" as \"t\"`));
    expect(looks.length).toBeGreaterThan(0);
    // PostgreSQL makes half of those that wait at once, then half of the rest, and so on; before each look it waits for revocations
    expect(looks.length).toBeLessThanOrEqual(databaseName === 'sqlite' ? 1 : 6);
  });

  // SQLite has one writer at a time
  if (databaseName === 'postgresql')
    it('wait for nobody who revokes the token of another', async () => {
      const { app, tokenOf, users } = world;
      const held = await tokenOf(users.member.databaseId);
      const [makeHeld, makeOther] = [await mint(held), await mint(await tokenOf(users.auditor.databaseId))];
      const made = await app.store.write(async ({ db }) => {
        await db.selectFrom('token').where('digest', '=', digestOf(held)).select('id').forUpdate().execute();
        const [first, other] = [makeHeld(), makeOther()];
        expect((await other).userErrors).toEqual([]);
        return { first };
      });
      expect((await made.first).userErrors).toEqual([]);
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
