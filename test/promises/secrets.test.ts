import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { digestOf } from '../../src/shared/secrets.ts';
import { mutate } from '../support/mutate.ts';
import { startWorld, type World } from '../support/world.ts';

const GIVEN = ['given-at-first:0123456789', 'clt_sec_given-afterwards', 'given-and-refused:012345678', 'not taken: a secret with spaces'];
const PASSWORDS = ['staple battery horse', 'horse battery staple', 'rejected secret password', 'password of a failure'];

let world: World;
const secrets: string[] = [...PASSWORDS, ...GIVEN];
const answers: string[] = [];

/** Asks as a superuser and keeps the answer. */
async function ask(document: string, variables?: Record<string, unknown>, token?: string): Promise<string> {
  const response = await fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token ?? superuserToken}` },
    body: JSON.stringify({ query: document, variables }),
  });
  const body = await response.text();
  answers.push(body);
  return body;
}
let superuserToken: string;

const rename = (from: string, to: string) =>
  world.app.store.write(async ({ db }) => void (await sql`alter table ${sql.table(from)} rename to ${sql.table(to)}`.execute(db)));

/** Runs work while a table is away, so that it ends in a fault of the server. */
async function without(table: string, work: () => Promise<unknown>): Promise<void> {
  await rename(table, 'away');
  try {
    await work();
  } finally {
    await rename('away', table);
  }
}

beforeAll(async () => {
  world = await startWorld({ LOG_LEVEL: 'trace' });
  superuserToken = await world.tokenOf(world.users.superuser.databaseId, ['admin']);
  secrets.push(superuserToken);
  const su = world.as(superuserToken);
  const organizationId = world.acme.id;
  const made = await mutate(
    su,
    'createApplication',
    { name: 'Keeper', organizationId, clientType: 'CONFIDENTIAL', authorizationGrantType: 'DEVICE_CODE' },
    'clientSecret application { id }',
  );
  const { id } = made.application;
  const rotated = await mutate(su, 'rotateClientSecret', { applicationId: id, keepPreviousFor: 60 }, 'clientSecret');
  await mutate(su, 'updateApplication', { id, clientType: 'PUBLIC' });
  const closed = await mutate(su, 'updateApplication', { id, clientType: 'CONFIDENTIAL' }, 'clientSecret');
  const brought = await mutate(
    su,
    'createApplication',
    { name: 'Bringer', organizationId, clientType: 'CONFIDENTIAL', authorizationGrantType: 'DEVICE_CODE', clientSecret: GIVEN[0] },
    'clientSecret application { id secrets { hint } }',
  );
  const given = { applicationId: brought.application.id, clientSecret: GIVEN[1] };
  answers.push(JSON.stringify([brought, await mutate(su, 'addClientSecret', given, 'clientSecret application { secrets { hint } }')]));
  const token = await mutate(su, 'createToken', { applicationId: id }, 'accessToken refreshToken');
  secrets.push(made.clientSecret, rotated.clientSecret, closed.clientSecret, token.accessToken, token.refreshToken);
  const { user } = await mutate(su, 'createUser', { username: 'keeper', password: PASSWORDS[0] }, 'user { id }');
  await mutate(su, 'updateUser', { id: user.id, password: PASSWORDS[1] });

  const createUser = 'mutation($input: CreateUserInput!) { createUser(input: $input) { userErrors { field code message } } }';
  await ask(createUser, { input: { username: 'keeper', password: PASSWORDS[2], email: 'wrong' } });
  await without('user', () => ask(createUser, { input: { username: 'unlucky', password: PASSWORDS[3] } }));
  await without('activity_entry', () => ask(createUser, { input: { username: 'unlucky', password: PASSWORDS[3] } }));
  await without('client_secret', () =>
    ask('mutation($id: ID!) { rotateClientSecret(input: { applicationId: $id }) { clientSecret } }', { id }),
  );
  await without('activity_entry', () => ask('mutation { createToken(input: {}) { accessToken } }'));
  const add = 'mutation($input: AddClientSecretInput!) { addClientSecret(input: $input) { userErrors { field code message } } }';
  const { applicationId } = given;
  await ask(add, { input: given });
  await ask(add, { input: { applicationId, clientSecret: GIVEN[3] } });
  await ask(add, { input: { applicationId, clientSecret: [GIVEN[2]] } });
  await ask(add, { input: { applicationId, clientSecret: GIVEN[2], unknown: true } });
  await ask(add, { input: { applicationId, clientSecret: GIVEN[2], name: 5 } });
  await ask(add, { input: [{ applicationId, clientSecret: { secret: [GIVEN[2]] } }] });
  for (const input of [`{ clientSecret: ["${GIVEN[2]}"] }`, `["${GIVEN[2]}"]`, `[{ clientSecret: """a "${GIVEN[2]}" b""" }]`])
    await ask(`mutation { addClientSecret(input: ${input}) { clientSecret } }`);
  await ask(`mutation { addClientSecret(input: { clientSecret "${GIVEN[2]}" }) { clientSecret } }`);
  await ask(`mutation { addClientSecret(input: { clientSecret """${GIVEN[2]}""" }) { clientSecret } }`);
  await without('client_secret', () => ask(add, { input: { applicationId, clientSecret: GIVEN[2] } }));
  await without('activity_entry', () => ask(add, { input: { applicationId, clientSecret: GIVEN[2] } }));
  await ask('{ viewer { id } }', {}, `${token.accessToken}x`);
  await ask('{ viewer { id } }', {}, 'clt_at_unknown');
  await ask(
    '{ applications { nodes { secrets { id hint } tokens { nodes { id hint } } activity { nodes { changes { field before after } } } } } }',
  );
  await ask(
    '{ users { nodes { id username personalTokens { nodes { id hint } } } } activity(first: 100) { nodes { objectName changes { field before after } } } }',
  );
});
afterAll(() => world.stop());

/** Secrets and their digests: neither is anybody's business. */
const forbidden = () => [...secrets, ...secrets.map(digestOf), '$argon2id$'];
const leaksIn = (text: string) => forbidden().filter((secret) => text.includes(secret));

describe('no secret', () => {
  it('is missing from what is looked for', () => {
    expect(secrets).toHaveLength(PASSWORDS.length + GIVEN.length + 6);
    expect(secrets.every((secret) => secret.length > 15)).toBe(true);
  });

  it('is in the activity', async () => {
    const rows = await world.operator.store.read(true).selectFrom('activity_entry').selectAll().execute();
    expect(rows.length).toBeGreaterThan(10);
    expect(leaksIn(JSON.stringify(rows))).toEqual([]);
  });

  it('is in the log, nor is a parameter of a statement or a variable of an operation', () => {
    const log = world.logged.join('\n');
    expect(log).toContain('"msg":"fault"');
    expect(leaksIn(log)).toEqual([]);
    expect(log).not.toContain('unlucky');
  });

  it('is in a later answer', () => {
    expect(answers.filter((answer) => answer.includes('INTERNAL_SERVER_ERROR')).length).toBe(6);
    expect(answers.filter((answer) => /BAD_USER_INPUT|GRAPHQL_PARSE_FAILED|GRAPHQL_VALIDATION_FAILED/.test(answer)).length).toBe(9);
    expect(answers.filter((answer) => answer.includes('UNAUTHENTICATED')).length).toBe(2);
    expect(leaksIn(answers.join('\n'))).toEqual([]);
  });

  it('is kept by the database in a form that can be shown again', async () => {
    const db = world.operator.store.read(true);
    const tables = ['application', 'client_secret', 'token', 'user'] as const;
    const rows = await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()));
    const text = JSON.stringify(rows);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(text).toContain('$argon2id$');
  });
});

it('what is wrong with variables is said without secrets, and of nothing else beside', async () => {
  const { errors } = await world.ask.admin(
    'query ($filter: ApplicationFilter, $first: Int) { applications(filter: $filter, first: $first) { totalCount } }',
    {
      filter: { secretExpiresBefore: '2030-01-01T00:00:00Z' },
      first: 'many',
    },
  );
  expect(errors).toMatchObject([{ message: expect.stringContaining('"$first"') }]);
});
